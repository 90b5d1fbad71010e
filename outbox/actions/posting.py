"""Posting: a message is a row, written with the fact it tells."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from leases.actions import wake
from outbox.kinds import kind_named
from outbox.models import Message, Preference, Told, hash_of, key_of
from outbox.quiet import quiet_since, quiet_until

# The sweep ticks every 20 seconds: time enough to leave before the hour strikes.
BEFORE_QUIET = timedelta(minutes=5)


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
    post_all(kind, [(to, fact, about)], now=now, due_at=due_at, expires_at=expires_at)


def post_all(
    kind: str,
    facts: Iterable[tuple[Any, str, UUID]],
    *,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write a row for each (to, fact, about) in one go, as `post` does for one.

    What falls into its reader's quiet hours, and would be too late after them, is due when they begin.
    """
    kind_named(kind)
    facts = _untold(kind, facts)
    due_at = due_at or now
    hours = _brought_forward([to for to, _, _ in facts], due_at, expires_at, now=now)
    Message.objects.bulk_create(
        [
            Message(
                kind=kind,
                to=to,
                about=about,
                dedupe_key=key_of(kind, to.pk, fact),
                posted_at=now,
                due_at=hours.get(to.pk, due_at),
                next_try_at=hours.get(to.pk, due_at),
                expires_at=expires_at,
            )
            for to, fact, about in facts
        ],
        ignore_conflicts=True,
    )
    wake("outbox.deliver")


def _untold(kind: str, facts: Iterable[tuple[Any, str, UUID]]) -> list[tuple[Any, str, UUID]]:
    """Return the facts without those whose message was deleted after it had been told."""
    by_hash = {hash_of(key_of(kind, to.pk, fact)): (to, fact, about) for to, fact, about in facts}
    told = {bytes(each) for each in Told.objects.filter(pk__in=by_hash).values_list("pk", flat=True)}
    return [fact for key, fact in by_hash.items() if key not in told]


def _brought_forward(
    people: Sequence[Any], due_at: datetime, expires_at: datetime | None, *, now: datetime
) -> dict[UUID, datetime]:
    """Return, by reader, the start of the quiet hours that would swallow a message whole; not before `now`."""
    if expires_at is None or due_at <= now:
        return {}
    zones = {person.pk: person.time_zone for person in people}
    hours = {}
    for chosen in Preference.objects.filter(person__in=zones, quiet_from__isnull=False):
        zone = zones[chosen.person_id]
        until = quiet_until(chosen.quiet_from, chosen.quiet_to, zone=zone, now=due_at)
        if chosen.quiet_from is not None and until is not None and expires_at <= until:
            began = quiet_since(chosen.quiet_from, zone=zone, now=due_at) - BEFORE_QUIET
            hours[chosen.person_id] = max(now, began)
    return hours
