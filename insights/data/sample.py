"""A sample release with invented figures: what leadership may expect before there is anything to tell."""

from insights.data.definitions import PAIRS, PULSE, SESSIONS, Definition

_STEPS = {"sessions": 1, "worth": 2, "learned": 3, "gave": 2}


def _row(figure: Definition) -> dict[str, object]:
    step = _STEPS[figure.key]
    return {
        "key": figure.key,
        "title": figure.title,
        "definition": figure.definition,
        "value": figure.steps[step],
        "step": step,
        "steps": len(figure.steps),
        "of": "at least 10 people in at least 3 pairs",
    }


SAMPLE: tuple[dict[str, object], ...] = (
    {"key": PAIRS.key, "title": PAIRS.title, "definition": PAIRS.definition, "value": "14", "of": "pairs"},
    _row(SESSIONS) | {"of": "of 84 planned"},
    *(_row(figure) for figure in PULSE),
)
