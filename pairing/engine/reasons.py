"""Why: the parts of each pair's score, and what keeps each unpaired person waiting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask
from pairing.engine.compiled import compiled, part
from pairing.engine.look import (
    DOWN,
    GRADE,
    HOURS,
    INTERESTS,
    OTHER_DEPARTMENT,
    PIN,
    POINTS,
    SCORE,
    UP,
    WEAK,
    Row,
    judged,
    look,
    row_of,
)
from pairing.engine.nouns import Instance, Match, Person, Unpaired
from pairing.engine.policy import Policy
from pairing.engine.rules import RULES

BITS = 10  # of a mask
BY_NAME = sorted([*RULES, "score_min"])
PLACES = np.array([(SCORE if name == "score_min" else RULES[name][0]).bit_length() - 1 for name in BY_NAME])
BUDGET = 200_000_000  # steps of work between two signs of progress, about 0.2 seconds


def matches(instance: Instance, policy: Policy, codes: Codes, pairs: Ints) -> tuple[Match, ...]:
    """The chosen pairs (sorted positions) with what each side can teach and the parts of the score."""
    newcomers = {person.id: person for person in instance.newcomers}
    seniors = {person.id: person for person in instance.seniors}
    worth = judged(codes, pairs[:, 0], pairs[:, 1])
    weights = {
        "newcomer_teaches": (policy.weight_sum, UP, policy.weight_sum),
        "senior_teaches": (policy.weight_sum, DOWN, policy.weight_sum),
        "weaker_side": (policy.weight_weak, WEAK, policy.weight_weak),
        "interests": (policy.weight_interest, INTERESTS, 1),
        "grade": (policy.weight_grade, GRADE, 1),
        "department": (policy.weight_department, OTHER_DEPARTMENT, 1),
        "hours": (policy.weight_hours, HOURS, 1),
    }
    parts = {name: worth[:, column] * times for name, (weight, column, times) in weights.items() if weight}
    names = tuple(parts)
    shares = np.column_stack([*parts.values()]).tolist() if parts else [[]] * len(pairs)
    ends = zip(codes.newcomers[pairs[:, 0]].tolist(), codes.seniors[pairs[:, 1]].tolist(), strict=True)
    return tuple(
        Match(
            one, other, _lesson(newcomers[one], seniors[other]), _lesson(seniors[other], newcomers[one]), score,
            dict(zip(names, share, strict=True)),
        )
        for (one, other), score, share in zip(ends, worth[:, POINTS].tolist(), shares, strict=True)
    )  # fmt: skip


def unpaired(codes: Codes, pairs: Ints, tell: Callable[[int, int], None]) -> tuple[Unpaired, ...]:
    """Everybody with a place to fill and no pair: newcomers first, each side sorted by id.

    why: the rule whose lifting alone would free more partners than stand open already; where no partner stands
    open and no single rule frees one, the rule that forbids most; else "competition".
    """
    rows, columns = codes.places_of_newcomers > 0, codes.places_of_seniors > 0
    waiting_rows, waiting_columns = rows.copy(), columns.copy()
    waiting_rows[pairs[:, 0]] = False
    waiting_columns[pairs[:, 1]] = False
    of_rows, of_columns = (np.zeros((len(side), 1 + 2 * BITS), dtype=np.int64) for side in (rows, columns))
    late, row = np.flatnonzero(waiting_columns), row_of(codes)
    step = max(1, BUDGET // (8 * max(1, len(columns))))
    for start in range(0, len(rows), step):
        tell(start, len(rows))
        tally(codes, row, rows, columns, waiting_rows, late, start, min(start + step, len(rows)), of_rows, of_columns)
    return (
        *_told(codes.newcomers, waiting_rows, of_rows, "newcomer"),
        *_told(codes.seniors, waiting_columns, of_columns, "senior"),
    )


def allowed(codes: Codes) -> int:
    """How many pairs of all the rules allow, pins among them, whether or not there are places."""
    n, m = len(codes.newcomers), len(codes.seniors)
    every, counts = np.ones(n, dtype=np.bool_), np.zeros((n, 1 + 2 * BITS), dtype=np.int64)
    nobody = np.zeros(0, dtype=np.int64)
    tally(codes, row_of(codes), every, np.ones(m, dtype=np.bool_), every, nobody, 0, n, counts, counts)
    return int(counts[:, 0].sum())


def _told(ids: Ints, waiting: Mask, counts: Ints, side: str) -> list[Unpaired]:
    counts = counts[waiting]
    open_, frees, forbids = counts[:, :1], counts[:, 1 + PLACES], counts[:, 1 + BITS + PLACES]
    decisive = np.where(frees.any(axis=1, keepdims=True) | (open_ > 0), frees, forbids)
    most = decisive.argmax(axis=1)
    enough = decisive.max(axis=1, initial=0) > open_[:, 0]
    return [
        Unpaired(who, side, BY_NAME[rule] if is_rule else "competition")
        for who, rule, is_rule in zip(ids[waiting].tolist(), most.tolist(), enough.tolist(), strict=True)
    ]


@part
def _count(mask: int, counts: Ints) -> None:
    bits = np.int64(mask) & ~np.int64(PIN)
    if bits == 0:
        counts[0] += 1
        return
    alone = bits & (bits - 1) == 0
    for bit in range(BITS):
        if bits >> bit & 1:
            counts[1 + BITS + bit] += 1
            counts[1 + bit] += 1 if alone else 0


@compiled
def tally(
    codes: Codes,
    row: Row,
    rows: Mask,
    columns: Mask,
    waiting_rows: Mask,
    waiting_columns: Ints,
    start: int,
    stop: int,
    of_rows: Ints,
    of_columns: Ints,
) -> None:
    """For whoever waits: open partners, and of each bit how many it alone forbids, and how many it forbids.

    rows, columns: who has a place at all. Adds up over newcomers start..stop.
    """
    mask = row.mask
    for i in range(start, stop):
        if not rows[i] or (len(waiting_columns) == 0 and not waiting_rows[i]):
            continue
        look(codes, i, row)
        if waiting_rows[i]:
            for j in range(len(columns)):
                if columns[j]:
                    _count(mask[j], of_rows[i])
        for j in waiting_columns:
            _count(mask[j], of_columns[j])


def _lesson(teacher: Person, learner: Person) -> dict[int, int]:
    offers, gaps = teacher.offers, learner.gaps
    if not offers or not gaps:
        return {}
    return {skill: min(offers[skill], gaps[skill]) for skill in sorted(offers.keys() & gaps.keys())}
