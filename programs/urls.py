"""Addresses of programs."""

from django.urls import path

from programs import views

app_name = "programs"
urlpatterns = [path("programs/", views.programs, name="programs")]
