"""The hard rules of pairing in plain words: what HR may set for a program.

The names and defaults are those of the engine's Policy, which this floor cannot import; tests/pairing compares them.
A program stores only what differs from the default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule: a switch, a choice (value, words), or a whole number that `may_be_empty` for no limit."""

    field: str
    label: str
    kind: Literal["switch", "choice", "number"]
    default: bool | int | str | None
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0
    may_be_empty: bool = False


RULES = (
    Rule(
        "reporting_line",
        "Nobody is paired with someone above or below them in the reporting line, at any depth",
        "switch",
        True,
    ),
    Rule("same_team", "Two people of one team are not paired", "switch", True),
    Rule("common_language", "The two share at least one language", "switch", True),
    Rule(
        "grade_distance_min",
        "Grades by which the senior is above the newcomer, at least",
        "number",
        2,
        "Leave it empty for no limit. Whoever has no grade is not held back by it.",
        most=20,
        may_be_empty=True,
    ),
    Rule(
        "overlap_minutes_min",
        "Minutes a week in which both work, at least",
        "number",
        60,
        "0 means no limit.",
        most=2400,
    ),
    Rule(
        "department",
        "Departments",
        "choice",
        "off",
        choices=(
            ("off", "Any two departments"),
            ("different", "Two different departments only"),
            ("same", "The same department only"),
        ),
    ),
    Rule(
        "location",
        "Locations",
        "choice",
        "off",
        choices=(
            ("off", "Any two locations"),
            ("different", "Two different locations only"),
            ("same", "The same location only"),
        ),
    ),
)


def overrides(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs from the defaults, as a program stores it."""
    return {rule.field: values[rule.field] for rule in RULES if values[rule.field] != rule.default}


def in_words(policy: Mapping[str, Any]) -> list[str]:
    """Return the rules in force as sentences."""
    words = []
    for rule in RULES:
        value = policy.get(rule.field, rule.default)
        if rule.kind == "switch" and value:
            words.append(rule.label)
        elif rule.kind == "choice" and value != "off":
            words.append(dict(rule.choices)[value])
        elif rule.kind == "number" and value:
            words.append(f"{rule.label}: {value}")
    return words
