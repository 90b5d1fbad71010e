"""Which dates suit two people: their working days and hours, each by their own clock, and their countries' holidays."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sessions_app.adapters import holiday_on
from sessions_app.clocks import NoSuchHour, instant

HALF_HOUR = timedelta(minutes=30)
HALF_HOURS_A_DAY = 48
# Where several hours fit, the one nearest to this one on both clocks is proposed.
USUAL_HOUR = time(10)
NO_DAY = date.max


@dataclass(frozen=True)
class Rhythm:
    """When one of the two works: weekdays from 0 (Monday), and half-hours of the day, by the clock of `zone`."""

    name: str
    zone: str
    country: str
    workdays: frozenset[int]
    work_from: int
    work_to: int
    # The day on which a break ends; `NO_DAY` where nobody has named one.
    away_until: date | None = None

    def clashes(self, start: datetime, *, minutes: int) -> Iterator[str]:
        """Yield in words what stands against a session of some minutes."""
        local = start.astimezone(ZoneInfo(self.zone))
        if self.away_until is not None and local.date() < self.away_until:
            yield self._away()
        holiday = holiday_on(self.country, local.date())
        if holiday:
            yield f"{holiday} for {self.name}"
        if local.weekday() not in self.workdays:
            yield f"{local:%A} is no working day of {self.name}"
        begins = local.hour * 60 + local.minute
        if begins < self.work_from * 30 or begins + minutes > self.work_to * 30:
            yield f"outside the working hours of {self.name}"

    def _away(self) -> str:
        if self.away_until in {None, NO_DAY}:
            return f"{self.name} is on a break that has no last day yet"
        return f"{self.name} is on a break until {self.away_until:%-d %B}"

    def distance(self, start: datetime) -> int:
        """Return how many minutes a start lies from the usual hour by this person's clock."""
        local = start.astimezone(ZoneInfo(self.zone))
        return abs(local.hour * 60 + local.minute - USUAL_HOUR.hour * 60)


Rhythms = tuple[Rhythm, Rhythm]


def clashes_of(start: datetime, rhythms: Rhythms, *, minutes: int) -> list[str]:
    """Return in words what stands against a start, for either of the two; empty where it suits both."""
    return [said for rhythm in rhythms for said in rhythm.clashes(start, minutes=minutes)]


def propose(first: date, rhythms: Rhythms, *, count: int, weeks: int, minutes: int) -> list[datetime]:
    """Return `count` starts, `weeks` apart by the clock of the first of the two, from the week of `first` on.

    One weekday and hour for all, the one with the fewest clashes and then the nearest to the usual hour; a date that
    clashes all the same goes to a nearby day that suits both, if there is one.
    """
    zone = rhythms[0].zone
    candidates = [
        [_at(first + timedelta(days=shift, weeks=weeks * step), half, zone) for step in range(count)]
        for shift in range(7)
        for half in range(HALF_HOURS_A_DAY)
    ]
    possible = [[start for start in starts if start] for starts in candidates]

    @cache
    def clashes(start: datetime) -> int:
        return len(clashes_of(start, rhythms, minutes=minutes))

    def cost(starts: Sequence[datetime]) -> tuple[int, int, datetime]:
        far = sum(rhythm.distance(starts[0]) for rhythm in rhythms)
        return sum(map(clashes, starts)), far, starts[0]

    best = min((starts for starts in possible if len(starts) == count), key=cost)
    return [start if not clashes(start) else _nearby(start, zone, weeks, clashes) for start in best]


def _at(day: date, half: int, zone: str) -> datetime | None:
    try:
        return instant(day, time(half // 2, 30 * (half % 2)), zone)
    except NoSuchHour:
        return None


def _nearby(start: datetime, zone: str, weeks: int, clashes: Callable[[datetime], int]) -> datetime:
    """Return the nearest day at the same hour without a clash, within half a cadence; else the start as it is."""
    local = start.astimezone(ZoneInfo(zone))
    half = local.hour * 2 + local.minute // 30
    for days in range(1, min(7, weeks * 7 // 2 + 1)):
        for sign in (1, -1):
            other = _at(local.date() + timedelta(days=sign * days), half, zone)
            if other is not None and not clashes(other):
                return other
    return start
