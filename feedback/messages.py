"""The mail of feedback: that a pulse waits."""

from datetime import datetime

from feedback.models import PulseRequest
from outbox.kinds import FEEDBACK, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message


def _pulse(message: Message, now: datetime) -> Context | None:
    return _asked(PulseRequest.objects.of(message.to).with_people().filter(pk=message.about).first(), now)


def _reminder(message: Message, now: datetime) -> Context | None:
    pulse: PulseRequest = message.row
    program = pulse.meeting.pair.program
    wanted = program.pulse_on and program.time_of("survey") is not None and not pulse.participation.is_paused
    return _asked(pulse, now) if wanted else None


def _asked(pulse: PulseRequest | None, now: datetime) -> Context | None:
    """Return what a mail about a pulse says; None once it is answered, closed, or the person has left."""
    if pulse is None or pulse.is_answered or not pulse.participation.is_enrolled or pulse.is_closed(now):
        return None
    return {
        "number": pulse.meeting.number,
        "program": pulse.meeting.pair.program,
        "url": absolute("feedback:pulse", request_id=pulse.pk),
    }


declare(
    Kind(
        "pulse",
        "How a session was",
        "How was session {session}?",
        _pulse,
        at_most_once=False,
        group=FEEDBACK,
        variables=("program", "session"),
    )
)
declare(
    Kind(
        "pulse_reminder",
        "How a session was, once more",
        "A word about session {session}?",
        _reminder,
        group=FEEDBACK,
        variables=("program", "session"),
        rows=PulseRequest.objects.with_people,
    )
)
