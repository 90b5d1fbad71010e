"""What the engine says of its rules, in plain words for the people who set them."""

import re
from collections.abc import Iterable, Mapping

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
_BROKEN = {
    "block": "they are also kept apart, or have met before",
    "reporting_line": "one stands above the other in the reporting line",
    "same_team": "they are in the same team",
    "grade_distance": "they are too near or too far in grade",
    "department": "the rule about departments forbids it",
    "location": "the rule about locations forbids it",
    "common_language": "they share no language",
    "overlap_minutes": "they work at different hours",
}


def contradictions_in_words(problems: Iterable[str], names: Mapping[int, str]) -> list[str]:
    """Return a sentence for each contradiction the engine found; `names` are those of its numbers."""
    said = []
    for problem in problems:
        if pin := _PIN.fullmatch(problem):
            two = f"{names[int(pin['newcomer'])]} and {names[int(pin['senior'])]}"
            said.append(f"{two} are pinned, but {_BROKEN[pin['rule']]}.")
        elif crowd := _CROWD.fullmatch(problem):
            places = f"{crowd['places']} free place{'' if crowd['places'] == '1' else 's'}"
            said.append(f"{names[int(crowd['who'])]} has {places} and {crowd['pins']} pins.")
        else:
            said.append("Two of your pins or blocks contradict each other.")
    return said
