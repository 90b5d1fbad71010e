"""People as arrays, so that rules and scores of a whole block of pairs are a few array operations.

No array here is n × m: blocks are made on demand (`rules`, `scoring`) and thrown away. 0/1 columns are float32
because only floats multiply through BLAS; the products are integers far below 2**24, hence exact in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing.engine.nouns import LEVELS, Instance, Pair, Person
from pairing.engine.policy import Policy

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

BLOCK = 2_000_000  # pairs looked at together: tens of megabytes


@dataclass(frozen=True)
class Side:
    """One side in order of id.

    `levels` columns are [offer ≥ 1, 2, 3] of each skill, `wants` the same of gaps; 0/1 flags elsewhere.
    `speaks`, `works`: whether languages, hours are known at all. The last four: (value, known).
    """

    ids: Ints
    capacity: Ints
    levels: Floats
    wants: Floats
    interests: Floats
    languages: Floats
    hours: Floats
    speaks: Mask
    works: Mask
    grade: tuple[Ints, Mask]
    team: tuple[Ints, Mask]
    department: tuple[Ints, Mask]
    location: tuple[Ints, Mask]


@dataclass(frozen=True)
class Codes:
    """Both sides, and the pairs named one by one as (k, 2) arrays of positions."""

    newcomers: Side
    seniors: Side
    reporting: Ints
    blocked: Ints
    pinned: Ints
    preferred: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.newcomers.ids), len(self.seniors.ids)

    def blocks(self) -> Iterator[Ints]:
        """Row positions, block after block, all columns belonging to each."""
        n, m = self.shape
        step = max(1, BLOCK // max(1, m))
        for start in range(0, n, step):
            yield np.arange(start, min(n, start + step))

    def columns(self) -> Ints:
        return np.arange(self.shape[1])


def encode(instance: Instance, policy: Policy) -> Codes:
    """The instance as arrays. Ids must be sound (`problem.contradictions`); only what the policy asks is filled."""
    newcomers = sorted(instance.newcomers, key=lambda person: person.id)
    seniors = sorted(instance.seniors, key=lambda person: person.id)
    down = _places((p.offers for p in newcomers), (p.gaps for p in seniors))
    up = _places((p.gaps for p in newcomers), (p.offers for p in seniors))
    interests = _places(*((p.interests for p in side) for side in (newcomers, seniors)))
    languages = _places(*((p.languages for p in side) for side in (newcomers, seniors)))
    asks_hours = bool(policy.weight_hours or policy.overlap_minutes_min)
    hours = _places(*((p.hours for p in side) for side in (newcomers, seniors))) if asks_hours else {}

    def side(people: Sequence[Person], offered: dict[int, int], wanted: dict[int, int]) -> Side:
        return Side(
            ids=np.array([p.id for p in people], dtype=np.int64),
            capacity=np.array([p.capacity for p in people], dtype=np.int64),
            levels=_steps([p.offers for p in people], offered),
            wants=_steps([p.gaps for p in people], wanted),
            interests=_flags([p.interests for p in people], interests),
            languages=_flags([p.languages for p in people], languages),
            hours=_flags([p.hours for p in people], hours),
            speaks=np.array([bool(p.languages) for p in people], dtype=np.bool_),
            works=np.array([bool(p.hours) for p in people], dtype=np.bool_),
            grade=_known(people, lambda p: p.grade),
            team=_known(people, lambda p: p.team),
            department=_known(people, lambda p: p.department),
            location=_known(people, lambda p: p.location),
        )

    row = {p.id: i for i, p in enumerate(newcomers)}
    column = {p.id: j for j, p in enumerate(seniors)}
    above = {(p.id, boss) for p in newcomers for boss in p.managers if boss in column}
    below = {(boss, p.id) for p in seniors for boss in p.managers if boss in row}

    def positions(pairs: Iterable[Pair]) -> Ints:
        found = sorted((row[a], column[b]) for a, b in pairs if a in row and b in column)
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    return Codes(
        newcomers=side(newcomers, down, up),
        seniors=side(seniors, up, down),
        reporting=positions(above | below),
        blocked=positions(instance.blocks),
        pinned=positions(instance.pins),
        preferred=positions(instance.prefer),
    )


def marks(pairs: Ints, rows: Ints, columns: Ints, shape: tuple[int, int]) -> Mask:
    """True where a block's pair is among `pairs`. rows and columns hold no position twice; shape is the instance's."""
    at_row = np.full(shape[0], -1)
    at_column = np.full(shape[1], -1)
    at_row[rows] = np.arange(len(rows))
    at_column[columns] = np.arange(len(columns))
    r, c = at_row[pairs[:, 0]], at_column[pairs[:, 1]]
    inside = (r >= 0) & (c >= 0)
    marked = np.zeros((len(rows), len(columns)), dtype=np.bool_)
    marked[r[inside], c[inside]] = True
    return marked


def _places(one: Iterable[Iterable[int]], other: Iterable[Iterable[int]]) -> dict[int, int]:
    """A column for each value that occurs on both sides; the rest can never meet."""
    shared = {v for values in one for v in values} & {v for values in other for v in values}
    return {value: place for place, value in enumerate(sorted(shared))}


def _flags(rows: Sequence[Iterable[int]], places: Mapping[int, int]) -> Floats:
    flags = np.zeros((len(rows), len(places)), dtype=np.float32)
    for i, values in enumerate(rows):
        flags[i, [places[v] for v in values if v in places]] = 1
    return flags


def _steps(rows: Sequence[Mapping[int, int]], places: Mapping[int, int]) -> Floats:
    """min(a, b) = Σ over steps s = 1..3 of [a ≥ s]·[b ≥ s], so a product of these rows is a sum of minima."""
    steps = np.zeros((len(rows), LEVELS * len(places)), dtype=np.float32)
    for i, levels in enumerate(rows):
        for value, level in levels.items():
            if value in places:
                start = LEVELS * places[value]
                steps[i, start : start + level] = 1
    return steps


def _known(people: Sequence[Person], read: Callable[[Person], int | None]) -> tuple[Ints, Mask]:
    values = [read(person) for person in people]
    return (
        np.array([0 if v is None else v for v in values], dtype=np.int64),
        np.array([v is not None for v in values], dtype=np.bool_),
    )
