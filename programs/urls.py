"""Addresses of programs."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from programs import views
from programs.models import Side


class SideConverter(StringConverter):
    """One of the two sides."""

    regex = "|".join(Side)


register_converter(SideConverter, "side")
app_name = "programs"
urlpatterns = [
    path("programs/", views.programs, name="programs"),
    path("programs/new/", views.choose_template, name="choose_template"),
    path("programs/new/from-file/", views.import_program, name="import_program"),
    path("programs/new/<slug:template>/", views.create_program, name="create_program"),
    path("programs/<uuid:program_id>/", views.program, name="program"),
    path("programs/<uuid:program_id>/edit/", views.edit_program, name="edit_program"),
    path("programs/<uuid:program_id>/edit/preview/", views.preview_program, name="preview_program"),
    path("programs/<uuid:program_id>/edit/<slug:step>/", views.edit_step, name="edit_step"),
    path("programs/<uuid:program_id>/history/", views.history, name="history"),
    path("programs/<uuid:program_id>/history/<uuid:change_id>/undo/", views.undo_change, name="undo_change"),
    path("programs/<uuid:program_id>/duplicate/", views.duplicate_program, name="duplicate_program"),
    path("programs/<uuid:program_id>/export/", views.export_program, name="export_program"),
    path("programs/<uuid:program_id>/open/", views.open_program, name="open_program"),
    path("programs/<uuid:program_id>/close/", views.close_program, name="close_program"),
    path("programs/<uuid:program_id>/people/", views.participants, name="participants"),
    path("programs/<uuid:program_id>/people/invite/", views.invite_people, name="invite_people"),
    path("programs/<uuid:program_id>/requests/", views.requests, name="requests"),
    path("programs/<uuid:program_id>/requests/answer/", views.answer_requests, name="answer_requests"),
    path("programs/<uuid:program_id>/invitations/", views.invitations, name="invitations"),
    path("programs/<uuid:program_id>/invitations/again/", views.invite_again, name="invite_again"),
    path("programs/<uuid:program_id>/invitations/<uuid:bulk_id>/", views.invitation_run, name="invitation_run"),
    path(
        "programs/<uuid:program_id>/invitations/<uuid:bulk_id>/recall/",
        views.recall_invitations,
        name="recall_invitations",
    ),
    path("programs/<uuid:program_id>/roster/", views.import_roster, name="import_roster"),
    path("programs/<uuid:program_id>/roster/<uuid:import_id>/", views.roster_import, name="roster_import"),
    path("programs/<uuid:program_id>/roster/<uuid:import_id>/columns/", views.roster_columns, name="roster_columns"),
    path("programs/<uuid:program_id>/roster/<uuid:import_id>/grades/", views.roster_grades, name="roster_grades"),
    path("programs/<uuid:program_id>/roster/<uuid:import_id>/apply/", views.apply_roster, name="apply_roster"),
    path("programs/<uuid:program_id>/enrol/", views.enrol, name="enrol"),
    path("programs/<uuid:program_id>/orientation/", views.orientation, name="orientation"),
    path("programs/<uuid:program_id>/orientation/edit/", views.edit_orientation, name="edit_orientation"),
    path("programs/<uuid:program_id>/orientation/<side:side>/", views.preview_orientation, name="preview_orientation"),
    path("programs/<uuid:program_id>/orientation/<side:side>/add/", views.add_piece, name="add_piece"),
    path(
        "programs/<uuid:program_id>/orientation/<side:side>/restore/",
        views.restore_orientation,
        name="restore_orientation",
    ),
    path("programs/<uuid:program_id>/orientation/<uuid:piece_id>/edit/", views.edit_piece, name="edit_piece"),
    path("programs/<uuid:program_id>/orientation/<uuid:piece_id>/move/", views.move_piece, name="move_piece"),
    path("programs/<uuid:program_id>/orientation/<uuid:piece_id>/remove/", views.remove_piece, name="remove_piece"),
    path("people/invite/", views.invite_chosen, name="invite_chosen"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
