"""The hard rules by name: the bit each has in a pair's mask, and whether a policy asks for it."""

from __future__ import annotations

from collections.abc import Callable

from pairing.engine import look
from pairing.engine.codes import Codes
from pairing.engine.policy import Policy

RULES: dict[str, tuple[int, Callable[[Policy], bool]]] = {
    "block": (look.BLOCK, lambda _policy: True),
    "reporting_line": (look.REPORTING_LINE, lambda policy: policy.reporting_line),
    "same_team": (look.SAME_TEAM, lambda policy: policy.same_team),
    "grade_distance": (
        look.GRADE_DISTANCE,
        lambda policy: policy.grade_distance_min is not None or policy.grade_distance_max is not None,
    ),
    "department": (look.DEPARTMENT, lambda policy: policy.department != "off"),
    "location": (look.LOCATION, lambda policy: policy.location != "off"),
    "common_language": (look.LANGUAGE, lambda policy: policy.common_language),
    "overlap_minutes": (look.OVERLAP, lambda policy: policy.overlap_minutes_min > 0),
}
NAMES = tuple(RULES)


def broken(mask: int) -> list[str]:
    """The rules whose bits are set."""
    return [name for name, (bit, _) in RULES.items() if mask & bit]


def unknown(codes: Codes, policy: Policy) -> dict[str, int]:
    """For each rule that is on, the number of people for whom it cannot be checked."""
    fields = {
        "same_team": codes.team,
        "department": codes.department,
        "location": codes.location,
        "common_language": codes.speaks,
        "overlap_minutes": codes.works,
    }
    counts = {name: int((field.newcomers < 0).sum() + (field.seniors < 0).sum()) for name, field in fields.items()}
    counts["grade_distance"] = int((~codes.grade.newcomers_known).sum() + (~codes.grade.seniors_known).sum())
    return {name: counts[name] for name, (_, is_on) in RULES.items() if name in counts and is_on(policy)}
