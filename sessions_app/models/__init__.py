"""Nouns of a pair's workspace, split by noun: papers, closings, meetings, calendars, actions, rhythm.

People read *session*; code says `meeting`, because a session is already something of the web server's.
"""

from sessions_app.models.actions import Action, ActionQuerySet
from sessions_app.models.calendars import CalendarDelegate, CalendarFeed, SlotOffer
from sessions_app.models.closings import Closing
from sessions_app.models.drafts import Draft
from sessions_app.models.meetings import Meeting, MeetingNote, MeetingQuerySet
from sessions_app.models.papers import Agreement, GoalWords, Plan, PlanVersion, SharingSheet, SheetLine
from sessions_app.models.rhythm import BoardLetter, Cancellation, Drift, FitCheck, PairStanding, waits_for_fit

__all__ = [
    "Action",
    "ActionQuerySet",
    "Agreement",
    "BoardLetter",
    "CalendarDelegate",
    "CalendarFeed",
    "Cancellation",
    "Closing",
    "Draft",
    "Drift",
    "FitCheck",
    "GoalWords",
    "Meeting",
    "MeetingNote",
    "MeetingQuerySet",
    "PairStanding",
    "Plan",
    "PlanVersion",
    "SharingSheet",
    "SheetLine",
    "SlotOffer",
    "waits_for_fit",
]
