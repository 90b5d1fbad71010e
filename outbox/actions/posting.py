"""Posting: a message is a row, written with the fact it tells."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

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
    chosen = Preference.objects.filter(person__in=zones, quiet_from__isnull=False)
    hours = {each.person_id: _before_quiet(each, zones[each.person_id], due_at, expires_at, now=now) for each in chosen}
    return {person: hour for person, hour in hours.items() if hour is not None}


def _before_quiet(
    chosen: Preference, zone: ZoneInfo, due_at: datetime, expires_at: datetime, *, now: datetime
) -> datetime | None:
    """Return when a message is due that quiet hours would swallow whole; None where they would not."""
    until = quiet_until(chosen.quiet_from, chosen.quiet_to, zone=zone, now=due_at)
    if chosen.quiet_from is None or until is None or expires_at > until:
        return None
    return max(now, quiet_since(chosen.quiet_from, zone=zone, now=due_at) - BEFORE_QUIET)


def bring_forward(kind: str, *, now: datetime) -> None:
    """Let what a sweep has posted at this hour be due before the quiet hours that would swallow it, as `post_all` does.

    Only what expires and whose reader keeps quiet hours is looked at.
    """
    posted = Message.objects.filter(kind=kind, posted_at=now, due_at__gt=now, expires_at__isnull=False)
    moved = []
    for message in posted.filter(to__message_preference__quiet_from__isnull=False).select_related(
        "to__message_preference"
    ):
        chosen, expires_at = message.to.message_preference, message.expires_at
        hour = expires_at and _before_quiet(chosen, message.to.time_zone, message.due_at, expires_at, now=now)
        if hour:
            message.due_at = message.next_try_at = hour
            moved.append(message)
    Message.objects.bulk_update(moved, ["due_at", "next_try_at"], batch_size=1000)
