"""Sessions as entries of a calendar: the program, the partner's name, which session it is and where to look.

Calendars are shared, so no word out of a paper goes in.
"""

from collections.abc import Iterable
from datetime import datetime

from outbox import calendars
from outbox.calendars import Entry
from outbox.kinds import Attachment
from outbox.links import absolute
from people.models import User
from sessions_app.models import Meeting


def attachment_of(meeting: Meeting, person: User, *, method: str, now: datetime) -> Attachment:
    """Return one session as a file for a mail to one of the two: REQUEST asks for or moves it, CANCEL removes it."""
    name = f"session-{meeting.number}.ics"
    return calendars.attachment_of(_entry(meeting, person), name=name, method=method, now=now)


def feed_of(person: User, meetings: Iterable[Meeting], *, now: datetime) -> str:
    """Return sessions, fetched with their pairs, as one calendar to look at."""
    return calendars.feed_of([_entry(meeting, person) for meeting in meetings], now=now)


def _entry(meeting: Meeting, person: User) -> Entry:
    pair = meeting.pair
    partner = pair.partner_of(person).person.name
    return Entry(
        uid=str(meeting.pk),
        sequence=sequence_of(meeting),
        starts_at=meeting.local_start,
        minutes=meeting.minutes,
        summary=f"{pair.program.name} with {partner}: session {meeting.number} of {meeting.total}",
        url=absolute("sessions_app:meeting", pair_id=pair.pk, number=meeting.number),
        name=person.name,
        email=person.email,
        place=meeting.place,
    )


def sequence_of(meeting: Meeting) -> int:
    """Return how often the entry has changed: with each move, and once more when the pair has ended."""
    return meeting.version + (not meeting.pair.is_live)
