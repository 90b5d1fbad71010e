"""What a mail text may name: who, when, where and what next, and nothing that anybody wrote (P24)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from outbox.texts import LINK
from record.moments import hour

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Variable:
    """A word in braces: what it stands for, an invented example, and how it is read from what a kind knows."""

    says: str
    example: str
    read: Callable[[Context], str]


def _day(day: date) -> str:
    return date_format(day, "D j F Y")


def _how_long(context: Context) -> str:
    return f"until {date_format(context['until'], 'D j F')}" if context["until"] else "for now"


def _session(context: Context) -> str:
    return str(context["meeting"].number if "meeting" in context else context["number"])


def _dates(context: Context) -> str:
    return "\n".join(f"{meeting.number}. {hour(meeting.starts_at)}" for meeting in context["meetings"])


VARIABLES: dict[str, Variable] = {
    "first_name": Variable("the reader’s first name", "Nia", lambda context: context["person"].first_name),
    "partner": Variable("the name of the reader’s partner", "Sol Senior", lambda context: context["partner"].name),
    "program": Variable("the name of the program", "Two Ways", lambda context: context["program"].name),
    "coordinator": Variable(
        "the name of the program’s coordinator", "Cora Ordinate", lambda context: context["program"].coordinator.name
    ),
    "sign": Variable(
        "what the dates show, in a few words", "A session has no date", lambda context: str(context["sign"])
    ),
    "counsellor": Variable("the name of the counsellor", "Con Fidant", lambda context: context["counsellor"].name),
    "session": Variable("the number of the session", "2", _session),
    "survey": Variable("the title of the survey", "Half-way", lambda context: str(context["survey"])),
    "when": Variable(
        "day and hour of the session or talk, in the reader’s zone",
        "Tue 3 March, 14:00",
        lambda context: hour(context["meeting"].starts_at),
    ),
    "move_link": Variable(
        "where this session is given another date, once and without signing in",
        "https://viceversa.example/move",
        lambda context: str(context["move_url"]),
    ),
    "dates": Variable("a line for each session with its date", "1. Tue 3 March, 14:00\n2. Tue 31 March, 14:00", _dates),
    "until": Variable(
        "until when it can be answered", "Fri 6 March, 17:00", lambda context: hour(context["lapses_at"])
    ),
    "how_long": Variable("how long a break lasts, in two or three words", "until Fri 6 March", _how_long),
    "count": Variable("the number of sessions", "6", lambda context: str(context["program"].session_count)),
    "minutes": Variable("minutes of a session", "60", lambda context: str(context["program"].session_minutes)),
    "ends": Variable(
        "the last day of the program", "Wed 2 September 2026", lambda context: _day(context["program"].ends_on)
    ),
    "due": Variable("the day an answer is due", "Fri 3 April 2026", lambda context: _day(context["idea"].answer_due)),
    "what_next": Variable(
        "what follows for the reader, in a sentence",
        "You take part in the next round without doing anything.",
        lambda context: str(context["what_next"]),
    ),
    "items": Variable(
        "a line for each thing that is told",
        "A plan for you\nhttps://viceversa.example/plan",
        lambda context: str(context["items"]),
    ),
    "about": Variable(
        "what the mail is about, in a few words", "a session to confirm", lambda context: context["kind"].title.lower()
    ),
    "stop_link": Variable(
        "where this kind is stopped; the line is left out of mails that always come",
        "https://viceversa.example/stop",
        lambda context: str(context.get("unsubscribe_url", "")),
    ),
    "preferences_link": Variable(
        "where each person says when and how they get messages",
        "https://viceversa.example/messages",
        lambda context: str(context["preferences_url"]),
    ),
    "record_link": Variable(
        "where each person reads what is on record about them",
        "https://viceversa.example/record",
        lambda context: str(context["record_url"]),
    ),
    LINK: Variable(
        "where to go on: it becomes the button", "https://viceversa.example/next", lambda context: context["url"]
    ),
}
# What every text may name.
ALWAYS = ("first_name", LINK)


def values_of(names: Iterable[str], context: Context) -> dict[str, str]:
    """Return the value of each variable for one reader."""
    return {name: VARIABLES[name].read(context) for name in names}


def examples_of(names: Iterable[str], *, first_name: str, link: str) -> dict[str, str]:
    """Return invented values, with the real name and address of whoever looks at them."""
    shown = {name: link if name.endswith("_link") else VARIABLES[name].example for name in names}
    return shown | {"first_name": first_name, LINK: link}
