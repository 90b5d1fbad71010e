"""Marks: what a message's row says while it is delivered. Each mark is made only by the worker that holds the row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from outbox.actions.digests import settle_collected
from outbox.actions.holding import DIGEST
from outbox.kinds import is_at_most_once
from outbox.models import Message

# Each message's lease begins anew when its own sending starts; one exchange with a mail server is far shorter.
LEASE = timedelta(minutes=5)
MOST_TRIES = 6
BATCH = 50
WAIT_FOR_SERVER = timedelta(minutes=2)

State = Message.State


@transaction.atomic
def settle_abandoned(*, now: datetime) -> None:
    """Decide about messages whose worker died while sending: repeat the repeatable, show the rest as in doubt."""
    abandoned = Message.objects.select_for_update(skip_locked=True).filter(state=State.SENDING, leased_until__lt=now)
    for message in abandoned:
        if message.started_at is None:
            mark(message, state=State.WAITING, lease=None, leased_until=None)
        else:
            settle_doubt(message, now=now)


@transaction.atomic
def claim(*, now: datetime) -> list[Message]:
    """Lease the next due messages; rows another worker holds are skipped."""
    due = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=State.WAITING, next_try_at__lte=now)
        .select_related("to__message_preference")
        .order_by("next_try_at")[:BATCH]
    )
    lease = uuid4()
    claimed = Message.objects.filter(pk__in=[message.pk for message in due])
    claimed.update(state=State.SENDING, lease=lease, leased_until=now + LEASE, started_at=None)
    for message in due:
        message.state, message.lease = State.SENDING, lease
    return due


def start(messages: Sequence[Message], *, after: Sequence[Message], now: datetime) -> set[UUID]:
    """Mark a handful as started and the one before as sent; return the keys of those this worker still holds.

    One statement, so one wait for the disk a handful; and a worker that dies leaves one handful of doubts at most, as
    either the one before is still unmarked or this one has begun.
    """
    lease = messages[0].lease
    held = "id = ANY(%s::uuid[]) AND state = 'sending' AND lease = %s"
    ended = "SET state = 'sent', finished_at = %s, lease = NULL, leased_until = NULL"
    told, coming = [message.pk for message in after], [message.pk for message in messages]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH before AS (UPDATE outbox_message {ended} WHERE {held}) "  # noqa: S608 - our own words
            f"UPDATE outbox_message SET started_at = %s, leased_until = %s WHERE {held} RETURNING id",
            [now, told, lease, now, now + LEASE, coming, lease],
        )
        return {key for (key,) in cursor.fetchall()}


def mark_sent(messages: Sequence[Message], *, now: datetime) -> None:
    """Mark as sent what the mail server has."""
    if messages:
        mine = Message.objects.filter(pk__in=[message.pk for message in messages], lease=messages[0].lease)
        ended = {"state": State.SENT, "finished_at": now, "lease": None, "leased_until": None}
        mine.filter(state=State.SENDING).update(**ended)


def put_back(messages: Sequence[Message]) -> None:
    """Say of messages that were marked as started that they have not begun after all."""
    if messages:
        mine = Message.objects.filter(pk__in=[message.pk for message in messages], lease=messages[0].lease)
        mine.filter(state=State.SENDING).update(started_at=None)


def release(batch: Sequence[Message], *, now: datetime) -> None:
    """Put what has not been started back in line."""
    Message.objects.filter(state=State.SENDING, lease=batch[0].lease, started_at=None).update(
        state=State.WAITING, lease=None, leased_until=None, next_try_at=now + WAIT_FOR_SERVER
    )


def settle_doubt(message: Message, *, now: datetime) -> None:
    """A reminder is never doubled, so its doubt is shown; what must not be lost is sent again."""
    if is_at_most_once(message.kind):
        doubt = "The mail server may or may not have it: the sender stopped in between."
        end(message, State.IN_DOUBT, doubt, now=now)
    else:
        try_later(message, "The line to the mail server broke several times.", now=now)


def try_later(message: Message, sentence: str, *, now: datetime) -> None:
    """Wait longer after each try, and give up with `sentence` after the last."""
    tries = message.tries + 1
    if tries >= MOST_TRIES:
        end(message, State.FAILED, sentence, now=now)
        return
    mark(
        message,
        state=State.WAITING,
        tries=tries,
        started_at=None,
        lease=None,
        leased_until=None,
        next_try_at=now + timedelta(minutes=2**tries),
    )


@transaction.atomic
def end(message: Message, state: str, outcome: str, *, now: datetime) -> None:
    """Bring a message to its end, and with a digest what it collected."""
    is_held = mark(message, state=state, outcome=outcome, finished_at=now, lease=None, leased_until=None)
    if is_held and message.kind == DIGEST and state in {State.SENT, State.DROPPED}:
        settle_collected(message, now=now)


def mark(message: Message, **values: Any) -> bool:
    """Update the row if this worker still holds it (compare-and-set)."""
    rows = Message.objects.filter(pk=message.pk, state=State.SENDING, lease=message.lease)
    return bool(rows.update(**values))
