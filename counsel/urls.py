"""Addresses of counsel."""

from django.urls import path

from counsel import views

app_name = "counsel"
urlpatterns = [
    path("programs/<uuid:program_id>/talk/", views.ask_to_talk, name="ask_to_talk"),
    path("programs/<uuid:program_id>/harm/", views.report_harm, name="report_harm"),
    path("talks/", views.queue, name="queue"),
    path("talks/hours/", views.hours, name="hours"),
    path("talks/hours/<uuid:hour_id>/withdraw/", views.withdraw_hour, name="withdraw_hour"),
    path("talks/check-ins/", views.check_ins, name="check_ins"),
    path("talks/check-ins/<uuid:check_in_id>/take-up/", views.take_up_check_in, name="take_up_check_in"),
    path("talks/<uuid:talk_id>/", views.talk, name="talk"),
    path("talks/<uuid:talk_id>/hour/", views.book_hour, name="book_hour"),
    path("talks/<uuid:talk_id>/hour/give-back/", views.give_hour_back, name="give_hour_back"),
    path("talks/<uuid:talk_id>/end/", views.end_talk, name="end_talk"),
    path("talks/<uuid:talk_id>/counsellor/", views.choose_counsellor, name="choose_counsellor"),
    path("talks/<uuid:talk_id>/hand-over/", views.suggest_counsellor, name="suggest_counsellor"),
    path("talks/<uuid:talk_id>/notes/", views.write_counsel_note, name="write_counsel_note"),
    path("talks/<uuid:talk_id>/notes/delete/", views.delete_counsel_note, name="delete_counsel_note"),
]
