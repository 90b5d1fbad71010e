"""Addresses of the desk."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("record/", views.on_record, name="on_record"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("set-up/", views.first_run, name="first_run"),
    path("delivery/", views.delivery, name="delivery"),
    path("delivery/<uuid:message_id>/again/", views.send_again, name="send_again"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:key>/", views.letter, name="letter"),
    path("mailbox/<str:key>/html/", views.letter_html, name="letter_html"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
