"""What may be known about delivery: counts and ages, no content."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Min
from django.db.models.functions import Greatest

from outbox.models import Message

HEARTBEAT = "outbox.heartbeat"


def age_of_heartbeat(*, now: datetime) -> timedelta | None:
    """Return how long ago the clock last ticked through a worker; None when it never did."""
    ticked_at: datetime | None = cache.get(HEARTBEAT)
    return None if ticked_at is None else max(now - ticked_at, timedelta())


def age_of_overdue(*, now: datetime) -> timedelta:
    """Return how late the latest message is; zero when nothing is overdue."""
    due_at = Message.objects.overdue(now).aggregate(oldest=Min(Greatest("due_at", "held_until")))["oldest"]
    return now - due_at if due_at is not None else timedelta()


def counts_by_state() -> dict[str, int]:
    """Return how many messages stand in each state, zeros included, in the order of the states.

    Sent and dropped are one figure: a reminder is dropped for whoever has answered, so apart they count answers.
    """
    done = {Message.State.SENT, Message.State.DROPPED}
    counted = dict(Message.objects.order_by().values_list("state").annotate(count=Count("pk")))
    counts = {state.label: counted.get(state.value, 0) for state in Message.State if state not in done}
    return counts | {"Sent, or no longer needed": sum(counted.get(state.value, 0) for state in done)}
