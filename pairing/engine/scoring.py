"""What pairs are worth, on blocks of pairs.

    teach(a→b) = Σ over skills in a's offers and b's gaps of min(offer, importance)
    score      = weight_sum·(teach(a→b) + teach(b→a)) + weight_weak·min(of the two) + bonuses

(the weaker side weighs most: Policy's docstring lists the bonuses). `parts` is the one place where these terms stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask
from pairing.engine.policy import Policy
from pairing.engine.rules import compared, grade_distance, overlap_minutes


@dataclass(frozen=True)
class Block:
    """weak: raw min of both directions; two_way: weak > 0; score: sum of the parts. int64 throughout."""

    weak: Ints
    two_way: Mask
    score: Ints


def teach(codes: Codes, rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
    """(newcomer → senior, senior → newcomer) of each pair of the block."""
    up = codes.newcomers.levels[rows] @ codes.seniors.wants[columns].T
    down = codes.newcomers.wants[rows] @ codes.seniors.levels[columns].T
    return up.astype(np.int64), down.astype(np.int64)


def parts(codes: Codes, policy: Policy, rows: Ints, columns: Ints) -> dict[str, Ints]:
    """Each part of the score for each pair of the block; a part whose weight is 0 is left out."""
    return _parts(codes, policy, rows, columns, teach(codes, rows, columns))


def scored(codes: Codes, policy: Policy, rows: Ints, columns: Ints) -> Block:
    """The block's weaker sides and scores."""
    lessons = teach(codes, rows, columns)
    weak: Ints = np.minimum(*lessons)
    score: Ints = np.zeros_like(weak)
    for part in _parts(codes, policy, rows, columns, lessons).values():
        score += part
    return Block(weak=weak, two_way=weak > 0, score=score)


def _parts(codes: Codes, policy: Policy, rows: Ints, columns: Ints, lessons: tuple[Ints, Ints]) -> dict[str, Ints]:
    up, down = lessons

    def interests() -> Ints:
        shared = codes.newcomers.interests[rows] @ codes.seniors.interests[columns].T
        return np.minimum(shared.astype(np.int64), policy.interest_most)

    def grade() -> Ints:
        known, distance = grade_distance(codes, rows, columns)
        return known.astype(np.int64) * np.clip(distance, 0, policy.grade_most)

    def department() -> Ints:
        known, same = compared(codes, "department", rows, columns)
        return (known & ~same).astype(np.int64)

    def hours() -> Ints:
        steps = overlap_minutes(codes, rows, columns) // policy.hours_step_minutes
        return np.minimum(steps, policy.hours_most)

    terms: dict[str, tuple[int, Callable[[], Ints]]] = {
        "newcomer_teaches": (policy.weight_sum, lambda: up),
        "senior_teaches": (policy.weight_sum, lambda: down),
        "weaker_side": (policy.weight_weak, lambda: np.minimum(up, down)),
        "interests": (policy.weight_interest, interests),
        "grade": (policy.weight_grade, grade),
        "department": (policy.weight_department, department),
        "hours": (policy.weight_hours, hours),
    }
    return {name: weight * term() for name, (weight, term) in terms.items() if weight}
