"""Addresses of ideas."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("ideas/", views.ideas, name="ideas"),
    path("ideas/<uuid:idea_id>/", views.idea, name="idea"),
    path("ideas/<uuid:idea_id>/owner/", views.take_idea, name="take_idea"),
    path("ideas/<uuid:idea_id>/answer/", views.answer_idea, name="answer_idea"),
    path("pairs/<uuid:pair_id>/ideas/", views.pair_ideas, name="pair_ideas"),
    path("pairs/<uuid:pair_id>/ideas/new/", views.write_idea, name="write_idea"),
    path("pairs/<uuid:pair_id>/ideas/<uuid:idea_id>/release/", views.release_idea, name="release_idea"),
    path("pairs/<uuid:pair_id>/ideas/<uuid:idea_id>/keep/", views.take_back_idea, name="take_back_idea"),
]
