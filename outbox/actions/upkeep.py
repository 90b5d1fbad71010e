"""Upkeep: what a person decides about stuck messages, and the signs of life."""

from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet

from leases.actions import wake
from outbox.models import Message, Told, hash_of
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


def retract(kind: str, *, about: UUID, now: datetime) -> int:
    """Take back what has not left yet, in the transaction that makes it untrue; return how many.

    A worker that has claimed such a message finds it gone when it wants to start (compare-and-set).
    """
    unstarted = Message.objects.filter(
        Q(state=State.WAITING) | Q(state=State.SENDING, started_at__isnull=True), kind=kind, about=about
    )
    outcome = "It was no longer true when its time came."
    return unstarted.update(state=State.DROPPED, outcome=outcome, finished_at=now, lease=None, leased_until=None)


def remember_told(messages: QuerySet[Message]) -> None:
    """Keep a hash of each fact whose message is about to be deleted, so that nobody is told it twice."""
    keys = messages.values_list("dedupe_key", flat=True)
    Told.objects.bulk_create([Told(pk=hash_of(key)) for key in keys], ignore_conflicts=True)


def note_heartbeat(*, now: datetime) -> None:
    """Write down that the clock ticks and a worker listens."""
    cache.set(HEARTBEAT, now, timeout=None)
