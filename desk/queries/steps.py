"""What a next step is: how urgent, what it says, where it leads."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

SOON = timedelta(days=4)
FRESH = timedelta(days=14)


class Urgency(IntEnum):
    """What goes first: what keeps another person waiting, then what runs out, then what can be done any day."""

    OTHERS_WAIT = 1
    RUNS_OUT = 2
    NOW = 3
    WORK = 4
    NEWS = 5
    ANY_DAY = 6
    WAITING = 7


@dataclass(frozen=True)
class NextStep:
    """One thing to do: a title, a sentence, the minutes it takes (0: none of them yours), and where."""

    urgency: Urgency
    title: str
    text: str
    url: str
    label: str
    minutes: int = 0
    due: str = ""

    @property
    def waits(self) -> bool:
        """Whether there is nothing to do but know it."""
        return self.urgency is Urgency.WAITING
