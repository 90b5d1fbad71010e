"""Addresses of sessions_app."""

from django.urls import URLPattern

app_name = "sessions_app"
urlpatterns: list[URLPattern] = []
