"""Quiet hours and the hour of the digest: wall-clock times in a person's own zone, told as moments."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def quiet_until(quiet_from: time | None, quiet_to: time | None, *, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which `now` lies; None outside them. They may wrap midnight."""
    if quiet_from is None or quiet_to is None:
        return None
    clock = now.astimezone(zone).time()
    wraps = quiet_to < quiet_from
    is_quiet = clock >= quiet_from or clock < quiet_to if wraps else quiet_from <= clock < quiet_to
    return next_at(quiet_to, zone=zone, now=now) if is_quiet else None


def quiet_since(quiet_from: time, *, zone: ZoneInfo, now: datetime) -> datetime:
    """Return when the quiet hours began in which `now` lies."""
    today = now.astimezone(zone).date()
    starts = [
        datetime.combine(today - timedelta(days=back), quiet_from, tzinfo=zone).astimezone(UTC) for back in (0, 1, 2)
    ]
    return max(start for start in starts if start <= now)


def next_at(clock: time, *, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the first moment after `now` at which a clock on the wall shows `clock`.

    A time that the change to summer time leaves out comes an hour later on the wall; one that autumn shows twice
    counts both times.
    """
    today = now.astimezone(zone).date()
    moments = [moment for ahead in (0, 1, 2) for moment in _moments(today + timedelta(days=ahead), clock, zone)]
    return min(moment for moment in moments if moment > now)


def _moments(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return when the wall shows `clock` on a day: once, or twice in the hour that autumn repeats."""
    first, second = (datetime.combine(day, clock.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1))
    return (first, second) if first < second else (first,)
