"""What pairs are worth, on grids of pairs.

    teach(a→b) = Σ over skills in a's offers and b's gaps of min(offer, importance)
    score      = weight_sum·(teach(a→b) + teach(b→a)) + weight_weak·min(of the two) + bonuses

(the weaker side weighs most: Policy's docstring lists the bonuses). `_parts` is the one place where these terms stand.
Numbers are kept in the narrowest type that provably holds them (`highest`); whoever stores them widens them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Mask, Small, narrowest
from pairing.engine.grid import Grid, equal, known
from pairing.engine.policy import Policy
from pairing.engine.rules import grade_distance, overlap_minutes


@dataclass(frozen=True)
class Worth:
    """weak: raw min of both directions; score: sum of the parts."""

    weak: Small
    score: Small

    @property
    def two_way(self) -> Mask:
        mask: Mask = self.weak > 0
        return mask


def teach(grid: Grid) -> tuple[Small, Small]:
    """(newcomer → senior, senior → newcomer) of each pair."""
    return grid.shared(grid.codes.teaches), grid.shared(grid.codes.learns)


def parts(grid: Grid, policy: Policy) -> dict[str, Small]:
    """Each part of the score for each pair; a part whose weight is 0 is left out."""
    return _parts(grid, policy, *teach(grid))


def scored(grid: Grid, policy: Policy) -> Worth:
    """The pairs' weaker sides and scores."""
    up, down = teach(grid)
    score = np.zeros(grid.shape, dtype=_kind(grid.codes, policy))
    for part in _parts(grid, policy, up, down).values():
        score += part
    return Worth(weak=np.minimum(up, down), score=score)


def highest(codes: Codes, policy: Policy) -> int:
    """No pair scores more: every part at its most."""
    up, down = codes.teaches.most, codes.learns.most
    learning = policy.weight_sum * (up + down) + policy.weight_weak * min(up, down)
    bonuses = policy.weight_interest * policy.interest_most + policy.weight_grade * policy.grade_most
    return learning + bonuses + policy.weight_department + policy.weight_hours * policy.hours_most


def _kind(codes: Codes, policy: Policy) -> np.dtype[np.signedinteger]:
    return narrowest(highest(codes, policy))


def _parts(grid: Grid, policy: Policy, up: Small, down: Small) -> dict[str, Small]:
    codes, kind = grid.codes, _kind(grid.codes, policy)

    def interests() -> Small:
        return np.minimum(grid.shared(codes.interests), min(policy.interest_most, codes.interests.most))

    def grade() -> Small:
        return np.clip(grade_distance(grid), 0, policy.grade_most) * known(grid, codes.graded)

    def department() -> Small:
        return known(grid, codes.department) & ~equal(grid, codes.department)

    def hours() -> Small:
        return grid.together(
            lambda half_hours: np.minimum(
                overlap_minutes(half_hours) // policy.hours_step_minutes, policy.hours_most
            ).astype(kind)
        )

    terms: dict[str, tuple[int, Callable[[], Small]]] = {
        "newcomer_teaches": (policy.weight_sum, lambda: up),
        "senior_teaches": (policy.weight_sum, lambda: down),
        "weaker_side": (policy.weight_weak, lambda: np.minimum(up, down)),
        "interests": (policy.weight_interest, interests),
        "grade": (policy.weight_grade, grade),
        "department": (policy.weight_department, department),
        "hours": (policy.weight_hours, hours),
    }
    return {
        name: np.multiply(term(), kind.type(weight), dtype=kind, casting="unsafe")
        for name, (weight, term) in terms.items()
        if weight
    }
