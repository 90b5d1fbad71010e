"""Addresses of insights."""

from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [
    path("figures/", views.all_figures, name="all_figures"),
    path("figures/beside/", views.compare_programs, name="compare_programs"),
    path("programs/<uuid:program_id>/figures/", views.figures, name="figures"),
    path("programs/<uuid:program_id>/figures/<int:number>/", views.release, name="release"),
    path(
        "programs/<uuid:program_id>/figures/<int:number>/table.<str:file_type>",
        views.export_release,
        name="export_release",
    ),
    path("programs/<uuid:program_id>/figures/divided/", views.declare_breakdowns, name="declare_breakdowns"),
    path("programs/<uuid:program_id>/figures/prepare/", views.request_release, name="request_release"),
    path("programs/<uuid:program_id>/figures/progress/", views.release_progress, name="release_progress"),
    path("programs/<uuid:program_id>/said-and-done/", views.said_and_done, name="said_and_done"),
    path("programs/<uuid:program_id>/said-and-done/write/", views.write_reply, name="write_reply"),
    path("programs/<uuid:program_id>/said-and-done/<uuid:reply_id>/", views.edit_reply, name="edit_reply"),
    path("programs/<uuid:program_id>/said-and-done/<uuid:reply_id>/remove/", views.remove_reply, name="remove_reply"),
]
