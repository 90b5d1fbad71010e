"""People as small integers in arrays, for the compiled functions. No array here is n × m."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
UNKNOWN = -1
FAR = 2**40  # beyond any distance of grades; grades are cut there
HIGHEST = 2**30  # scores stay below, so that a row of them fits 32 bits


class Shelf(NamedTuple):
    """Σ over values both have of min(newcomer's level, senior's level).

    Newcomer i has the values what[starts[i]:starts[i + 1]] with levels; value v is known by the seniors
    who[heads[v]:heads[v + 1]] with their depths. Only values that both sides have are in it. most: no sum is larger.
    """

    starts: Ints
    what: Small
    levels: Small
    heads: Ints
    who: Small
    depths: Small
    most: int


class Field(NamedTuple):
    """One value a person, for both sides alike: equal numbers mean equal values; UNKNOWN where not known."""

    newcomers: Small
    seniors: Small


class Grades(NamedTuple):
    """known: where a grade is known; elsewhere it is 0."""

    newcomers: Ints
    seniors: Ints
    newcomers_known: Mask
    seniors_known: Mask


class Week(NamedTuple):
    """Working hours: each person's pattern, and the patterns of 336 half-hours in words of 64 bits."""

    of_newcomers: Small
    of_seniors: Small
    newcomers: Words
    seniors: Words


class Marks(NamedTuple):
    """Pairs named one by one: newcomer i with the seniors columns[starts[i]:starts[i + 1]], ascending."""

    starts: Ints
    columns: Small


class Terms(NamedTuple):
    """The policy as integers; 0 is off."""

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

    teaches: newcomer's offers and senior's gaps; learns: newcomer's gaps and senior's offers. speaks, works: 0 where
    languages or hours are known. What the policy does not ask for is empty or unknown.
    """

    newcomers: Ints
    seniors: Ints
    places_of_newcomers: Ints
    places_of_seniors: Ints
    teaches: Shelf
    learns: Shelf
    interests: Shelf
    languages: Shelf
    week: Week
    speaks: Field
    works: Field
    grade: Grades
    team: Field
    department: Field
    location: Field
    reporting: Marks
    blocked: Marks
    pinned: Marks
    preferred: Marks
    terms: Terms


def encode(instance: Instance, policy: Policy) -> Codes:
    """The instance as arrays. Ids must be sound (`problem.contradictions`).

    Raises OverflowError where scores could leave 32 bits.
    """
    newcomers = sorted(instance.newcomers, key=attrgetter("id"))
    seniors = sorted(instance.seniors, key=attrgetter("id"))
    ids = _read(newcomers, "id"), _read(seniors, "id")
    positions = _positions(*ids)

    def field(name: str, *, asked: bool) -> Field:
        return _field([getattr(p, name) for p in newcomers], [getattr(p, name) for p in seniors]) if asked else nobody

    def told(name: str, *, asked: bool) -> Field:
        return Field(_told(newcomers, name), _told(seniors, name)) if asked else nobody

    def sets(name: str, *, asked: bool) -> Shelf:
        one, other = ([getattr(p, name) for p in side] if asked else [()] * len(side) for side in (newcomers, seniors))
        return _shelf(*_sets(one), *_sets(other))

    nobody = Field(*(np.full(len(side), UNKNOWN, dtype=np.int32) for side in ids))
    offers, gaps, wanted, given = (
        _levels([getattr(p, name) for p in side]) for side, name in _skills(newcomers, seniors)
    )
    hours = bool(policy.weight_hours or policy.overlap_minutes_min)
    graded = bool(policy.weight_grade) or (policy.grade_distance_min, policy.grade_distance_max) != (None, None)
    codes = Codes(
        newcomers=ids[0],
        seniors=ids[1],
        places_of_newcomers=_read(newcomers, "capacity"),
        places_of_seniors=_read(seniors, "capacity"),
        teaches=_shelf(*offers, *wanted),
        learns=_shelf(*gaps, *given),
        interests=sets("interests", asked=bool(policy.weight_interest)),
        languages=sets("languages", asked=policy.common_language),
        week=_week(newcomers, seniors, asked=hours),
        speaks=told("languages", asked=policy.common_language),
        works=told("hours", asked=hours),
        grade=_grades(newcomers, seniors, asked=graded),
        team=field("team", asked=policy.same_team),
        department=field("department", asked=bool(policy.weight_department) or policy.department != "off"),
        location=field("location", asked=policy.location != "off"),
        reporting=positions(_reporting(instance) if policy.reporting_line else ()),
        blocked=positions(instance.blocks),
        pinned=positions(instance.pins),
        preferred=positions(instance.prefer),
        terms=_terms(policy),
    )
    if highest(codes) >= HIGHEST:
        raise OverflowError("the scores are too large")
    return codes


def recode(codes: Codes, policy: Policy) -> Codes:
    """The same people under a looser policy: one that asks for nothing that was not read."""
    reporting = codes.reporting if policy.reporting_line else marks_of((), len(codes.newcomers))
    return codes._replace(reporting=reporting, terms=_terms(policy))


def highest(codes: Codes) -> int:
    """No pair scores more: every part at its most."""
    up, down, terms = codes.teaches.most, codes.learns.most, codes.terms
    learning = terms.weight_sum * (up + down) + terms.weight_weak * min(up, down)
    bonuses = terms.weight_interest * terms.interest_most + terms.weight_grade * terms.grade_most
    return learning + bonuses + terms.weight_department + terms.weight_hours * terms.hours_most


def marked(marks: Marks) -> Ints:
    """The pairs as (k, 2) positions, sorted."""
    rows = np.repeat(np.arange(len(marks.starts) - 1), np.diff(marks.starts))
    return np.column_stack([rows, marks.columns]).astype(np.int64)


def marks_of(pairs: Iterable[Pair] | Ints, newcomers: int) -> Marks:
    """The inverse of `marked`, from sorted pairs."""
    at = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    starts = np.searchsorted(at[:, 0], np.arange(newcomers + 1)).astype(np.int64)
    return Marks(starts, at[:, 1].astype(np.int32))


def _skills(newcomers: list[Person], seniors: list[Person]) -> list[tuple[list[Person], str]]:
    return [(newcomers, "offers"), (newcomers, "gaps"), (seniors, "gaps"), (seniors, "offers")]


def _read(people: Sequence[Person], name: str) -> Ints:
    return np.array([getattr(p, name) for p in people], dtype=np.int64)


def _told(people: Sequence[Person], name: str) -> Small:
    return np.array([0 if getattr(p, name) else UNKNOWN for p in people], dtype=np.int32)


def _reporting(instance: Instance) -> set[Pair]:
    rows, columns = ({p.id for p in side} for side in (instance.newcomers, instance.seniors))
    above = {(p.id, boss) for p in instance.newcomers for boss in p.managers if boss in columns}
    return above | {(boss, p.id) for p in instance.seniors for boss in p.managers if boss in rows}


def _positions(newcomers: Ints, seniors: Ints) -> Callable[[Iterable[Pair]], Marks]:
    """How named pairs become marks; pairs with somebody unknown are left out."""
    row, column = ({who: at for at, who in enumerate(ids.tolist())} for ids in (newcomers, seniors))

    def positions(pairs: Iterable[Pair]) -> Marks:
        return marks_of(sorted((row[a], column[b]) for a, b in pairs if a in row and b in column), len(newcomers))

    return positions


def _levels(levels: Sequence[Mapping[int, int]]) -> tuple[Ints, Ints, Ints]:
    """(how many each has, the values, their levels), flat."""
    many = np.fromiter(map(len, levels), dtype=np.int64, count=len(levels))
    total = int(many.sum())
    what = np.fromiter(chain.from_iterable(levels), dtype=np.int64, count=total)
    return many, what, np.fromiter(chain.from_iterable(each.values() for each in levels), np.int64, count=total)


def _sets(sets: Sequence[Iterable[int]]) -> tuple[Ints, Ints, Ints]:
    many = np.fromiter(map(len, sets), dtype=np.int64, count=len(sets))  # type: ignore[arg-type]
    what = np.fromiter(chain.from_iterable(sets), dtype=np.int64, count=int(many.sum()))
    return many, what, np.ones(len(what), dtype=np.int64)


def _shelf(many: Ints, what: Ints, levels: Ints, of_many: Ints, of_what: Ints, depths: Ints) -> Shelf:
    known = np.unique(of_what)
    at = np.searchsorted(known, what)
    met = np.zeros(len(what), dtype=np.bool_)
    met[at < len(known)] = known[at[at < len(known)]] == what[at < len(known)]
    owner = np.repeat(np.arange(len(many)), many)[met]
    starts = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(many)))]).astype(np.int64)
    totals = np.bincount(owner, weights=levels[met], minlength=1)
    value = np.searchsorted(known, of_what)
    order = np.argsort(value, kind="stable")
    return Shelf(
        starts=starts,
        what=at[met].astype(np.int32),
        levels=levels[met].astype(np.int32),
        heads=np.concatenate([[0], np.cumsum(np.bincount(value, minlength=len(known)))]).astype(np.int64),
        who=np.repeat(np.arange(len(of_many)), of_many)[order].astype(np.int32),
        depths=depths[order].astype(np.int32),
        most=int(totals.max(initial=0)),
    )


def _field(newcomers: Sequence[int | None], seniors: Sequence[int | None]) -> Field:
    codes: dict[int | None, int] = {None: UNKNOWN}

    def coded(values: Sequence[int | None]) -> Small:
        return np.array([codes.setdefault(value, len(codes)) for value in values], dtype=np.int32)

    return Field(coded(newcomers), coded(seniors))


def _grades(newcomers: Sequence[Person], seniors: Sequence[Person], *, asked: bool) -> Grades:
    sides = [[p.grade if asked else None for p in side] for side in (newcomers, seniors)]
    values = [np.array([0 if g is None else max(-FAR, min(FAR, g)) for g in side], dtype=np.int64) for side in sides]
    known = [np.array([g is not None for g in side], dtype=np.bool_) for side in sides]
    return Grades(values[0], values[1], known[0], known[1])


def _week(newcomers: Sequence[Person], seniors: Sequence[Person], *, asked: bool) -> Week:
    """asked: whether anything in the policy reads hours; otherwise all patterns are empty."""

    def patterns(people: Sequence[Person]) -> tuple[Small, Words]:
        hours: list[frozenset[int]] = [p.hours for p in people] if asked else [frozenset()] * len(people)
        places = {pattern: at for at, pattern in enumerate(dict.fromkeys(hours))}
        flags = np.zeros((len(places), WORDS), dtype=np.uint64)
        for pattern, at in places.items():
            bits = sum(1 << hour for hour in pattern)
            flags[at] = [(bits >> (64 * word)) & (2**64 - 1) for word in range(WORDS)]
        return np.array([places[each] for each in hours], dtype=np.int32), flags

    (of_newcomers, one), (of_seniors, other) = patterns(newcomers), patterns(seniors)
    return Week(of_newcomers, of_seniors, one, other)


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
