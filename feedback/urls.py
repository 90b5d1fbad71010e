"""Addresses of feedback."""

from django.urls import path

from feedback import views

app_name = "feedback"
urlpatterns = [path("pulse/<uuid:request_id>/", views.pulse, name="pulse")]
