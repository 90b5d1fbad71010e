"""Addresses of ideas."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [path("ideas/", views.ideas, name="ideas")]
