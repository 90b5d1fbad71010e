"""People as small integers in arrays, for the compiled functions. No array here is n × m.

Few arrays with many rows rather than one for each fact: how long the engine takes to compile grows with their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pairing.engine.nouns import HALF_HOURS, Instance, Pair, Person
from pairing.engine.policy import Policy

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Small = NDArray[np.int32]
Words = NDArray[np.uint64]

WORDS = -(-HALF_HOURS // 64)
EITHER_WAY = {"off": 0, "same": 1, "different": 2}
UNKNOWN = -(2**30)
FAR = 2**28  # beyond any distance of grades; grades are cut there
HIGHEST = 2**30  # scores stay below, so that a row of them fits 32 bits

# Rows of facts: equal numbers mean equal values on both sides, UNKNOWN where not known. SPEAKS and WORKS are 0 where
# languages or hours are known; PATTERN is the row of the week.
TEAM, DEPARTMENT, LOCATION, SPEAKS, WORKS, GRADES, PATTERN = range(7)
# What is on the shelves: newcomer's offers and senior's gaps; newcomer's gaps and senior's offers; and so on.
TEACHES, LEARNS, LIKES, SPOKEN = range(4)
# What pairs are named for.
REPORTING, BLOCKED, PINNED, PREFERRED = range(4)


class Shelves(NamedTuple):
    """Of each kind, Σ over values both have of min(newcomer's level, senior's level).

    Newcomer i has the values what[starts[kind, i]:starts[kind, i + 1]] with levels; value v, whatever its kind, is
    known by the seniors who[heads[v]:heads[v + 1]] with their depths. Only values that both sides have are in it.
    """

    starts: Ints
    what: Small
    levels: Small
    heads: Ints
    who: Small
    depths: Small


class Week(NamedTuple):
    """Working hours: the patterns of 336 half-hours that people have, in words of 64 bits."""

    newcomers: Words
    seniors: Words


class Marks(NamedTuple):
    """Pairs named one by one: newcomer i with the seniors columns[starts[kind, i]:starts[kind, i + 1]], ascending."""

    starts: Ints
    columns: Small


class Terms(NamedTuple):
    """The policy as integers; 0 is off."""

    reporting_line: int
    same_team: int
    grade_min: int
    grade_max: int
    department: int
    location: int
    common_language: int
    overlap_minutes_min: int
    score_min: int
    weight_sum: int
    weight_weak: int
    weight_interest: int
    interest_most: int
    weight_grade: int
    grade_most: int
    weight_department: int
    weight_hours: int
    hours_step_minutes: int
    hours_most: int


class Codes(NamedTuple):
    """Both sides in order of id, what they share, and the policy.

    of_newcomers, of_seniors: a row a fact. What the policy does not ask for is empty or unknown.
    """

    newcomers: Ints
    seniors: Ints
    places_of_newcomers: Ints
    places_of_seniors: Ints
    of_newcomers: Small
    of_seniors: Small
    shelves: Shelves
    week: Week
    marks: Marks
    terms: Terms


def encode(instance: Instance, policy: Policy) -> Codes:
    """The instance as arrays. Ids must be sound (`problem.contradictions`).

    Raises OverflowError where scores could leave 32 bits.
    """
    sides = tuple(sorted(side, key=attrgetter("id")) for side in (instance.newcomers, instance.seniors))
    ids = [_numbers(side, "id") for side in sides]
    places = [_numbers(side, "capacity") for side in sides]
    facts, week = _facts(sides, policy)
    named = (_reporting(instance) if policy.reporting_line else (), instance.blocks, instance.pins, instance.prefer)
    codes = Codes(
        newcomers=ids[0],
        seniors=ids[1],
        places_of_newcomers=places[0],
        places_of_seniors=places[1],
        of_newcomers=facts[0],
        of_seniors=facts[1],
        shelves=_shelves(sides, policy),
        week=week,
        marks=_marks(ids, named),
        terms=_terms(policy),
    )
    if highest(codes) >= HIGHEST:
        raise OverflowError("the scores are too large")
    return codes


def recode(codes: Codes, policy: Policy) -> Codes:
    """The same people under a looser policy: one that asks for nothing that was not read."""
    return codes._replace(terms=_terms(policy))


def highest(codes: Codes) -> int:
    """No pair scores more: every part at its most."""
    shelves, terms = codes.shelves, codes.terms
    sums = np.concatenate([[0], np.cumsum(shelves.levels)])
    up, down = (int(np.diff(sums[shelves.starts[kind]]).max(initial=0)) for kind in (TEACHES, LEARNS))
    learning = terms.weight_sum * (up + down) + terms.weight_weak * min(up, down)
    bonuses = terms.weight_interest * terms.interest_most + terms.weight_grade * terms.grade_most
    return learning + bonuses + terms.weight_department + terms.weight_hours * terms.hours_most


def marked(marks: Marks, kind: int) -> Ints:
    """The pairs of this kind as (k, 2) positions, sorted."""
    starts = marks.starts[kind]
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return np.column_stack([rows, marks.columns[starts[0] : starts[-1]]]).astype(np.int64)


def marks_of(kinds: Sequence[Iterable[Pair] | Ints], newcomers: int) -> Marks:
    """The inverse of `marked`, from sorted pairs of each kind."""
    named = [np.array(pairs, dtype=np.int64).reshape(-1, 2) for pairs in kinds]
    before = np.cumsum([0, *map(len, named)])
    starts = [
        np.searchsorted(at[:, 0], np.arange(newcomers + 1)) + many for at, many in zip(named, before, strict=False)
    ]
    return Marks(np.array(starts, dtype=np.int64), np.concatenate(named)[:, 1].astype(np.int32))


def _told(people: Sequence[Person], name: str) -> list[Any]:
    return list(map(attrgetter(name), people))


def _numbers(people: Sequence[Person], name: str) -> Ints:
    return np.fromiter(map(attrgetter(name), people), dtype=np.int64, count=len(people))


def _reporting(instance: Instance) -> set[Pair]:
    rows, columns = ({p.id for p in side} for side in (instance.newcomers, instance.seniors))
    above = {(p.id, boss) for p in instance.newcomers for boss in p.managers if boss in columns}
    return above | {(boss, p.id) for p in instance.seniors for boss in p.managers if boss in rows}


def _marks(ids: Sequence[Ints], kinds: Iterable[Iterable[Pair]]) -> Marks:
    """Named pairs as marks; pairs with somebody unknown are left out."""
    kinds = list(kinds)
    row, column = ({who: at for at, who in enumerate(side.tolist())} if any(kinds) else {} for side in ids)
    return marks_of(
        [sorted((row[a], column[b]) for a, b in pairs if a in row and b in column) for pairs in kinds], len(ids[0])
    )


def _facts(sides: Sequence[Sequence[Person]], policy: Policy) -> tuple[list[Small], Week]:
    graded = bool(policy.weight_grade) or (policy.grade_distance_min, policy.grade_distance_max) != (None, None)
    hours = bool(policy.weight_hours or policy.overlap_minutes_min)
    facts = [np.full((7, len(side)), UNKNOWN, dtype=np.int32) for side in sides]
    patterns = []
    asked = (
        (TEAM, "team", policy.same_team),
        (DEPARTMENT, "department", bool(policy.weight_department) or policy.department != "off"),
        (LOCATION, "location", policy.location != "off"),
    )
    for row, name, is_asked in asked:
        codes: dict[int | None, int] = {None: UNKNOWN}
        for side, known in zip(sides, facts, strict=True):
            if is_asked:
                known[row] = [codes.setdefault(value, len(codes)) for value in _told(side, name)]
    for side, known in zip(sides, facts, strict=True):
        if policy.common_language:
            known[SPEAKS] = [0 if spoken else UNKNOWN for spoken in _told(side, "languages")]
        if graded:
            known[GRADES] = [UNKNOWN if g is None else max(-FAR, min(FAR, g)) for g in _told(side, "grade")]
        worked: list[frozenset[int]] = _told(side, "hours") if hours else [frozenset()] * len(side)
        known[WORKS] = [0 if each else UNKNOWN for each in worked]
        places = {pattern: at for at, pattern in enumerate(dict.fromkeys(worked))}
        known[PATTERN] = [places[each] for each in worked]
        patterns.append(_words(places))
    return facts, Week(*patterns)


def _words(patterns: Iterable[frozenset[int]]) -> Words:
    bits = [sum(1 << hour for hour in pattern) for pattern in patterns]
    words = [[(each >> (64 * word)) & (2**64 - 1) for word in range(WORDS)] for each in bits]
    return np.array(words, dtype=np.uint64).reshape(-1, WORDS)


Levels = tuple[Ints, Ints, Ints]  # (how many each has, the values, their levels), flat


def _shelves(sides: Sequence[Sequence[Person]], policy: Policy) -> Shelves:
    """All kinds behind one another."""

    def sets(side: Sequence[Person], name: str, *, asked: bool) -> Levels:
        return _sets(_told(side, name) if asked else [frozenset()] * len(side))

    newcomers, seniors = sides
    kinds = [
        (_levels(_told(newcomers, "offers")), _levels(_told(seniors, "gaps"))),
        (_levels(_told(newcomers, "gaps")), _levels(_told(seniors, "offers"))),
        [sets(side, "interests", asked=bool(policy.weight_interest)) for side in sides],
        [sets(side, "languages", asked=policy.common_language) for side in sides],
    ]
    shelves = [_shelf(*ours, *theirs) for ours, theirs in kinds]
    values = np.cumsum([0, *(len(shelf.heads) for shelf in shelves)])
    before, known = (np.cumsum([0, *(len(shelf[at]) for shelf in shelves)]) for at in (1, 4))

    def joined(parts: Iterable[Any], offsets: Ints) -> Any:
        return [part + offset for part, offset in zip(parts, offsets, strict=False)]

    return Shelves(
        starts=np.concatenate(joined((shelf.starts for shelf in shelves), before)),
        what=np.concatenate(joined((shelf.what for shelf in shelves), values)).astype(np.int32),
        levels=np.concatenate([shelf.levels for shelf in shelves]),
        heads=np.concatenate(joined((shelf.heads for shelf in shelves), known)),
        who=np.concatenate([shelf.who for shelf in shelves]),
        depths=np.concatenate([shelf.depths for shelf in shelves]),
    )


def _levels(levels: Sequence[Mapping[int, int]]) -> Levels:
    many = np.fromiter(map(len, levels), dtype=np.int64, count=len(levels))
    total = int(many.sum())
    what = np.fromiter(chain.from_iterable(levels), dtype=np.int64, count=total)
    return many, what, np.fromiter(chain.from_iterable(each.values() for each in levels), np.int64, count=total)


def _sets(sets: Sequence[frozenset[int]]) -> Levels:
    many = np.fromiter(map(len, sets), dtype=np.int64, count=len(sets))
    what = np.fromiter(chain.from_iterable(sets), dtype=np.int64, count=int(many.sum()))
    return many, what, np.ones(len(what), dtype=np.int64)


def _shelf(many: Ints, what: Ints, levels: Ints, of_many: Ints, of_what: Ints, depths: Ints) -> Shelves:
    """The shelves of one kind."""
    known, value = np.unique(of_what, return_inverse=True)
    at = np.searchsorted(known, what)
    met = np.zeros(len(what), dtype=np.bool_)
    met[at < len(known)] = known[at[at < len(known)]] == what[at < len(known)]
    owner = np.repeat(np.arange(len(many)), many)[met]
    order = np.argsort(value, kind="stable")
    return Shelves(
        starts=np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(many)))])[None],
        what=at[met].astype(np.int32),
        levels=levels[met].astype(np.int32),
        heads=np.concatenate([[0], np.cumsum(np.bincount(value, minlength=len(known)))]),
        who=np.repeat(np.arange(len(of_many)), of_many)[order].astype(np.int32),
        depths=depths[order].astype(np.int32),
    )


def _terms(policy: Policy) -> Terms:
    low, high = policy.grade_distance_min, policy.grade_distance_max
    values: dict[str, Any] = policy.to_dict()
    values |= {
        "grade_min": -4 * FAR if low is None else max(-3 * FAR, min(3 * FAR, low)),
        "grade_max": 4 * FAR if high is None else max(-3 * FAR, min(3 * FAR, high)),
        "department": EITHER_WAY[policy.department],
        "location": EITHER_WAY[policy.location],
    }
    return Terms(**{name: int(values[name]) for name in Terms._fields})
