"""Addresses of sessions_app."""

from django.urls import path

from sessions_app import views

app_name = "sessions_app"
_PAIR = "pairs/<uuid:pair_id>/"
_MEETING = _PAIR + "sessions/<int:number>/"
_BOARD = "programs/<uuid:program_id>/board/"
urlpatterns = [
    path("programs/<uuid:program_id>/agenda/", views.edit_agenda, name="edit_agenda"),
    path("programs/<uuid:program_id>/agenda/restore/", views.restore_agenda, name="restore_agenda"),
    path("programs/<uuid:program_id>/questions/", views.edit_prompts, name="edit_prompts"),
    path(_PAIR, views.pair, name="pair"),
    path(_PAIR + "sheet/", views.sheet, name="sheet"),
    path(_PAIR + "sheet/<uuid:line_id>/", views.keep_line, name="keep_line"),
    path(_PAIR + "plan/mine/", views.my_plan, name="my_plan"),
    path(_PAIR + "plan/theirs/", views.their_plan, name="their_plan"),
    path(_PAIR + "agreement/", views.agreement, name="agreement"),
    path(_PAIR + "agreement/edit/", views.write_agreement, name="write_agreement"),
    path(_PAIR + "closing/", views.closing, name="closing"),
    path(_PAIR + "closing/delete/", views.delete_my_words, name="delete_my_words"),
    path(_PAIR + "certificate/", views.certificate, name="certificate"),
    path(_PAIR + "sessions/", views.date_meetings, name="date_meetings"),
    path(_MEETING, views.meeting, name="meeting"),
    path(_MEETING + "move/", views.move_meeting, name="move_meeting"),
    path(_MEETING + "place/", views.place_meeting, name="place_meeting"),
    path(_MEETING + "offer/", views.offer_slots, name="offer_slots"),
    path(_MEETING + "put-off/", views.put_off_meeting, name="put_off_meeting"),
    path(_MEETING + "log/", views.log_meeting, name="log_meeting"),
    path(_MEETING + "confirm/", views.confirm_meeting, name="confirm_meeting"),
    path(_MEETING + "dispute/", views.dispute_meeting, name="dispute_meeting"),
    path(_MEETING + "actions/", views.write_action, name="write_action"),
    path(_MEETING + "actions/<uuid:action_id>/", views.tick_action, name="tick_action"),
    path(_MEETING + "note/", views.write_note, name="write_note"),
    path("confirm/<str:token>/", views.confirm_by_link, name="confirm_by_link"),
    path("move/<str:token>/", views.move_by_link, name="move_by_link"),
    path("slots/<str:token>/", views.pick_slot, name="pick_slot"),
    path("dates/", views.looked_after, name="looked_after"),
    path("dates/<uuid:meeting_id>/", views.move_for, name="move_for"),
    path("calendar/delegate/", views.name_delegate, name="name_delegate"),
    path("calendar/delegate/end/", views.end_delegate, name="end_delegate"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/make/", views.make_feed, name="make_feed"),
    path("calendar/revoke/", views.revoke_feed, name="revoke_feed"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
    path(_PAIR + "fit/", views.fit_check, name="fit_check"),
    path("programs/<uuid:program_id>/break/", views.take_a_break, name="take_a_break"),
    path(_BOARD, views.board, name="board"),
    path(_BOARD + "export/", views.export_board, name="export_board"),
    path(_BOARD + "write/", views.write_to_pairs, name="write_to_pairs"),
    path(_BOARD + "write/<uuid:batch>/undo/", views.take_back_letters, name="take_back_letters"),
]
