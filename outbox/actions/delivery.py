"""Delivery: what is due is claimed, checked once more, handed over and marked."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from leases.clock import Clock, running_from
from outbox.actions.mail_server import MayBeTaken, NotTaken, hand_over, hang_up, reach
from outbox.kinds import is_at_most_once, kind_named
from outbox.letters import write_letter
from outbox.models import Message

# Each message's lease begins anew when its own sending starts; one exchange with a mail server is far shorter.
LEASE = timedelta(minutes=5)
MOST_TRIES = 6
BATCH = 50
WAIT_FOR_SERVER = timedelta(minutes=2)

State = Message.State
logger = logging.getLogger(__name__)


def deliver(*, now: datetime) -> int:
    """Send what is due, up to one batch, over one connection; return how many messages were taken up.

    Zero also says that the mail server cannot be reached: then everything stays in line and no try is counted.

    A batch may take long, so each message is judged at its own hour, counted on from `now`.
    """
    clock = running_from(now)
    settle_abandoned(now=now)
    batch = _claim(now=now)
    if not batch:
        return 0
    connection = get_connection()
    try:
        for message in batch:
            if not reach(connection):
                _release(batch, now=clock())
                return 0
            _send(message, connection, clock)
    finally:
        hang_up(connection)
    return len(batch)


@transaction.atomic
def settle_abandoned(*, now: datetime) -> None:
    """Decide about messages whose worker died while sending: repeat the repeatable, show the rest as in doubt."""
    abandoned = Message.objects.select_for_update(skip_locked=True).filter(state=State.SENDING, leased_until__lt=now)
    for message in abandoned:
        if message.started_at is None:
            _held(message, state=State.WAITING, lease=None, leased_until=None)
        else:
            _settle_doubt(message, now=now)


@transaction.atomic
def _claim(*, now: datetime) -> list[Message]:
    """Lease the next due messages; rows another worker holds are skipped."""
    due = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=State.WAITING, next_try_at__lte=now)
        .select_related("to")
        .order_by("next_try_at")[:BATCH]
    )
    lease = uuid4()
    for message in due:
        message.state, message.lease, message.leased_until = State.SENDING, lease, now + LEASE
        message.started_at = None
    Message.objects.bulk_update(due, ["state", "lease", "leased_until", "started_at"])
    return due


def _send(message: Message, connection: BaseEmailBackend, clock: Clock) -> None:
    """Check once more, mark as started, hand to the mail server, mark as sent."""
    now = clock()
    if message.expires_at is not None and message.expires_at <= now:
        _end(message, State.DROPPED, "It came too late to be of use.", now=now)
        return
    try:
        letter = _written(message, connection, now=now)
    except Exception:  # whatever one letter's template or facts get wrong must not hold up the others
        logger.exception("message %s of kind %s could not be written", message.pk, message.kind)
        _try_later(message, "It could not be written.", now=now)
        return
    if letter is None:
        _end(message, State.DROPPED, "It was no longer true when its time came.", now=now)
        return
    if not _held(message, started_at=now, leased_until=now + LEASE):
        return
    try:
        hand_over(letter)
    except NotTaken as refusal:
        hang_up(connection)
        if refusal.for_good:
            _end(message, State.FAILED, "The mail server refused it.", now=clock())
        else:
            _try_later(message, "The mail server refused it several times.", now=clock())
    except MayBeTaken:
        hang_up(connection)
        _settle_doubt(message, now=clock())
    else:
        _end(message, State.SENT, "", now=clock())


def _written(message: Message, connection: BaseEmailBackend, *, now: datetime) -> EmailMultiAlternatives | None:
    """Return the letter, None when it is no longer true or the person has gone."""
    kind = kind_named(message.kind)
    context = kind.context(message, now) if message.to.is_active else None
    if context is None:
        return None
    attachments = kind.attachments(message, now) if kind.attachments else ()
    return write_letter(message, kind, context, connection, attachments)


def _release(batch: list[Message], *, now: datetime) -> None:
    """Put what has not been started back in line."""
    Message.objects.filter(state=State.SENDING, lease=batch[0].lease, started_at=None).update(
        state=State.WAITING, lease=None, leased_until=None, next_try_at=now + WAIT_FOR_SERVER
    )


def _settle_doubt(message: Message, *, now: datetime) -> None:
    """A reminder is never doubled, so its doubt is shown; what must not be lost is sent again."""
    if is_at_most_once(message.kind):
        doubt = "The mail server may or may not have it: the sender stopped in between."
        _end(message, State.IN_DOUBT, doubt, now=now)
    else:
        _try_later(message, "The line to the mail server broke several times.", now=now)


def _try_later(message: Message, sentence: str, *, now: datetime) -> None:
    """Wait longer after each try, and give up with `sentence` after the last."""
    tries = message.tries + 1
    if tries >= MOST_TRIES:
        _end(message, State.FAILED, sentence, now=now)
        return
    _held(
        message,
        state=State.WAITING,
        tries=tries,
        started_at=None,
        lease=None,
        leased_until=None,
        next_try_at=now + timedelta(minutes=2**tries),
    )


def _end(message: Message, state: str, outcome: str, *, now: datetime) -> None:
    """Bring a message to its end."""
    _held(message, state=state, outcome=outcome, finished_at=now, lease=None, leased_until=None)


def _held(message: Message, **values: Any) -> bool:
    """Update the row if this worker still holds it (compare-and-set)."""
    rows = Message.objects.filter(pk=message.pk, state=State.SENDING, lease=message.lease)
    return bool(rows.update(**values))
