"""Mails of people: a test that somebody sends to themselves, and that a second step was taken away."""

from datetime import datetime

from outbox.kinds import ASKED_FOR, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message


def _test(_message: Message, _now: datetime) -> Context:
    return {"url": absolute("desk:home")}


def _removed(_message: Message, _now: datetime) -> Context:
    return {"url": absolute("mfa_index")}


declare(
    Kind(
        "second_step_removed",
        "Your second step of signing in was taken away",
        "Your second step of signing in was taken away",
        _removed,
        at_most_once=False,
        variables=(),
    )
)
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
