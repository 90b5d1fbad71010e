"""What the clocks say: which rows are due, until when a row is kept, and what would go tonight. Reads only."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, Q, QuerySet, Value

from record.clocks import CLOCKS, Clock, Length, day_in_words, length_for, lengths_of
from record.models import Change, ClockSetting
from record.registry import After, Kept, Line, kept

Lengths = dict[str, list[Length]]


def lengths_now() -> Lengths:
    """Return the lengths of each clock, the shortest first, in one query."""
    settings: dict[str, list[tuple[datetime, int]]] = {key: [] for key in CLOCKS}
    for setting in ClockSetting.objects.order_by("since", "pk"):
        settings.setdefault(setting.clock, []).append((setting.since, setting.days))
    return {key: lengths_of(clock.usual, settings[key]) for key, clock in CLOCKS.items()}


def days_in_force(clock: Clock, lengths: Lengths) -> int:
    """Return the length that holds for what is entered now, in days."""
    return lengths[clock.key][-1].days


def in_force(clock: Clock, lengths: Lengths) -> str:
    """Return how long a clock runs for what is entered now, in words."""
    return clock.words(days_in_force(clock, lengths))


def until_words(line: Line, lengths: Lengths) -> str:
    """Return until when a line is kept, by the clock in force or in its own words."""
    if isinstance(line.until, Clock):
        return in_force(line.until, lengths)
    return line.until


def clocked() -> Iterator[tuple[Kept, After]]:
    """Yield every declaration with a clock; what is another's rows seen differently is that other's."""
    for entry in kept():
        if not entry.model._meta.proxy:
            for after in entry.clocked:
                yield entry, after


def due(entry: Kept, after: After, lengths: Sequence[Length], *, now: datetime) -> QuerySet[Any]:
    """Choose the rows whose time has run out."""
    over = Q(pk__in=[])
    for length in lengths:
        step = Q(**{f"{after.anchor}__lte": now - length.span})
        if length.entered_before is not None:
            step &= Q(**{f"{after.entered}__lt": length.entered_before})
        over |= step
    return entry.model._base_manager.filter(after.only).filter(after.once).filter(over)


@dataclass(frozen=True)
class Due:
    """How many rows of one category a clock would delete."""

    title: str
    category: str
    clock: Clock
    length: str
    rows: int


def what_would_go(*, now: datetime) -> list[Due]:
    """Return what tonight's run would delete, by category and clock: counts alone."""
    lengths = lengths_now()
    found = []
    for entry, after in clocked():
        rows = due(entry, after, lengths[after.clock.key], now=now).count()
        if rows:
            found.append(Due(entry.title, entry.model._meta.label, after.clock, in_force(after.clock, lengths), rows))
    return found


def dates_of(entry: Kept, keys: Collection[Any], lengths: Lengths) -> dict[Any, str]:
    """Return by row key until when each of these rows is kept, as a date in words; rows without a date are left out."""
    said: dict[Any, tuple[datetime, str]] = {}
    for after in entry.clocked if keys else ():
        rows = entry.model._base_manager.filter(after.only, pk__in=keys).order_by()
        moments = rows.values_list(
            "pk", F(after.anchor), F(after.entered), F(after.expected) if after.expected else Value(None, DateField())
        )
        for key, anchor, entered, expected in moments:
            length = length_for(lengths[after.clock.key], entered)
            if anchor is not None:
                end = anchor + length.span
                word = f"Kept until {day_in_words(end)}."
            elif expected is not None:
                end = datetime.combine(expected, datetime.min.time(), tzinfo=entered.tzinfo) + length.span
                word = f"Kept until {day_in_words(end.date())}, if the program closes on its last day."
            else:
                continue
            if key not in said or end < said[key][0]:
                said[key] = (end, word)
    return {key: word for key, (_, word) in said.items()}


def widened_since(key: str, program: UUID) -> datetime | None:
    """Return when a function of a program was last switched on after having been off; None if never."""
    widened = Change.objects.filter(program=program, widens=True, keys__contains=[key])
    return widened.order_by("-made_at").values_list("made_at", flat=True).first()


def title_of(category: str) -> str:
    """Return the title of a category by its model's label; the label where nothing declares it any more."""
    return next((entry.title for entry in kept() if entry.model._meta.label == category), category)
