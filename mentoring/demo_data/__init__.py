"""The demo organisation: people, three programs in different phases, and what was written there.

All of it is invented, the same on every load, and free of Django.
"""

from mentoring.demo_data.people import GRADES, ORGANISATION, PEOPLE, ZONES, DemoPerson
from mentoring.demo_data.programs import (
    PROFILES,
    PROGRAMS,
    DemoPair,
    DemoParticipation,
    DemoProfile,
    DemoProgram,
)
from mentoring.demo_data.words import (
    ACTIONS,
    CLOSING_MINUTES,
    IDEAS,
    PLAN_GOALS,
    PRIVATE_NOTES,
    PULSE_ANSWERS,
    PULSE_WORDS,
    REPLIES,
    SHARED_NOTES,
    SHEET_LINES,
    TALK_REQUESTS,
    DemoIdea,
    DemoReply,
)

LOGINS: tuple[tuple[str, str], ...] = (
    ("HR admin", "martin.oyelaran"),
    ("coordinator", "clara.winstanley"),
    ("newcomer", "lowri.bevan"),
    ("senior", "sheila.gallant"),
    ("sponsor", "adrian.lockyer"),
    ("counsellor", "ruth.adeyinka"),
    ("operator", "dominik.stary"),
)
"""One login per role; newcomer and senior are a pair of the running program."""

__all__ = [
    "ACTIONS",
    "CLOSING_MINUTES",
    "GRADES",
    "IDEAS",
    "LOGINS",
    "ORGANISATION",
    "PEOPLE",
    "PLAN_GOALS",
    "PRIVATE_NOTES",
    "PROFILES",
    "PROGRAMS",
    "PULSE_ANSWERS",
    "PULSE_WORDS",
    "REPLIES",
    "SHARED_NOTES",
    "SHEET_LINES",
    "TALK_REQUESTS",
    "ZONES",
    "DemoIdea",
    "DemoPair",
    "DemoParticipation",
    "DemoPerson",
    "DemoProfile",
    "DemoProgram",
    "DemoReply",
]
