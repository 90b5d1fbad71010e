"""Addresses of counsel."""

from django.urls import path

from counsel import views

app_name = "counsel"
urlpatterns = [
    path("programs/<uuid:program_id>/talk/", views.ask_to_talk, name="ask_to_talk"),
    path("talks/", views.queue, name="queue"),
    path("talks/<uuid:talk_id>/", views.talk, name="talk"),
]
