"""Upkeep: what a person decides about stuck messages, and the signs of life."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from leases.actions import wake
from outbox.models import Message
from outbox.queries import HEARTBEAT

State = Message.State


@transaction.atomic
def send_again(message: Message, *, now: datetime) -> bool:
    """Put a doubtful or failed message back in line; False when it was neither any more."""
    changed = (
        Message.objects.stuck()
        .filter(pk=message.pk)
        .update(state=State.WAITING, tries=0, started_at=None, finished_at=None, outcome="", next_try_at=now)
    )
    wake("outbox.deliver")
    return bool(changed)


def drop_overdue(*, before: datetime, outcome: str, now: datetime) -> int:
    """End what waits since before an hour, unsent, saying why; return how many."""
    waiting = Message.objects.filter(state=State.WAITING, due_at__lt=before)
    return waiting.update(state=State.DROPPED, outcome=outcome, finished_at=now)


def note_heartbeat(*, now: datetime) -> None:
    """Write down that the clock ticks and a worker listens."""
    cache.set(HEARTBEAT, now, timeout=None)
