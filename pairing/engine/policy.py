"""The rules and weights of a program, each under a plain name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

EITHER_WAY = ("off", "same", "different")
WEIGHT_MOST = 10


@dataclass(frozen=True)
class Policy:
    """Every rule and weight, with the product's default.

    Hard rules: a pair that breaks one does not exist. An unknown value never forbids.

    ===================== =========== =====================================================================
    field                 default     meaning
    ===================== =========== =====================================================================
    reporting_line        True        nobody is paired with someone above or below them at any depth
    same_team             True        two members of one team are not paired
    grade_distance_min    2           senior’s grade − newcomer’s grade is at least this; None: no limit
    grade_distance_max    None        senior's grade − newcomer's grade is at most this; None: no limit
    department            "off"       "same": one department only; "different": two departments only
    location              "off"       "same": one location only; "different": two locations only
    common_language       True        both share at least one language
    overlap_minutes_min   60          minutes a week in which both work (30 × shared half-hours); 0: no limit
    score_min             0           a pair scoring less is not made, both rather wait; 0: off; pins are exempt
    ===================== =========== =====================================================================

    Weights, 0..10 each; the score of a pair is the sum of these parts:

    ===================== =========== =====================================================================
    field                 default     meaning
    ===================== =========== =====================================================================
    weight_sum            2           × what the newcomer can teach + what the senior can teach
    weight_weak           6           × the smaller of these two directions
    weight_interest       1           × shared interests, at most interest_most
    interest_most         3           how many shared interests count
    weight_grade          1           × steps the senior's grade is above the newcomer's, at most grade_most
    grade_most            3           how many steps count
    weight_department     1           × 1 if the departments are known and differ
    weight_hours          1           × full hours_step_minutes of weekly overlap, at most hours_most
    hours_step_minutes    300         minutes of overlap in a step
    hours_most            4           how many steps count
    ===================== =========== =====================================================================

    One direction, teach(a→b), is Σ over skills in a's offers and b's gaps of min(offer, importance).
    Declared conflicts and earlier pairs arrive as `Instance.blocks`. Raises ValueError on values out of range.
    """

    reporting_line: bool = True
    same_team: bool = True
    grade_distance_min: int | None = 2
    grade_distance_max: int | None = None
    department: str = "off"
    location: str = "off"
    common_language: bool = True
    overlap_minutes_min: int = 60
    score_min: int = 0

    weight_sum: int = 2
    weight_weak: int = 6
    weight_interest: int = 1
    interest_most: int = 3
    weight_grade: int = 1
    grade_most: int = 3
    weight_department: int = 1
    weight_hours: int = 1
    hours_step_minutes: int = 300
    hours_most: int = 4

    def __post_init__(self) -> None:
        for name in ("department", "location"):
            if getattr(self, name) not in EITHER_WAY:
                raise ValueError(f"{name} must be one of {', '.join(EITHER_WAY)}")
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name.startswith("weight_") and not 0 <= value <= WEIGHT_MOST:
                raise ValueError(f"{each.name} must lie in 0..{WEIGHT_MOST}")
            if each.name.endswith("_most") and not 0 <= value <= 1000:
                raise ValueError(f"{each.name} must lie in 0..1000")
        if self.overlap_minutes_min < 0 or self.score_min < 0:
            raise ValueError("overlap_minutes_min and score_min must not be negative")
        if self.hours_step_minutes <= 0:
            raise ValueError("hours_step_minutes must be positive")

    @classmethod
    def only_skills(cls) -> Self:
        """The bare exchange: no hard rule, score = teach(a→b) + teach(b→a). Under it outsiders compare."""
        return cls(
            reporting_line=False,
            same_team=False,
            grade_distance_min=None,
            common_language=False,
            overlap_minutes_min=0,
            weight_sum=1,
            weight_weak=0,
            weight_interest=0,
            weight_grade=0,
            weight_department=0,
            weight_hours=0,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """The inverse of `to_dict`; absent fields take their default. Raises ValueError on an unknown name."""
        unknown = set(stored) - {each.name for each in fields(cls)}
        if unknown:
            raise ValueError(f"unknown policy fields: {', '.join(sorted(unknown))}")
        return cls(**stored)
