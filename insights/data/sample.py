"""A sample release with invented figures: what leadership may expect before there is anything to tell."""

from insights.data.definitions import (
    ANSWERED,
    COMPLETED,
    GAVE,
    GOALS,
    GOING_ON,
    IDEAS,
    JOINED,
    LEARNED,
    PAIRS,
    RADAR,
    SESSIONS,
    SHARES,
    WORTH,
    Block,
    Breakdown,
    Cell,
    Definition,
    counted,
    hidden,
)

_OF = "at least 10 people in at least 3 pairs"
_TOGETHER = "Hidden, because together with the other figures it would tell of too few people."


def _by(figure: Definition, *steps: int) -> list[Breakdown]:
    """Return invented cells by side and by department."""
    sides = [
        figure.told(step, of=_OF, label=label) for step, label in zip(steps, ("Newcomers", "Seniors"), strict=False)
    ]
    places = [figure.told(step, of=_OF, label=label) for step, label in zip(steps, ("Sales", "Other"), strict=False)]
    return [
        {"key": "side", "title": "Side", "cells": sides},
        {"key": "department", "title": "Department", "cells": places},
        {"key": "location", "title": "Location", "cells": [hidden(_TOGETHER)]},
    ]


def _kinds(*steps: int) -> list[Cell]:
    """Return invented cells by kind of skill."""
    kinds = ("Data and tools", "How decisions are made", "Social media")
    return [RADAR.told(step, of=_OF, label=kind) for step, kind in zip(steps, kinds, strict=True)]


_RADAR: list[Breakdown] = [
    {"key": "learn", "title": "Would like to learn", "cells": _kinds(4, 1, 2)},
    {"key": "offer", "title": "Could show others", "cells": _kinds(2, 3, 5)},
]
_STANDING = (("In discussion", 2), ("Under review", 3), ("Adopted", 2), ("Declined", 1), ("Parked", 1))
_STATES = [counted(ideas, of="ideas", label=state) for state, ideas in _STANDING]
_IDEAS: list[Breakdown] = [{"key": "state", "title": "Where they stand", "cells": _STATES}]

_EASE = ("very hard or hard", "hard to neither", "neither to easy", "easy or very easy")


def _speaking(survey: str, title: str) -> Definition:
    """Return the same question as it was asked at the start and at the end."""
    words = f"How easy is it to say what you think to people far above or below you? ({title})"
    says = "Averaged for each person, then over people."
    return Definition(f"{survey}.speak_up", "confidence", words, says, ANSWERED, _EASE)


_RECOMMEND = Definition(
    "end.recommend",
    "recommend",
    "Would you recommend it to somebody you like?",
    "People who tapped 8 or more out of 10.",
    ANSWERED,
    SHARES,
)

SAMPLE: tuple[Block, ...] = (
    JOINED.block(JOINED.told(5, of="at least 25 people")),
    PAIRS.block(counted(14, of="pairs")),
    SESSIONS.block(SESSIONS.told(1, of="of 84 planned")),
    COMPLETED.block(COMPLETED.told(0, of="of 14 pairs")),
    GOALS.block(GOALS.told(4, of=_OF), _by(GOALS, 5, 3)),
    GOING_ON.block(GOING_ON.told(5, of=_OF)),
    RADAR.block(hidden("Told by kind of skill only."), _RADAR),
    WORTH.block(WORTH.told(2, of=_OF), _by(WORTH, 2, 3)),
    LEARNED.block(LEARNED.told(4, of=_OF), _by(LEARNED, 5, 3)),
    GAVE.block(GAVE.told(3, of=_OF), _by(GAVE, 3, 4)),
    *(
        each.block(each.told(step, of=_OF))
        for each, step in ((_speaking("start", "before"), 1), (_speaking("end", "after"), 2), (_RECOMMEND, 5))
    ),
    IDEAS.block(counted(9, of="ideas"), _IDEAS),
)
