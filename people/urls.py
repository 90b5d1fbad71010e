"""Addresses of people."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/export/", views.export_people, name="export_people"),
    path("people/left/", views.mark_as_left, name="mark_as_left"),
    path("people/left/undo/", views.undo_leaving, name="undo_leaving"),
    path("people/organisation/", views.organisation, name="organisation"),
    path("look/logo/", views.logo, name="logo"),
    path("look.css", views.look, name="look"),
    path("people/roles/", views.roles, name="roles"),
    path("people/roles/<uuid:person_id>/<slug:role>/revoke/", views.revoke_role, name="revoke_role"),
    path("people/<uuid:person_id>/second-step/", views.remove_second_step, name="remove_second_step"),
    path("people/test-mail/", views.send_test_mail, name="send_test_mail"),
]
