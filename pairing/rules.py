"""What the engine says of its rules, in plain words for the people who set them."""

from collections.abc import Mapping

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
