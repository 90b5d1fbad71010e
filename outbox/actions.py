"""Verbs of the outbox: post a message, deliver what is due, send a doubtful one again."""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.mail import get_connection
from django.db import models, transaction

from leases.actions import wake
from outbox.kinds import kind_named
from outbox.letters import write_letter
from outbox.models import Message

LEASE = timedelta(minutes=5)
MOST_TRIES = 6
BATCH = 50

State = Message.State
logger = logging.getLogger(__name__)


def post(
    kind: str,
    *,
    to: Any,
    fact: str,
    about: UUID,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write a message row; the same `fact` for the same person and kind is told once, however often posted."""
    kind_named(kind)
    Message.objects.bulk_create(
        [
            Message(
                kind=kind,
                to=to,
                about=about,
                dedupe_key=f"{kind}:{to.pk}:{fact}",
                posted_at=now,
                due_at=due_at or now,
                expires_at=expires_at,
            )
        ],
        ignore_conflicts=True,
    )
    wake("outbox.deliver")


def deliver(*, now: datetime) -> int:
    """Send what is due, up to one batch, over one connection; return how many messages came to an end."""
    settle_abandoned(now=now)
    batch = _claim(now=now)
    if not batch:
        return 0
    connection = get_connection()
    try:
        for message in batch:
            _send(message, connection, now=now)
    finally:
        connection.close()
    return len(batch)


@transaction.atomic
def settle_abandoned(*, now: datetime) -> None:
    """Decide about messages whose worker died while sending: repeat the repeatable, show the rest as in doubt."""
    for message in Message.objects.select_for_update(skip_locked=True).filter(
        state=State.SENDING, leased_until__lt=now
    ):
        if message.started_at is None or not kind_named(message.kind).at_most_once:
            message.state = State.WAITING
        else:
            message.state, message.finished_at = State.IN_DOUBT, now
            message.outcome = "The mail server may or may not have it: the sender stopped in between."
        message.lease = message.leased_until = None
        message.save()


@transaction.atomic
def send_again(message: Message, *, now: datetime) -> bool:
    """Put a doubtful or failed message back in line; False when it was neither any more."""
    changed = Message.objects.filter(pk=message.pk, state__in=[State.IN_DOUBT, State.FAILED]).update(
        state=State.WAITING, tries=0, started_at=None, finished_at=None, outcome="", due_at=now
    )
    wake("outbox.deliver")
    return bool(changed)


@transaction.atomic
def _claim(*, now: datetime) -> list[Message]:
    """Lease the next due messages; rows another worker holds are skipped."""
    due = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=State.WAITING, due_at__lte=now)
        .select_related("to")
        .order_by("due_at")[:BATCH]
    )
    lease = uuid4()
    for message in due:
        message.state, message.lease, message.leased_until = State.SENDING, lease, now + LEASE
        message.started_at = None
    Message.objects.bulk_update(due, ["state", "lease", "leased_until", "started_at"])
    return due


def _send(message: Message, connection: Any, *, now: datetime) -> None:
    """Check once more, mark as started, hand to the mail server, mark as sent."""
    kind = kind_named(message.kind)
    if message.expires_at is not None and message.expires_at <= now:
        _end(message, State.DROPPED, "It came too late to be of use.", now=now)
        return
    context = kind.context(message, now) if message.to.is_active else None
    if context is None:
        _end(message, State.DROPPED, "It was no longer true when its time came.", now=now)
        return
    letter = write_letter(message, kind, context, connection)
    if not _held(message, started_at=now):
        return
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused:
        _end(message, State.FAILED, "The mail server refused the address.", now=now)
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("message %s was not taken: %s", message.pk, type(error).__name__)
        _put_back(message, now=now)
    else:
        _end(message, State.SENT, "", now=now)


def _put_back(message: Message, *, now: datetime) -> None:
    """Wait longer after each refusal, and give up after the last."""
    tries = message.tries + 1
    if tries >= MOST_TRIES:
        _end(message, State.FAILED, "The mail server could not be reached or refused it.", now=now)
        return
    _held(
        message,
        state=State.WAITING,
        tries=tries,
        started_at=None,
        lease=None,
        leased_until=None,
        due_at=now + timedelta(minutes=2**tries),
    )


def _end(message: Message, state: str, outcome: str, *, now: datetime) -> None:
    _held(message, state=state, outcome=outcome, finished_at=now, lease=None, leased_until=None)


def _held(message: Message, **values: Any) -> bool:
    """Update the row if this worker still holds it (compare-and-set)."""
    return bool(Message.objects.filter(models.Q(pk=message.pk, lease=message.lease)).update(**values))
