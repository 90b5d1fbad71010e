"""The hard rules on blocks of pairs. A rule answers: which of these pairs does it forbid? The unknown never does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask, Side, marks
from pairing.engine.policy import Policy

Rule = Callable[[Codes, Policy, Ints, Ints], Mask]


def compared(codes: Codes, name: str, rows: Ints, columns: Ints) -> tuple[Mask, Mask]:
    """(both known, both equal) for a field such as "team"."""
    of_newcomers, newcomers_known = getattr(codes.newcomers, name)
    of_seniors, seniors_known = getattr(codes.seniors, name)
    known = np.outer(newcomers_known[rows], seniors_known[columns])
    return known, of_newcomers[rows][:, None] == of_seniors[columns][None, :]


def grade_distance(codes: Codes, rows: Ints, columns: Ints) -> tuple[Mask, Ints]:
    """(both known, senior's grade − newcomer's grade)."""
    of_newcomers, newcomers_known = codes.newcomers.grade
    of_seniors, seniors_known = codes.seniors.grade
    known = np.outer(newcomers_known[rows], seniors_known[columns])
    return known, of_seniors[columns][None, :] - of_newcomers[rows][:, None]


def overlap_minutes(codes: Codes, rows: Ints, columns: Ints) -> Ints:
    """30 × shared half-hours of the week."""
    return 30 * (codes.newcomers.hours[rows] @ codes.seniors.hours[columns].T).astype(np.int64)


def _reporting_line(codes: Codes, _policy: Policy, rows: Ints, columns: Ints) -> Mask:
    return marks(codes.reporting, rows, columns, codes.shape)


def _block(codes: Codes, _policy: Policy, rows: Ints, columns: Ints) -> Mask:
    return marks(codes.blocked, rows, columns, codes.shape)


def _same_team(codes: Codes, _policy: Policy, rows: Ints, columns: Ints) -> Mask:
    known, same = compared(codes, "team", rows, columns)
    return known & same


def _grade_distance(codes: Codes, policy: Policy, rows: Ints, columns: Ints) -> Mask:
    known, distance = grade_distance(codes, rows, columns)
    outside = np.zeros_like(known)
    if policy.grade_distance_min is not None:
        outside |= distance < policy.grade_distance_min
    if policy.grade_distance_max is not None:
        outside |= distance > policy.grade_distance_max
    return known & outside


def _department(codes: Codes, policy: Policy, rows: Ints, columns: Ints) -> Mask:
    known, same = compared(codes, "department", rows, columns)
    return known & (same ^ (policy.department == "same"))


def _location(codes: Codes, policy: Policy, rows: Ints, columns: Ints) -> Mask:
    known, same = compared(codes, "location", rows, columns)
    return known & (same ^ (policy.location == "same"))


def _common_language(codes: Codes, _policy: Policy, rows: Ints, columns: Ints) -> Mask:
    apart: Mask = codes.newcomers.languages[rows] @ codes.seniors.languages[columns].T == 0
    known: Mask = np.outer(codes.newcomers.speaks[rows], codes.seniors.speaks[columns])
    return known & apart


def _overlap_minutes(codes: Codes, policy: Policy, rows: Ints, columns: Ints) -> Mask:
    known: Mask = np.outer(codes.newcomers.works[rows], codes.seniors.works[columns])
    return known & (overlap_minutes(codes, rows, columns) < policy.overlap_minutes_min)


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


def broken(codes: Codes, policy: Policy, rows: Ints, columns: Ints) -> dict[str, Mask]:
    """For each rule that is on, which pairs of this block it forbids."""
    return {name: rule(codes, policy, rows, columns) for name, (rule, is_on) in RULES.items() if is_on(policy)}


def unknown(codes: Codes, policy: Policy) -> dict[str, int]:
    """For each rule that is on, the number of people for whom it cannot be checked."""
    known: dict[str, Callable[[Side], Mask]] = {
        "same_team": lambda side: side.team[1],
        "grade_distance": lambda side: side.grade[1],
        "department": lambda side: side.department[1],
        "location": lambda side: side.location[1],
        "common_language": lambda side: side.speaks,
        "overlap_minutes": lambda side: side.works,
    }
    return {
        name: sum(int((~read(side)).sum()) for side in (codes.newcomers, codes.seniors))
        for name, read in known.items()
        if RULES[name][1](policy)
    }
