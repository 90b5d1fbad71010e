"""Each figure with its title, its definition and, where it is told in words, its steps from least to most."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NotRequired, TypedDict

EVERYBODY = "Everybody"


class Cell(TypedDict):
    """What a release tells of one group: `value` with its denominator `of`, or why it is `hidden`, in words.

    `step` says which of the block's `steps` the value is; a plain count has none.
    """

    label: str
    value: NotRequired[str]
    of: NotRequired[str]
    step: NotRequired[int]
    hidden: NotRequired[str]


class Breakdown(TypedDict):
    """The cells of one declared way of dividing people, in the order of their labels; "other" comes last."""

    key: str
    title: str
    cells: list[Cell]


class Block(TypedDict):
    """One figure of a release as every viewer sees it; `steps` are all the words it can be told in, least first.

    `group` names the figures that belong together; `about` says in words of whom the figure is.
    """

    key: str
    group: str
    title: str
    definition: str
    about: str
    steps: list[str]
    overall: Cell
    by: list[Breakdown]


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure; `steps` are the only words it can be told in."""

    key: str
    group: str
    title: str
    definition: str
    about: str
    steps: tuple[str, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it is a share of people, told by tenths; else a mean on a scale that begins at 1."""
        return self.steps is SHARES

    def told(self, step: int, *, of: str, label: str = EVERYBODY) -> Cell:
        """Return the cell of a group whose value is one of the steps."""
        return {"label": label, "value": self.steps[step], "of": of, "step": step}

    def block(self, overall: Cell, by: Iterable[Breakdown] = ()) -> Block:
        """Return the figure as a release keeps it."""
        return {
            "key": self.key,
            "group": self.group,
            "title": self.title,
            "definition": self.definition,
            "about": self.about,
            "steps": list(self.steps),
            "overall": overall,
            "by": list(by),
        }


def counted(value: int, *, of: str, label: str = EVERYBODY) -> Cell:
    """Return the cell of a plain count."""
    return {"label": label, "value": str(value), "of": of}


def hidden(why: str, *, label: str = EVERYBODY) -> Cell:
    """Return the cell of a group of which nothing is told, with the reason in words."""
    return {"label": label, "hidden": why}


SHARES = (
    "about 20 % or less",
    "about 30 %",
    "about 40 %",
    "about half",
    "about 60 %",
    "about 70 %",
    "about 80 % or more",
)
ANSWERED = "people who answered since the release before"

PAIRS = Definition(
    "pairs",
    "reach",
    "Pairs started",
    "Pairs in which both said yes, also those that have ended since.",
    "pairs since the program opened",
)
SESSIONS = Definition(
    "sessions",
    "reach",
    "Sessions held",
    "Sessions that both people confirmed, against all that are planned for the pairs that started.",
    "sessions planned for the pairs that started",
    ("up to a quarter", "a quarter to a half", "half to three quarters", "more than three quarters"),
)
WORTH = Definition(
    "worth",
    "pulse",
    "Worth the time",
    "“Was this session worth your time?”, averaged for each person, then over people.",
    ANSWERED,
    ("no or hardly", "hardly to partly", "partly to mostly", "mostly or fully"),
)
LEARNED = Definition(
    "learned",
    "pulse",
    "Learned something to use",
    "How often people said yes to “Did you learn something you will use?” Each person counts once.",
    ANSWERED,
    SHARES,
)
GAVE = Definition(
    "gave",
    "pulse",
    "Gave something",
    "How often people said yes to “Could you give something?” Each person counts once.",
    ANSWERED,
    SHARES,
)

JOINED = Definition(
    "joined",
    "reach",
    "Said yes to taking part",
    "People who said yes, against all who were invited.",
    "people invited since the program opened",
    SHARES,
)
COMPLETED = Definition(
    "completed",
    "reach",
    "Held all their sessions",
    "Pairs that held every session and closed, against all pairs that started.",
    "pairs since the program opened",
    ("up to a quarter", "a quarter to a half", "half to three quarters", "more than three quarters"),
)
GOALS = Definition(
    "goals",
    "goals",
    "Gaps closed",
    "In how many of their goals people call themselves further at the closing than when they agreed on them. "
    "Each person counts once.",
    "people whose pair has closed since the release before",
    SHARES,
)
GOING_ON = Definition(
    "going_on",
    "goals",
    "Going on by their own choice",
    "People who chose at the closing to stay in touch or to add sessions.",
    "people who closed since the release before",
    SHARES,
)
RADAR = Definition(
    "radar",
    "radar",
    "What people would like to learn, and what others could show",
    "For each kind of skill the people who told a gap in it, and those who offer it. "
    "Kinds that too few people named on either side are left out.",
    "people whose first pair has started since the release before",
    SHARES,
)
IDEAS = Definition(
    "ideas",
    "ideas",
    "Ideas let out",
    "Ideas that both people of a pair let out, with where they stand today. Everyone can read them.",
    "ideas that name this program",
)


STATUS = (JOINED, PAIRS, SESSIONS, COMPLETED)
PULSE = (WORTH, LEARNED, GAVE)
