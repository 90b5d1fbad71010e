"""The hard rules on grids of pairs. A rule answers: which of these pairs does it forbid? The unknown never does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pairing.engine.codes import Codes, Field, Ints, Mask, Small
from pairing.engine.grid import Grid, equal, known
from pairing.engine.policy import Policy

Rule = Callable[[Grid, Policy], Mask]


def grade_distance(grid: Grid) -> Small:
    """Senior's grade − newcomer's grade, meaningful where both are known (`grid.codes.graded`)."""
    return grid.seniors(grid.codes.grade.seniors) - grid.newcomers(grid.codes.grade.newcomers)


def overlap_minutes(half_hours: Ints) -> Ints:
    return 30 * half_hours


def _reporting_line(grid: Grid, _policy: Policy) -> Mask:
    return grid.marks(grid.codes.reporting)


def _block(grid: Grid, _policy: Policy) -> Mask:
    return grid.marks(grid.codes.blocked)


def _same_team(grid: Grid, _policy: Policy) -> Mask:
    return known(grid, grid.codes.team) & equal(grid, grid.codes.team)


def _grade_distance(grid: Grid, policy: Policy) -> Mask:
    distance = grade_distance(grid)
    outside = np.zeros(grid.shape, dtype=np.bool_)
    if policy.grade_distance_min is not None:
        outside |= distance < policy.grade_distance_min
    if policy.grade_distance_max is not None:
        outside |= distance > policy.grade_distance_max
    outside &= known(grid, grid.codes.graded)
    return outside


def _either_way(grid: Grid, field: Field, wanted: str) -> Mask:
    wrong = equal(grid, field) if wanted == "different" else ~equal(grid, field)
    wrong &= known(grid, field)
    return wrong


def _department(grid: Grid, policy: Policy) -> Mask:
    return _either_way(grid, grid.codes.department, policy.department)


def _location(grid: Grid, policy: Policy) -> Mask:
    return _either_way(grid, grid.codes.location, policy.location)


def _common_language(grid: Grid, _policy: Policy) -> Mask:
    apart: Mask = grid.shared(grid.codes.languages) == 0
    apart &= known(grid, grid.codes.speaks)
    return apart


def _overlap_minutes(grid: Grid, policy: Policy) -> Mask:
    short: Mask = grid.together(lambda half_hours: overlap_minutes(half_hours) < policy.overlap_minutes_min)
    short &= known(grid, grid.codes.works)
    return short


RULES: dict[str, tuple[Rule, Callable[[Policy], bool]]] = {
    "block": (_block, lambda _policy: True),
    "reporting_line": (_reporting_line, lambda policy: policy.reporting_line),
    "same_team": (_same_team, lambda policy: policy.same_team),
    "grade_distance": (
        _grade_distance,
        lambda policy: policy.grade_distance_min is not None or policy.grade_distance_max is not None,
    ),
    "department": (_department, lambda policy: policy.department != "off"),
    "location": (_location, lambda policy: policy.location != "off"),
    "common_language": (_common_language, lambda policy: policy.common_language),
    "overlap_minutes": (_overlap_minutes, lambda policy: policy.overlap_minutes_min > 0),
}
NAMES = tuple(RULES)


def broken(grid: Grid, policy: Policy) -> dict[str, Mask]:
    """For each rule that is on, which of these pairs it forbids."""
    return {name: rule(grid, policy) for name, (rule, is_on) in RULES.items() if is_on(policy)}


def allowed(grid: Grid, policy: Policy, score: Small) -> Mask:
    """Which pairs break no rule, reach the minimum score and are no pin."""
    kept = np.ones(grid.shape, dtype=np.bool_) if not policy.score_min else score >= policy.score_min
    for mask in (*broken(grid, policy).values(), grid.marks(grid.codes.pinned)):
        kept &= ~mask
    return kept


def unknown(codes: Codes, policy: Policy) -> dict[str, int]:
    """For each rule that is on, the number of people for whom it cannot be checked."""
    fields = {
        "same_team": codes.team,
        "grade_distance": codes.graded,
        "department": codes.department,
        "location": codes.location,
        "common_language": codes.speaks,
        "overlap_minutes": codes.works,
    }
    return {
        name: int((field.newcomers < 0).sum() + (field.seniors < 0).sum())
        for name, field in fields.items()
        if RULES[name][1](policy)
    }
