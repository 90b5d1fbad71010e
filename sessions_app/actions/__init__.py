"""Verbs of a pair's workspace, split by noun; each locks the pair, so that two presses at once have one effect."""

from sessions_app.actions.agendas import restore_agenda, write_agenda, write_prompts
from sessions_app.actions.agreements import sign_agreement, write_agreement
from sessions_app.actions.board import note_standings, take_back_letters, write_to_pairs
from sessions_app.actions.breaks import come_back, end_breaks, take_a_break
from sessions_app.actions.closings import StillMeeting, TooEarly, announce_closings, answer_closing, delete_my_words
from sessions_app.actions.delegates import NotAnAssistant, end_delegate, name_delegate
from sessions_app.actions.drafts import drop_draft, write_draft
from sessions_app.actions.drift import notice_drift
from sessions_app.actions.endings import call_off_sessions
from sessions_app.actions.feeds import make_feed, revoke_feed
from sessions_app.actions.fit_checks import AlreadySaid, answer_fit, ask_fits
from sessions_app.actions.meetings import (
    AlreadyDated,
    MovedMeanwhile,
    NotByThisSide,
    NotOriented,
    NotSigned,
    NotYet,
    confirm_meeting,
    date_meetings,
    dispute_meeting,
    log_meeting,
    move_meeting,
    place_meeting,
    place_meetings,
    put_off_meeting,
    settle_logged_sessions,
)
from sessions_app.actions.notes import write_note
from sessions_app.actions.offers import NotYours, SlotGone, offer_slots, pick_slot
from sessions_app.actions.plans import (
    NothingPlanned,
    NotYourTurn,
    SheetsClosed,
    agree_plan,
    propose_plan,
    return_plan,
    say_where_i_stand,
    write_plan,
)
from sessions_app.actions.reminders import send_session_reminders
from sessions_app.actions.sheets import (
    AlreadyShared,
    NothingToShare,
    keep_line,
    share_sheet,
    write_sheet,
)
from sessions_app.actions.tasks import TooManyActions, tick_action, write_action
from sessions_app.actions.workspace import PairEnded, open_workspace
from sessions_app.queries import Entry
from sessions_app.refusal import ChangedMeanwhile

__all__ = [
    "AlreadyDated",
    "AlreadySaid",
    "AlreadyShared",
    "ChangedMeanwhile",
    "Entry",
    "MovedMeanwhile",
    "NotAnAssistant",
    "NotByThisSide",
    "NotOriented",
    "NotSigned",
    "NotYet",
    "NotYourTurn",
    "NotYours",
    "NothingPlanned",
    "NothingToShare",
    "PairEnded",
    "SheetsClosed",
    "SlotGone",
    "StillMeeting",
    "TooEarly",
    "TooManyActions",
    "agree_plan",
    "announce_closings",
    "answer_closing",
    "answer_fit",
    "ask_fits",
    "call_off_sessions",
    "come_back",
    "confirm_meeting",
    "date_meetings",
    "delete_my_words",
    "dispute_meeting",
    "drop_draft",
    "end_breaks",
    "end_delegate",
    "keep_line",
    "log_meeting",
    "make_feed",
    "move_meeting",
    "name_delegate",
    "note_standings",
    "notice_drift",
    "offer_slots",
    "open_workspace",
    "pick_slot",
    "place_meeting",
    "place_meetings",
    "propose_plan",
    "put_off_meeting",
    "restore_agenda",
    "return_plan",
    "revoke_feed",
    "say_where_i_stand",
    "send_session_reminders",
    "settle_logged_sessions",
    "share_sheet",
    "sign_agreement",
    "take_a_break",
    "take_back_letters",
    "tick_action",
    "write_action",
    "write_agenda",
    "write_agreement",
    "write_draft",
    "write_note",
    "write_plan",
    "write_prompts",
    "write_sheet",
    "write_to_pairs",
]
