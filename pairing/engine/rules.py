"""The hard rules by name: the bit each has in a pair's mask, and whether a policy asks for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pairing.engine import look
from pairing.engine.codes import DEPARTMENT, GRADES, LOCATION, SPEAKS, TEAM, UNKNOWN, WORKS, Codes
from pairing.engine.policy import Policy

RULES: dict[str, tuple[int, Callable[[Policy], bool]]] = {
    "block": (look.BLOCK, lambda _policy: True),
    "reporting_line": (look.REPORTING_LINE, lambda policy: policy.reporting_line),
    "same_team": (look.SAME_TEAM, lambda policy: policy.same_team),
    "grade_distance": (
        look.GRADE_DISTANCE,
        lambda policy: policy.grade_distance_min is not None or policy.grade_distance_max is not None,
    ),
    "department": (look.DEPARTMENTS, lambda policy: policy.department != "off"),
    "location": (look.LOCATIONS, lambda policy: policy.location != "off"),
    "common_language": (look.LANGUAGE, lambda policy: policy.common_language),
    "overlap_minutes": (look.OVERLAP, lambda policy: policy.overlap_minutes_min > 0),
}
NAMES = tuple(RULES)


def broken(mask: int) -> list[str]:
    """The rules whose bits are set."""
    return [name for name, (bit, _) in RULES.items() if mask & bit]


def unknown(codes: Codes, policy: Policy) -> dict[str, int]:
    """For each rule that is on, the number of people for whom it cannot be checked."""
    rows = {
        "same_team": TEAM,
        "department": DEPARTMENT,
        "location": LOCATION,
        "common_language": SPEAKS,
        "overlap_minutes": WORKS,
        "grade_distance": GRADES,
    }
    of_all = np.concatenate([codes.of_newcomers, codes.of_seniors], axis=1)
    counts = {name: int((of_all[row] == UNKNOWN).sum()) for name, row in rows.items()}
    return {name: counts[name] for name, (_, is_on) in RULES.items() if name in counts and is_on(policy)}
