"""Verbs of a pair's workspace, split by noun; each locks the pair, so that two presses at once have one effect."""

from sessions_app.actions.agreements import (
    OutdatedVersion,
    sign_agreement,
    write_agreement,
)
from sessions_app.actions.endings import call_off_sessions
from sessions_app.actions.feeds import make_feed, revoke_feed
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
    place_meetings,
    put_off_meeting,
    settle_logged_sessions,
)
from sessions_app.actions.notes import write_note
from sessions_app.actions.plans import (
    NothingPlanned,
    NotYourTurn,
    SheetsClosed,
    agree_plan,
    propose_plan,
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
from sessions_app.actions.workspace import Entry, PairEnded, open_workspace

__all__ = [
    "AlreadyDated",
    "AlreadyShared",
    "Entry",
    "MovedMeanwhile",
    "NotByThisSide",
    "NotOriented",
    "NotSigned",
    "NotYet",
    "NotYourTurn",
    "NothingPlanned",
    "NothingToShare",
    "OutdatedVersion",
    "PairEnded",
    "SheetsClosed",
    "agree_plan",
    "call_off_sessions",
    "confirm_meeting",
    "date_meetings",
    "dispute_meeting",
    "keep_line",
    "log_meeting",
    "make_feed",
    "move_meeting",
    "open_workspace",
    "place_meetings",
    "propose_plan",
    "put_off_meeting",
    "revoke_feed",
    "send_session_reminders",
    "settle_logged_sessions",
    "share_sheet",
    "sign_agreement",
    "write_agreement",
    "write_note",
    "write_plan",
    "write_sheet",
]
