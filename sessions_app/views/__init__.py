"""Pages of a pair's workspace, by noun: papers, plans, closings, meetings, calendars; and the organisers' board."""

from sessions_app.views.agendas import edit_agenda, edit_prompts, restore_agenda
from sessions_app.views.board import board, export_board, take_back_letters, write_to_pairs
from sessions_app.views.breaks import take_a_break
from sessions_app.views.calendars import calendar, feed, make_feed, revoke_feed
from sessions_app.views.closings import certificate, closing, delete_my_words
from sessions_app.views.delegates import end_delegate, looked_after, move_for, name_delegate
from sessions_app.views.fit_checks import fit_check
from sessions_app.views.meetings import (
    confirm_by_link,
    confirm_meeting,
    date_meetings,
    dispute_meeting,
    log_meeting,
    meeting,
    move_meeting,
    place_meeting,
    put_off_meeting,
)
from sessions_app.views.offers import move_by_link, offer_slots, pick_slot
from sessions_app.views.papers import agreement, keep_line, pair, sheet, write_agreement
from sessions_app.views.plans import my_plan, their_plan
from sessions_app.views.session import tick_action, write_action, write_note

__all__ = [
    "agreement",
    "board",
    "calendar",
    "certificate",
    "closing",
    "confirm_by_link",
    "confirm_meeting",
    "date_meetings",
    "delete_my_words",
    "dispute_meeting",
    "edit_agenda",
    "edit_prompts",
    "end_delegate",
    "export_board",
    "feed",
    "fit_check",
    "keep_line",
    "log_meeting",
    "looked_after",
    "make_feed",
    "meeting",
    "move_by_link",
    "move_for",
    "move_meeting",
    "my_plan",
    "name_delegate",
    "offer_slots",
    "pair",
    "pick_slot",
    "place_meeting",
    "put_off_meeting",
    "restore_agenda",
    "revoke_feed",
    "sheet",
    "take_a_break",
    "take_back_letters",
    "their_plan",
    "tick_action",
    "write_action",
    "write_agreement",
    "write_note",
    "write_to_pairs",
]
