"""Nouns of a pair's workspace, split by noun: papers, meetings, calendars.

People read *session*; code says `meeting`, because a session is already something of the web server's.
"""

from sessions_app.models.calendars import CalendarFeed
from sessions_app.models.meetings import Meeting, MeetingNote, MeetingQuerySet
from sessions_app.models.papers import Agreement, Plan, SharingSheet, SheetLine

__all__ = [
    "Agreement",
    "CalendarFeed",
    "Meeting",
    "MeetingNote",
    "MeetingQuerySet",
    "Plan",
    "SharingSheet",
    "SheetLine",
]
