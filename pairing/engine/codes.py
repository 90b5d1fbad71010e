"""People as small integers, so that rules and scores of many pairs are a few array operations.

No array here is n × m: pairs are looked at in blocks (`grid`) that fit the processor's cache, and thrown away.
A sum over shared skills is read off a shelf: for each (skill, level) of a newcomer, one row with what that level is
worth to every senior. Adding up the few rows a newcomer has is ten times faster than multiplying matrices, and exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.engine.nouns import HALF_HOURS, Instance, Pair, Person
from pairing.engine.policy import Policy

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Small = NDArray[Any]  # integers of the narrowest type that holds all they can add up to
Weights = Mapping[int, int]

BLOCK = 2**18  # pairs looked at together: a few arrays of it fit the cache


@dataclass(frozen=True)
class Shelf:
    """Σ over values both have of min(newcomer's level, senior's level).

    rows[v] holds, for each senior, what value v of a newcomer is worth with them; the last row is empty.
    asks: (newcomers, most values of one) positions of such rows, filled up with the empty row; asked: how many.
    most: no sum is larger.
    """

    rows: Small
    asks: Ints
    asked: Ints
    most: int


@dataclass(frozen=True)
class Field:
    """One value a person, for both sides alike: equal numbers mean equal values. -1: not known."""

    newcomers: Small
    seniors: Small


@dataclass(frozen=True)
class Side:
    """One side in order of id."""

    ids: Ints
    capacity: Ints


@dataclass(frozen=True)
class Week:
    """Working hours: each person's pattern, and the patterns as (patterns, 336) 0/1; float32 for BLAS."""

    of_newcomers: Ints
    of_seniors: Ints
    newcomers: NDArray[np.float32]
    seniors: NDArray[np.float32]


@dataclass(frozen=True)
class Codes:
    """Both sides, what they share, and the pairs named one by one as (k, 2) arrays of positions, sorted.

    teaches: newcomer's offers and senior's gaps; learns: newcomer's gaps and senior's offers. speaks, works: 0 where
    languages or hours are known. grade: (newcomers, seniors) with Field for whether it is known.
    """

    newcomers: Side
    seniors: Side
    teaches: Shelf
    learns: Shelf
    interests: Shelf
    languages: Shelf
    week: Week
    speaks: Field
    works: Field
    grade: Field
    graded: Field
    team: Field
    department: Field
    location: Field
    reporting: Ints
    blocked: Ints
    pinned: Ints
    preferred: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.newcomers.ids), len(self.seniors.ids)

    def blocks(self, rows: Ints | None = None) -> Iterator[Ints]:
        """Row positions (all, or these), block after block; all columns belong to each."""
        every = np.arange(self.shape[0]) if rows is None else rows
        step = max(1, BLOCK // max(1, self.shape[1]))
        for start in range(0, len(every), step):
            yield every[start : start + step]

    def only(self, columns: Ints) -> Codes:
        """The same newcomers with some seniors only (ascending positions)."""
        shelves = {name: replace(s, rows=np.take(s.rows, columns, axis=1)) for name, s in self._each(Shelf)}
        fields = {name: replace(f, seniors=f.seniors[columns]) for name, f in self._each(Field)}
        at = np.full(self.shape[1], -1)
        at[columns] = np.arange(len(columns))

        def kept(pairs: Ints) -> Ints:
            moved = np.column_stack([pairs[:, 0], at[pairs[:, 1]]])
            return moved[moved[:, 1] >= 0]

        return replace(
            self,
            **shelves,
            **fields,
            seniors=Side(self.seniors.ids[columns], self.seniors.capacity[columns]),
            week=replace(self.week, of_seniors=self.week.of_seniors[columns]),
            reporting=kept(self.reporting),
            blocked=kept(self.blocked),
            pinned=kept(self.pinned),
            preferred=kept(self.preferred),
        )

    def _each(self, kind: type) -> list[tuple[str, Any]]:
        return [(name, value) for name, value in vars(self).items() if isinstance(value, kind)]


def encode(instance: Instance, policy: Policy) -> Codes:
    """The instance as arrays. Ids must be sound (`problem.contradictions`); only what the policy asks is filled."""
    newcomers = sorted(instance.newcomers, key=lambda person: person.id)
    seniors = sorted(instance.seniors, key=lambda person: person.id)

    def shelf(of_newcomer: Callable[[Person], Weights], of_senior: Callable[[Person], Weights]) -> Shelf:
        return _shelf([of_newcomer(p) for p in newcomers], [of_senior(p) for p in seniors])

    def field(read: Callable[[Person], int | None]) -> Field:
        return _field([read(p) for p in newcomers], [read(p) for p in seniors])

    row = {p.id: i for i, p in enumerate(newcomers)}
    column = {p.id: j for j, p in enumerate(seniors)}
    above = {(p.id, boss) for p in newcomers for boss in p.managers if boss in column}
    below = {(boss, p.id) for p in seniors for boss in p.managers if boss in row}

    def positions(pairs: Iterable[Pair]) -> Ints:
        found = sorted((row[a], column[b]) for a, b in pairs if a in row and b in column)
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    return Codes(
        newcomers=_side(newcomers),
        seniors=_side(seniors),
        teaches=shelf(lambda p: p.offers, lambda p: p.gaps),
        learns=shelf(lambda p: p.gaps, lambda p: p.offers),
        interests=shelf(lambda p: dict.fromkeys(p.interests, 1), lambda p: dict.fromkeys(p.interests, 1)),
        languages=shelf(lambda p: dict.fromkeys(p.languages, 1), lambda p: dict.fromkeys(p.languages, 1)),
        week=_week(newcomers, seniors, asked=bool(policy.weight_hours or policy.overlap_minutes_min)),
        speaks=field(lambda p: 0 if p.languages else None),
        works=field(lambda p: 0 if p.hours else None),
        grade=_grades(newcomers, seniors),
        graded=field(lambda p: None if p.grade is None else 0),
        team=field(lambda p: p.team),
        department=field(lambda p: p.department),
        location=field(lambda p: p.location),
        reporting=positions(above | below),
        blocked=positions(instance.blocks),
        pinned=positions(instance.pins),
        preferred=positions(instance.prefer),
    )


def narrowest(most: int) -> np.dtype[Any]:
    """The narrowest signed type in which sums and differences of numbers up to `most` cannot wrap."""
    return next(np.dtype(kind) for kind in (np.int16, np.int32, np.int64) if 2 * most + 2 < np.iinfo(kind).max)


def _side(people: Sequence[Person]) -> Side:
    return Side(
        np.array([p.id for p in people], dtype=np.int64), np.array([p.capacity for p in people], dtype=np.int64)
    )


def _shelf(newcomers: Sequence[Weights], seniors: Sequence[Weights]) -> Shelf:
    """A row for each (value, level) that a newcomer has and a senior knows; the rest can never meet."""
    met = {value for levels in seniors for value in levels}
    asks = [[(value, level) for value, level in levels.items() if value in met] for levels in newcomers]
    steps = sorted({ask for each in asks for ask in each})
    places = {ask: at for at, ask in enumerate(steps)}
    asked = np.array([len(each) for each in asks], dtype=np.int64)
    flat = np.array([places[ask] for each in asks for ask in each], dtype=np.int64)
    padded = np.full((len(asks), int(asked.max(initial=0))), len(places), dtype=np.int64)
    padded[np.arange(padded.shape[1]) < asked[:, None]] = flat
    levels_of = np.array([*(level for _, level in steps), 0], dtype=np.int64)
    most = int(levels_of[padded].sum(axis=1).max(initial=0))
    kind = np.uint8 if most < np.iinfo(np.uint8).max else np.uint16 if most < np.iinfo(np.uint16).max else np.int64
    rows = np.zeros((len(places) + 1, len(seniors)), dtype=kind)
    wanted: dict[int, list[tuple[int, int]]] = {}
    for value, step in steps:
        wanted.setdefault(value, []).append((places[value, step], step))
    known = [
        (place, column, min(step, level))
        for column, levels in enumerate(seniors)
        for value, level in levels.items()
        for place, step in wanted.get(value, ())
    ]
    if known:
        place, column, worth = np.array(known, dtype=np.int64).T
        rows[place, column] = worth
    return Shelf(rows, padded, asked, most)


def _field(newcomers: Sequence[int | None], seniors: Sequence[int | None]) -> Field:
    codes = {value: at for at, value in enumerate(sorted({*newcomers, *seniors} - {None}))}  # type: ignore[type-var]
    kind = narrowest(len(codes))

    def coded(values: Sequence[int | None]) -> Small:
        return np.array([-1 if value is None else codes[value] for value in values], dtype=kind)

    return Field(coded(newcomers), coded(seniors))


def _grades(newcomers: Sequence[Person], seniors: Sequence[Person]) -> Field:
    """The grades themselves, for their distance counts; 0 where unknown."""
    values = [[p.grade or 0 for p in side] for side in (newcomers, seniors)]
    kind = narrowest(max((abs(value) for side in values for value in side), default=0))
    return Field(*(np.array(side, dtype=kind) for side in values))


def _week(newcomers: Sequence[Person], seniors: Sequence[Person], *, asked: bool) -> Week:
    """asked: whether anything in the policy reads hours; otherwise all patterns are empty."""

    def patterns(people: Sequence[Person]) -> tuple[Ints, NDArray[np.float32]]:
        hours = [p.hours if asked else frozenset() for p in people]
        places = {pattern: at for at, pattern in enumerate(dict.fromkeys(hours))}
        flags = np.zeros((len(places), HALF_HOURS), dtype=np.float32)
        for pattern, at in places.items():
            flags[at, list(pattern)] = 1
        return np.array([places[each] for each in hours], dtype=np.int64), flags

    (of_newcomers, one), (of_seniors, other) = patterns(newcomers), patterns(seniors)
    return Week(of_newcomers, of_seniors, one, other)
