"""Each figure with its title, its definition and, where it is told in words, its steps from least to most."""

from dataclasses import dataclass
from typing import Any

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure; `steps` are the only words it can be told in.

    Its methods return rows as a release keeps them (see `insights.models.Release`).
    """

    key: str
    title: str
    definition: str
    steps: tuple[str, ...] = ()

    def told(self, step: int, *, of: str) -> Figure:
        """Return the row of a figure that is told as one of its steps."""
        return self._row(value=self.steps[step], step=step, steps=len(self.steps), of=of)

    def counted(self, value: int, *, of: str) -> Figure:
        """Return the row of a plain count."""
        return self._row(value=str(value), of=of)

    def hidden(self, why: str) -> Figure:
        """Return the row of a figure that is not told, with the reason in words."""
        return self._row(hidden=why)

    def _row(self, **told: object) -> Figure:
        return {"key": self.key, "title": self.title, "definition": self.definition, **told}


_SHARES = ("few or none", "fewer than half", "about half", "more than half", "most or all")

PAIRS = Definition("pairs", "Pairs started", "Pairs in which both said yes, also those that have ended since.")
SESSIONS = Definition(
    "sessions",
    "Sessions held",
    "Sessions that both people confirmed, against all that are planned for the pairs that started.",
    ("up to a quarter", "a quarter to a half", "half to three quarters", "more than three quarters"),
)
WORTH = Definition(
    "worth",
    "Worth the time",
    "“Was this session worth your time?”, averaged for each person, then over people.",
    ("no or hardly", "hardly to partly", "partly to mostly", "mostly or fully"),
)
LEARNED = Definition(
    "learned",
    "Learned something to use",
    "How often people said yes to “Did you learn something you will use?” Each person counts once.",
    _SHARES,
)
GAVE = Definition(
    "gave",
    "Gave something",
    "How often people said yes to “Could you give something?” Each person counts once.",
    _SHARES,
)

STATUS = (PAIRS, SESSIONS)
PULSE = (WORTH, LEARNED, GAVE)
