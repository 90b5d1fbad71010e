"""Clocks and deletion: what is due goes every night, in batches, and leaves a certificate."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from record.actions.changes import note_change
from record.clocks import CLOCKS, SHARED, STATUS, words_for
from record.models import Change, ClockSetting, DataKey, DeletionRun, SealedRow
from record.registry import After, Kept, kept
from record.retention import Lengths, clocked, days_in_force, due, in_force, lengths_now

BATCH = 500


class NotAChoice(ValueError):
    """The length is not one of the clock's."""


class ShorterThanShared(ValueError):
    """Who took part would be forgotten before what they shared."""


@transaction.atomic
def set_clocks(days: Mapping[str, int], *, by: Any, now: datetime) -> Change | None:
    """Set clocks, by key, to lengths in days, and write down what changed; what stays as it is leaves no row.

    Shorter holds at once, longer for later entries only. Raises NotAChoice and ShorterThanShared.
    """
    lengths = lengths_now()
    before = {key: days_in_force(clock, lengths) for key, clock in CLOCKS.items()}
    after = {**before, **days}
    if any(after[key] not in clock.choices for key, clock in CLOCKS.items()):
        raise NotAChoice
    if after[STATUS.key] < after[SHARED.key]:
        raise ShorterThanShared
    changed = [clock for key, clock in CLOCKS.items() if after[key] != before[key]]
    ClockSetting.objects.bulk_create(
        [ClockSetting(clock=clock.key, days=after[clock.key], since=now, set_by=by) for clock in changed]
    )
    sentences = []
    for clock in changed:
        words = f"“{clock.title}” is kept {clock.words(after[clock.key])} instead of {words_for(before[clock.key])}."
        later = " That holds for what is entered from now on." if after[clock.key] > before[clock.key] else ""
        sentences.append(words + later)
    return note_change(
        sentences,
        keys=[f"clock:{clock.key}" for clock in changed],
        widens=any(after[clock.key] > before[clock.key] for clock in changed),
        by=by,
        now=now,
    )


def delete_expired(*, now: datetime) -> DeletionRun | None:
    """Delete what is due today (UTC), once a day; None when today's run is finished.

    Each batch is a transaction of its own that also counts it, so a run that stops half-way goes on where it stopped.
    """
    run, _ = DeletionRun.objects.get_or_create(day=now.astimezone(UTC).date(), defaults={"started_at": now})
    if run.finished_at is not None:
        return None
    lengths = lengths_now()
    for entry, after in clocked():
        while _delete_batch(run, entry, after, lengths, now=now):
            pass
    DeletionRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(finished_at=now)
    run.refresh_from_db()
    return run


@transaction.atomic
def _delete_batch(run: DeletionRun, entry: Kept, after: After, lengths: Lengths, *, now: datetime) -> bool:
    """Delete up to BATCH rows that are due, with what hangs on them, and count them; return whether there were any."""
    held = DeletionRun.objects.select_for_update().get(pk=run.pk)
    keys = due(entry, after, lengths[after.clock.key], now=now).order_by("pk").values_list("pk", flat=True)
    rows = entry.model._base_manager.filter(pk__in=list(keys[:BATCH]))
    if not rows:
        return False
    data_keys = {key for path in after.keys for key in rows.values_list(path, flat=True)}
    if after.forget is not None:
        after.forget(rows)
    _, deleted = rows.delete()
    _add(held, deleted, after, lengths)
    held.keys_destroyed += _destroy_unused(data_keys, now=now)
    held.save(update_fields=["counts", "keys_destroyed"])
    return True


def _add(run: DeletionRun, deleted: Mapping[str, int], after: After, lengths: Lengths) -> None:
    """Add what was deleted to the certificate, by category; rows that say nothing of a person are left out."""
    counts = {(each["category"], each["clock"]): each["rows"] for each in run.counts}
    for entry in kept():
        rows = 0 if entry.model._meta.proxy else deleted.get(entry.model._meta.label, 0)
        if rows:
            key = (entry.model._meta.label, after.clock.key)
            counts[key] = counts.get(key, 0) + rows
    run.counts = [
        {"category": category, "clock": clock, "length": in_force(CLOCKS[clock], lengths), "rows": rows}
        for (category, clock), rows in sorted(counts.items())
    ]


def _destroy_unused(data_keys: Iterable[UUID], *, now: datetime) -> int:
    """Destroy those keys with which nothing is sealed any more; return how many."""
    unused = set(data_keys)
    for entry, after in clocked():
        if issubclass(entry.model, SealedRow):
            for path in after.keys if unused else ():
                used = entry.model._base_manager.filter(**{f"{path}__in": unused}).order_by()
                unused -= set(used.values_list(path, flat=True).distinct())
    return DataKey.objects.filter(pk__in=unused, wrapped__isnull=False).update(wrapped=None, destroyed_at=now)
