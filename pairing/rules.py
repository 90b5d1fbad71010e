"""What the engine says of its rules, in plain words for the people who set them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# Why somebody is left without a partner, by the engine's name of the rule: rules and competition, never gaps.
WHY = {
    "competition": "Everyone who would fit has found somebody else.",
    "block": "Everyone who would fit has met or been proposed before.",
    "reporting_line": "Most who would fit stand above or below in the reporting line.",
    "same_team": "Most who would fit work in the same team.",
    "grade_distance": "Most who would fit are too near or too far in grade.",
    "department": "The rule about departments stands in the way.",
    "location": "The rule about locations stands in the way.",
    "common_language": "Too few people share a language with them.",
    "overlap_minutes": "Too few people work at the same hours.",
}
# What two people break, as the end of a sentence that begins with their names.
BROKEN = {
    "block": "they are also kept apart, or have met before",
    "reporting_line": "one stands above the other in the reporting line",
    "same_team": "both work in the same team",
    "grade_distance": "their grades are nearer or farther apart than your rule allows",
    "department": "your rule about departments forbids it",
    "location": "your rule about locations forbids it",
    "common_language": "they share no language",
    "overlap_minutes": "they work too few hours at the same time",
}
# A rule as one looks at a pair, with the fields of a person that it reads.
KEPT = {
    "reporting_line": ("Outside each other’s reporting line", ()),
    "same_team": ("Different teams", ("team",)),
    "grade_distance": ("Grades as far apart as you asked", ("grade",)),
    "department": ("Departments as you asked", ("department",)),
    "location": ("Locations as you asked", ("location",)),
    "common_language": ("A language in common", ("languages",)),
    "overlap_minutes": ("Enough hours at the same time", ("hours",)),
}
NOT_KNOWN = {
    "same_team": "team",
    "grade_distance": "grade",
    "department": "department",
    "location": "location",
    "common_language": "languages",
    "overlap_minutes": "working hours",
}


def unknown_in_words(unknown: Mapping[str, int]) -> list[str]:
    """Return one sentence for each rule that could not be checked for somebody."""
    return [
        f"{NOT_KNOWN[rule]} unknown for {count} {'person' if count == 1 else 'people'}".capitalize()
        for rule, count in unknown.items()
        if count
    ]


_PIN = re.compile(r"pin \((?P<newcomer>\d+), (?P<senior>\d+)\) breaks the rule (?P<rule>\w+)")
_CROWD = re.compile(r"(?:newcomer|senior) (?P<who>\d+) has (?P<places>\d+) places and (?P<pins>\d+) pins")


def contradictions_in_words(problems: Iterable[str], names: Mapping[int, str]) -> list[str]:
    """Return a sentence for each contradiction the engine found; `names` are those of its numbers."""
    said = []
    for problem in problems:
        if pin := _PIN.fullmatch(problem):
            two = f"{names[int(pin['newcomer'])]} and {names[int(pin['senior'])]}"
            said.append(f"{two} are kept together by hand, but {BROKEN[pin['rule']]}.")
        elif crowd := _CROWD.fullmatch(problem):
            places = f"{crowd['places']} free place{'' if crowd['places'] == '1' else 's'}"
            said.append(f"{names[int(crowd['who'])]} has {places} and is kept together with {crowd['pins']} people.")
        else:
            said.append("Two of those you keep together or apart contradict each other.")
    return said


def rules_on(policy: Mapping[str, Any]) -> list[str]:
    """Return the names of the hard rules that a policy, as a round stores it, switches on."""
    switched = {
        "reporting_line": policy.get("reporting_line"),
        "same_team": policy.get("same_team"),
        "grade_distance": policy.get("grade_distance_min") is not None or policy.get("grade_distance_max") is not None,
        "department": policy.get("department", "off") != "off",
        "location": policy.get("location", "off") != "off",
        "common_language": policy.get("common_language"),
        "overlap_minutes": policy.get("overlap_minutes_min"),
    }
    return [name for name, is_on in switched.items() if is_on]


def in_one_sentence(broken: Sequence[str]) -> str:
    """Join what stands in the way of two people: "a, b and c"."""
    return " and ".join([", ".join(broken[:-1]), broken[-1]] if len(broken) > 1 else broken)
