"""Dates as calendars read them (RFC 5545): a file for a mail (RFC 5546), and many as one feed.

Times stand by the wall clock that was agreed on, with the rules of its zone beside them, so that a change of the
clocks moves nothing. Calendars are shared, so an entry says what its maker gives it and nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from outbox.kinds import Attachment

REQUEST, CANCEL = "REQUEST", "CANCEL"
PRODUCER = "-//Viceversa//Sessions//EN"
# Zone rules go along from before the first to after the last entry, so that each lies between two changes.
MARGIN = timedelta(days=370)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date in somebody's calendar.

    `uid` stays the same through all changes and `sequence` grows with each; `starts_at` carries the zone whose wall
    clock holds; `name` and `email` are those of the person who is invited.
    """

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    summary: str
    url: str
    name: str
    email: str
    place: str = ""


def attachment_of(entry: Entry, *, name: str, method: str, now: datetime) -> Attachment:
    """Return one date as a file for a mail: REQUEST asks for or moves it, CANCEL removes it.

    A file each, because a file with a method may speak of one entry only (RFC 5546, 3.2).
    """
    return Attachment(name, _calendar([entry], now=now, method=method), "calendar", {"method": method})


def feed_of(entries: Sequence[Entry], *, now: datetime) -> str:
    """Return dates as one calendar to look at."""
    return _calendar(entries, now=now)


def _calendar(entries: Sequence[Entry], *, now: datetime, method: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    else:
        calendar.add("x-wr-calname", "Viceversa")
    for entry in entries:
        calendar.add_component(_event(entry, now=now, method=method))
    if entries:
        days = [entry.starts_at.date() for entry in entries]
        calendar.add_missing_timezones(first_date=min(days) - MARGIN, last_date=max(days) + MARGIN)
    return str(calendar.to_ical(), "utf-8")


def _event(entry: Entry, *, now: datetime, method: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@viceversa")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at)
    event.add("duration", timedelta(minutes=entry.minutes))
    event.add("summary", entry.summary)
    event.add("url", entry.url)
    event.add("description", entry.url)
    if entry.place:
        event.add("location", entry.place)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if method:
        event.add("organizer", _address(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
        event.add("attendee", _address(entry.name, entry.email, RSVP="FALSE"))
    return event


def _address(name: str, email: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    for key, value in {"CN": name, **parameters}.items():
        address.params[key] = value
    return address
