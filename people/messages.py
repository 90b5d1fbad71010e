"""Mails of people: a test that somebody sends to themselves, and what became of a second step."""

from datetime import datetime

from outbox.kinds import ASKED_FOR, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message


def _test(_message: Message, _now: datetime) -> Context:
    return {"url": absolute("desk:home")}


def _second_steps(_message: Message, _now: datetime) -> Context:
    return {"url": absolute("mfa_index")}


declare(
    Kind(
        "second_step_removed",
        "Your second step of signing in was taken away",
        "Your second step of signing in was taken away",
        _second_steps,
        at_most_once=False,
        variables=(),
    )
)
declare(
    Kind(
        "second_step_added",
        "A second step of signing in was added",
        "A second step of signing in was added for you",
        _second_steps,
        at_most_once=False,
        variables=(),
    )
)
declare(
    Kind(
        "second_step_ended",
        "A second step of signing in was removed",
        "A second step of signing in was removed for you",
        _second_steps,
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
