"""The policy of pairing in plain words: the hard rules and the soft wishes that HR may set for a program.

The names and defaults are those of the engine's Policy, which this floor cannot import; tests/pairing compares them.
A program stores only what differs from the default. This is the one place where a rule is put into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

WISH_MOST = 10


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule: a switch, a choice (value, words), or a whole number that `may_be_empty` for no limit.

    `on` is the sentence of a rule in force, with its {value} (of a choice: its words) and the plural {s}; `off` that
    of one that is not, `below` that of a number under one.
    """

    field: str
    label: str
    kind: Literal["switch", "choice", "number"]
    default: bool | int | str | None
    on: str
    off: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0
    may_be_empty: bool = False
    below: str = ""

    def said(self, value: Any) -> str:
        """Return the sentence of this rule at a value."""
        if self.is_off(value):
            return self.off
        if self.below and value <= 0:
            return self.below.format(value=-value, s="" if value == -1 else "s")
        words = dict(self.choices).get(value, value)
        return self.on.format(value=words, s="" if value == 1 else "s")

    def is_off(self, value: Any) -> bool:
        """Whether the rule forbids nothing at this value."""
        if self.kind == "number" and self.may_be_empty:
            return value is None
        return value in {False, None, "off"}


@dataclass(frozen=True, slots=True)
class Wish:
    """One soft wish: how much it counts, from 0 (not at all) to 10, among pairs that no rule forbids."""

    field: str
    label: str
    default: int
    help: str


RULES = (
    Rule(
        "reporting_line",
        "Nobody is paired with someone above or below them in the reporting line, at any depth",
        "switch",
        True,
        "Nobody is above or below the other in the reporting line.",
        "The reporting line does not matter.",
    ),
    Rule(
        "same_team",
        "Two people of one team are not paired",
        "switch",
        True,
        "The two are not in the same team.",
        "The two may be in the same team.",
    ),
    Rule(
        "common_language",
        "The two share at least one language",
        "switch",
        True,
        "The two share a language.",
        "The two need not share a language.",
    ),
    Rule(
        "grade_distance_min",
        "Grades by which the senior is above the newcomer, at least",
        "number",
        2,
        "The senior is at least {value} grade{s} higher.",
        "The senior need not be higher in grade.",
        "Leave it empty for no limit. Whoever has no grade is not held back by it.",
        most=20,
        may_be_empty=True,
        below="The senior is at most {value} grade{s} lower.",
    ),
    Rule(
        "grade_distance_max",
        "Grades by which the senior is above the newcomer, at most",
        "number",
        None,
        "The senior is at most {value} grade{s} higher.",
        "The senior may be any number of grades higher.",
        "Leave it empty for no limit.",
        most=20,
        may_be_empty=True,
    ),
    Rule(
        "overlap_minutes_min",
        "Minutes a week in which both work, at least",
        "number",
        60,
        "They work at the same time for {value} minute{s} a week or more.",
        "They need not work at the same time.",
        "0 means no limit.",
        most=2400,
    ),
    Rule(
        "department",
        "Departments",
        "choice",
        "off",
        "{value}.",
        "The two may work in any department.",
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
        "{value}.",
        "The two may work in any location.",
        choices=(
            ("off", "Any two locations"),
            ("different", "Two different locations only"),
            ("same", "The same location only"),
        ),
    ),
)
WISHES = (
    Wish("weight_weak", "An even exchange", 6, "How much the one who would learn less still learns."),
    Wish("weight_sum", "Much to learn", 2, "How much the two can show each other, added up."),
    Wish("weight_interest", "Shared interests", 1, "Something to talk about in the first ten minutes."),
    Wish("weight_grade", "Far apart in grade", 1, "Each grade between the two, three at most."),
    Wish("weight_department", "From different departments", 1, "Whether the two work in different departments."),
    Wish("weight_hours", "Easy to meet", 1, "Hours in which both work, beyond what the rule asks."),
)
_DEFAULTS: dict[str, Any] = {each.field: each.default for each in (*RULES, *WISHES)}


def overrides(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs from the defaults among the given values, as a program stores it."""
    return {field: values[field] for field, default in _DEFAULTS.items() if values.get(field, default) != default}


def in_words(policy: Mapping[str, Any]) -> list[str]:
    """Return one sentence for each rule that every pair keeps."""
    words = [rule.said(value) for rule in RULES if not rule.is_off(value := policy.get(rule.field, rule.default))]
    return [*words, "Nobody meets somebody they met before."]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what `after` says where it differs from `before`, a sentence for each rule and wish."""
    rules = [
        rule.said(now)
        for rule in RULES
        if (now := after.get(rule.field, rule.default)) != before.get(rule.field, rule.default)
    ]
    wishes = [
        f"“{wish.label}” counts {now} instead of {was}."
        for wish in WISHES
        if (now := after.get(wish.field, wish.default)) != (was := before.get(wish.field, wish.default))
    ]
    return rules + wishes
