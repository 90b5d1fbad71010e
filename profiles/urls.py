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
]
