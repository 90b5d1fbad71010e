"""The sweep that reminds people of their next session."""

from datetime import datetime, timedelta

from outbox.actions import post
from outbox.models import Message, key_of
from pairing.models import Pair
from sessions_app.models import Meeting

KIND = "session_reminder"
WINDOW = timedelta(days=1)


def send_session_reminders(*, now: datetime) -> None:
    """Post a reminder to both for each session of the coming day, once for each of its dates."""
    soon = Meeting.objects.planned().filter(
        starts_at__gt=now,
        starts_at__lte=now + WINDOW,
        pair__in=Pair.objects.awake(),
        pair__program__reminders_on=True,
    )
    due = {
        key_of(KIND, person.pk, reminder_of(meeting)): (person, meeting)
        for meeting in soon.with_pairs()
        for person in (meeting.pair.newcomer.person, meeting.pair.senior.person)
    }
    # Posting again would be a no-op; leaving it out spares a day of needless wake-ups.
    already = set(Message.objects.filter(dedupe_key__in=due).values_list("dedupe_key", flat=True))
    for person, meeting in (due[key] for key in due.keys() - already):
        fact = reminder_of(meeting)
        post(KIND, to=person, fact=fact, about=meeting.pk, expires_at=meeting.starts_at, now=now)


def reminder_of(meeting: Meeting) -> str:
    """Return the fact a reminder tells: this session at this date, a day ahead."""
    return f"{meeting.pk}:{meeting.version}:day"
