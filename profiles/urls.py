"""Addresses of profiles."""

from django.urls import path

from profiles import views

app_name = "profiles"
urlpatterns = [
    path("programs/<uuid:program_id>/profile/offers/", views.offers, name="offers"),
    path("programs/<uuid:program_id>/profile/interests/", views.interests, name="interests"),
    path("programs/<uuid:program_id>/profile/gaps/", views.gaps, name="gaps"),
    path("programs/<uuid:program_id>/profile/rhythm/", views.rhythm, name="rhythm"),
    path("programs/<uuid:program_id>/profile/skills/", views.skill_search, name="skill_search"),
    path("skills/", views.skills, name="skills"),
    path("skills/merge/", views.merge_skills, name="merge_skills"),
    path("skills/merge/<uuid:merge_id>/undo/", views.undo_merge, name="undo_merge"),
    path("skills/own-words/", views.accept_words, name="accept_words"),
    path("skills/import/", views.import_skills, name="import_skills"),
    path("skills/import/<uuid:list_id>/", views.skill_import, name="skill_import"),
    path("skills/import/<uuid:list_id>/apply/", views.apply_skills, name="apply_skills"),
    path("skills/import/<uuid:list_id>/cancel/", views.cancel_skills, name="cancel_skills"),
    path("skills/import/<uuid:list_id>/undo/", views.undo_skill_import, name="undo_skill_import"),
]
