"""A sample release with invented figures: what leadership may expect before there is anything to tell."""

from insights.data.definitions import GAVE, LEARNED, PAIRS, SESSIONS, WORTH, Figure

_OF = "at least 10 people in at least 3 pairs"

SAMPLE: tuple[Figure, ...] = (
    PAIRS.counted(14, of="pairs"),
    SESSIONS.told(1, of="of 84 planned"),
    WORTH.told(2, of=_OF),
    LEARNED.told(3, of=_OF),
    GAVE.told(2, of=_OF),
)
