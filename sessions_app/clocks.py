"""Dates of a series: wall-clock time in one zone, resolved to instants across the changes of the clocks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sessions_app.refusal import Refused

# Calendar files carry the rules of a zone up to their last date, so a date has to lie within sight.
FURTHEST = timedelta(days=365 * 100)


class NoSuchHour(Refused):
    """The wall clock skips this hour or shows it twice on that day."""


class InThePast(Refused):
    """The date has gone by."""


class TooFar(Refused):
    """The date is beyond the calendar."""


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the moment at which the wall clock of an IANA `zone` shows `at` on `day`, in UTC.

    Raises NoSuchHour when the clocks skip that hour or show it twice: which one was meant is for people to say.
    """
    place = ZoneInfo(zone)
    wall = datetime.combine(day, at)
    early, late = wall.replace(tzinfo=place, fold=0), wall.replace(tzinfo=place, fold=1)
    moment = early.astimezone(UTC)
    if early.utcoffset() == late.utcoffset():
        return moment
    when = f"{wall:%H:%M} on {wall:%a} {wall.day} {wall:%B} in {zone}"
    if moment.astimezone(place).replace(tzinfo=None) != wall:
        raise NoSuchHour(f"There is no {when}: the clocks go forward that night. Choose another time.")
    raise NoSuchHour(f"There are two of {when}: the clocks go back that night. Choose another time.")


def series(first_day: date, at: time, zone: str, *, count: int, weeks: int, now: datetime) -> list[datetime]:
    """Return `count` moments in UTC, `weeks` apart by the wall clock of `zone`.

    Raises InThePast when the first has gone by, TooFar, NoSuchHour as `instant` does.
    """
    try:
        moments = [instant(first_day + timedelta(weeks=weeks * step), at, zone) for step in range(count)]
    except OverflowError:
        raise TooFar("No calendar reaches this date. Choose an earlier one.") from None
    if moments and moments[-1] > now + FURTHEST:
        raise TooFar("No calendar reaches this date. Choose an earlier one.")
    if moments and moments[0] <= now:
        raise InThePast("This date has gone by. Choose one that is still to come.")
    return moments


def moved_along(starts: Sequence[datetime], day: date, at: time, zone: str, *, now: datetime) -> list[datetime]:
    """Return where `starts` go when the first goes to `day` at `at` and the others by as many days, to the same hour.

    Days are counted by the wall clock of `zone`. Raises as `series` does, for any of them.
    """
    place = ZoneInfo(zone)
    shift = day - starts[0].astimezone(place).date()
    return [
        moment
        for start in starts
        for moment in series(start.astimezone(place).date() + shift, at, zone, count=1, weeks=1, now=now)
    ]
