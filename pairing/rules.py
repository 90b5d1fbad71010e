"""The rules of a round in plain words, for the people who set them."""

from collections.abc import Mapping
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
NOT_KNOWN = {
    "same_team": "team",
    "grade_distance": "grade",
    "department": "department",
    "location": "location",
    "common_language": "languages",
    "overlap_minutes": "working hours",
}


def in_words(policy: Mapping[str, Any]) -> list[str]:
    """Return one sentence for each rule that every pair of the round keeps."""
    least, most = policy.get("grade_distance_min"), policy.get("grade_distance_max")
    said = {
        "Nobody is above or below the other in the reporting line.": policy.get("reporting_line"),
        "The two are not in the same team.": policy.get("same_team"),
        f"The senior is at least {least} {'grade' if least == 1 else 'grades'} higher.": least is not None,
        f"The senior is at most {most} {'grade' if most == 1 else 'grades'} higher.": most is not None,
        "The two share a language.": policy.get("common_language"),
        f"They work at the same time for {policy.get('overlap_minutes_min')} minutes a week or more.": policy.get(
            "overlap_minutes_min"
        ),
        "Nobody meets somebody they met before.": True,
    }
    for field in ("department", "location"):
        said[f"The two work in one {field}."] = policy.get(field) == "same"
        said[f"The two work in different {field}s."] = policy.get(field) == "different"
    return [words for words, is_on in said.items() if is_on]


def unknown_in_words(unknown: Mapping[str, int]) -> list[str]:
    """Return one sentence for each rule that could not be checked for somebody."""
    return [
        f"{NOT_KNOWN[rule]} unknown for {count} {'person' if count == 1 else 'people'}".capitalize()
        for rule, count in unknown.items()
        if count
    ]
