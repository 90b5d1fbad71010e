"""Addresses of pairing."""

from django.urls import path

from pairing import views

app_name = "pairing"
urlpatterns = [
    path("programs/<uuid:program_id>/rounds/", views.rounds, name="rounds"),
    path("programs/<uuid:program_id>/rounds/beside/", views.compare_rounds, name="compare_rounds"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/", views.round, name="round"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/stop/", views.cancel_round, name="cancel_round"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/again/", views.repeat_round, name="repeat_round"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/waiting/<uuid:place_id>/", views.way, name="way"),
    path(
        "programs/<uuid:program_id>/rounds/<uuid:round_id>/waiting/<uuid:place_id>/try/", views.try_way, name="try_way"
    ),
    path("programs/<uuid:program_id>/rules/", views.policy, name="policy"),
    path("programs/<uuid:program_id>/rehearsals/", views.rehearsals, name="rehearsals"),
    path("programs/<uuid:program_id>/rehearsals/<uuid:rehearsal_id>/", views.rehearsal, name="rehearsal"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/progress/", views.round_progress, name="round_progress"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/look/", views.look_at_round, name="look_at_round"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/publish/", views.publish_round, name="publish_round"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/recall/", views.recall_round, name="recall_round"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/blind/", views.blind_review, name="blind_review"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/export/", views.export_pairs, name="export_pairs"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/swap/", views.swap_pairs, name="swap_pairs"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/swap/undo/", views.undo_swap, name="undo_swap"),
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/pairs/<uuid:proposal_id>/", views.draft, name="draft"),
    path("programs/<uuid:program_id>/pairs/by-hand/", views.by_hand, name="by_hand"),
    path("programs/<uuid:program_id>/pairs/by-hand/<int:ruling>/undo/", views.undo_ruling, name="undo_ruling"),
    path("programs/<uuid:program_id>/pairs/import/", views.import_pairs, name="import_pairs"),
    path("programs/<uuid:program_id>/pairs/late/", views.late_joiners, name="late_joiners"),
    path("programs/<uuid:program_id>/wishes/", views.wishes, name="wishes"),
    path("programs/<uuid:program_id>/wishes/taken/", views.edit_wishes, name="edit_wishes"),
    path("programs/<uuid:program_id>/pairs/", views.pairs, name="pairs"),
    path("programs/<uuid:program_id>/pause/", views.pause_program, name="pause_program"),
    path("programs/<uuid:program_id>/resume/", views.resume_program, name="resume_program"),
    path("programs/<uuid:program_id>/looking/", views.look_for_partner, name="look_for_partner"),
    path("pairs/<uuid:pair_id>/end/", views.end_pair, name="end_pair"),
    path("programs/<uuid:program_id>/leave/", views.leave, name="leave"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
]
