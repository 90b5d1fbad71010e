"""A sample release with invented figures: what leadership may expect before there is anything to tell."""

from insights.data.definitions import (
    GAVE,
    LEARNED,
    PAIRS,
    SESSIONS,
    WORTH,
    Block,
    Breakdown,
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


SAMPLE: tuple[Block, ...] = (
    PAIRS.block(counted(14, of="pairs")),
    SESSIONS.block(SESSIONS.told(1, of="of 84 planned")),
    WORTH.block(WORTH.told(2, of=_OF), _by(WORTH, 2, 3)),
    LEARNED.block(LEARNED.told(4, of=_OF), _by(LEARNED, 5, 3)),
    GAVE.block(GAVE.told(3, of=_OF), _by(GAVE, 3, 4)),
)
