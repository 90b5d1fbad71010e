"""The mail of feedback: that a pulse waits."""

from datetime import datetime

from feedback.models import PulseRequest
from outbox.kinds import FEEDBACK, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message


def _pulse(message: Message, now: datetime) -> Context | None:
    pulse = PulseRequest.objects.of(message.to).open().with_people().filter(pk=message.about).first()
    if pulse is None or not pulse.participation.is_enrolled or pulse.is_closed(now):
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
