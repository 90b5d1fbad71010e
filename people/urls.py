"""Addresses of people."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [path("people/", views.people, name="people")]
