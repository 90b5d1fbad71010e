"""Addresses of insights."""

from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [
    path("programs/<uuid:program_id>/figures/", views.figures, name="figures"),
    path("programs/<uuid:program_id>/figures/prepare/", views.request_release, name="request_release"),
    path("programs/<uuid:program_id>/figures/progress/", views.release_progress, name="release_progress"),
]
