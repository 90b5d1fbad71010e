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
    path("programs/<uuid:program_id>/rounds/<uuid:round_id>/publish/", views.publish_round, name="publish_round"),
    path("programs/<uuid:program_id>/pairs/", views.pairs, name="pairs"),
    path("programs/<uuid:program_id>/pause/", views.pause_program, name="pause_program"),
    path("programs/<uuid:program_id>/resume/", views.resume_program, name="resume_program"),
    path("programs/<uuid:program_id>/looking/", views.look_for_partner, name="look_for_partner"),
    path("pairs/<uuid:pair_id>/end/", views.end_pair, name="end_pair"),
    path("programs/<uuid:program_id>/leave/", views.leave, name="leave"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
]
