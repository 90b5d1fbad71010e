"""The one mail of people: a test that somebody sends to themselves."""

from datetime import datetime

from outbox.kinds import ASKED_FOR, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message


def _test(_message: Message, _now: datetime) -> Context:
    return {"url": absolute("desk:home")}


declare(
    Kind(
        "test_mail",
        "A test of this installation’s mail",
        "Mail from Viceversa reaches you",
        _test,
        group=ASKED_FOR,
        variables=(),
    )
)
