"""Sessions as calendars read them (RFC 5545): a file for a mail (RFC 5546), and all of a person's for their feed.

Times stand by the wall clock that the two agreed on, with the rules of its zone beside them, so that a change of the
clocks moves nothing. An entry says the program, the partner's name, which session it is and where to look: calendars
are shared, so no word out of a paper goes in.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from outbox.kinds import Attachment
from outbox.links import absolute
from people.models import User
from sessions_app.models import Meeting

REQUEST, CANCEL = "REQUEST", "CANCEL"
PRODUCER = "-//Viceversa//Sessions//EN"
# Zone rules go along from before the first to after the last entry, so that each lies between two changes.
MARGIN = timedelta(days=370)


def attachment_of(meeting: Meeting, person: User, *, method: str, now: datetime) -> Attachment:
    """Return one session as a file for a mail to one of the two: REQUEST asks for or moves it, CANCEL removes it.

    A file each, because a file with a method may speak of one entry only (RFC 5546, 3.2).
    """
    text = _calendar([meeting], person, now=now, method=method)
    return Attachment(f"session-{meeting.number}.ics", text, "calendar", {"method": method})


def feed_of(person: User, meetings: Iterable[Meeting], *, now: datetime) -> str:
    """Return sessions, fetched with their pairs, as one calendar to look at."""
    return _calendar(list(meetings), person, now=now)


def _calendar(meetings: list[Meeting], person: User, *, now: datetime, method: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    else:
        calendar.add("x-wr-calname", "Viceversa")
    for meeting in meetings:
        calendar.add_component(_event(meeting, person, now=now, method=method))
    if meetings:
        days = [meeting.starts_at.date() for meeting in meetings]
        calendar.add_missing_timezones(first_date=min(days) - MARGIN, last_date=max(days) + MARGIN)
    return str(calendar.to_ical(), "utf-8")


def _event(meeting: Meeting, person: User, *, now: datetime, method: str = "") -> Event:
    pair = meeting.pair
    partner = pair.partner_of(person).person.name
    which = f"session {meeting.number} of {meeting.total}"
    address = absolute("sessions_app:meeting", pair_id=pair.pk, number=meeting.number)
    event = Event()
    event.add("uid", f"{meeting.pk}@viceversa")
    event.add("sequence", sequence_of(meeting))
    event.add("dtstamp", now)
    event.add("dtstart", meeting.local_start)
    event.add("duration", timedelta(minutes=meeting.minutes))
    event.add("summary", f"{pair.program.name} with {partner}: {which}")
    event.add("url", address)
    event.add("description", address)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if method:
        event.add("organizer", _address(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
        event.add("attendee", _address(person.name, person.email, RSVP="FALSE"))
    return event


def sequence_of(meeting: Meeting) -> int:
    """Return how often the entry has changed: with each move, and once more when the pair has ended."""
    return meeting.version + (not meeting.pair.is_live)


def _address(name: str, email: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    for key, value in {"CN": name, **parameters}.items():
        address.params[key] = value
    return address
