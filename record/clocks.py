"""The clocks: how long each kind of thing is kept, within limits that no setting passes.

HR chooses among the lengths of a clock. A shorter one holds at once and for everything; a longer one holds for later
entries only: what somebody wrote under the shorter promise goes by the shorter promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

# No length may be longer, whatever a clock's choices say; a system check refuses.
LONGEST = 730
_MONTHS = {91: "3 months", 183: "6 months", 274: "9 months", 365: "12 months", 548: "18 months", 730: "24 months"}


def words_for(days: int) -> str:
    """Return a length in words."""
    return _MONTHS.get(days, f"{days} days")


@dataclass(frozen=True)
class Clock:
    """One clock: what it is about, from which moment it runs (in words), and the lengths in days to choose among."""

    key: str
    title: str
    about: str
    runs: str
    usual: int
    choices: tuple[int, ...]

    def __str__(self) -> str:
        """The usual length in words; what is in force, `record.retention.Lengths` says."""
        return self.words(self.usual)

    def words(self, days: int) -> str:
        """Return how long, with what it runs from."""
        return f"{words_for(days)} {self.runs}"


INVITATIONS = Clock(
    "invitations",
    "Invitations nobody answered",
    "The invitation goes, and with it that this person was ever asked.",
    "after the invitation",
    30,
    (14, 30, 60, 91),
)
SHARED = Clock(
    "shared",
    "What the two of a pair share",
    "Gaps, wishes, proposals, sheets, plans, agreements, sessions, notes, actions, talks, and the pair itself.",
    "after the program closes",
    183,
    (30, 91, 183, 274, 365),
)
STATUS = Clock(
    "status",
    "Who took part",
    "That somebody was in a program, and on which side. Never shorter than what the two of a pair share.",
    "after the program closes",
    365,
    # As with answers: whoever is asked half a year later has to be known until then.
    (274, 365, 548),
)
ANSWERS = Clock(
    "answers",
    "Answers to surveys",
    "Single answers, which nobody reads, and the key they are sealed with. Released figures stay.",
    "after the program closes",
    365,
    # Every length outlasts the last survey, which comes up to 210 days after the closing and is open for 30.
    (274, 365, 548),
)
MAIL = Clock(
    "mail",
    "What was sent",
    "The line that a message was sent, to whom and when. Its text is never stored.",
    "after it was sent",
    30,
    (14, 30, 60, 91),
)
ROSTERS = Clock(
    "rosters",
    "Uploads of a roster",
    "The name of the file and the lines that could not be used. The file itself goes once it is applied.",
    "after the upload",
    30,
    (7, 14, 30, 60),
)
AUDIT = Clock(
    "audit",
    "Who read and who changed what",
    "The access diary, and changes of settings. Certificates of deletion name nobody and stay.",
    "after it was written",
    365,
    (183, 365, 548),
)
CLOCKS = {clock.key: clock for clock in (INVITATIONS, SHARED, STATUS, ANSWERS, MAIL, ROSTERS, AUDIT)}


@dataclass(frozen=True)
class Length:
    """A length in days, for what was entered before a moment; without one, for everything."""

    days: int
    entered_before: datetime | None = None

    @property
    def span(self) -> timedelta:
        """The length as time."""
        return timedelta(days=self.days)


def lengths_of(usual: int, settings: Sequence[tuple[datetime, int]]) -> list[Length]:
    """Return which length holds for what, the shortest first, out of (since, days) in the order they were set.

    What was entered at a moment is kept as long as the shortest length that has been in force from then on.
    """
    starts = [since for since, _ in settings]
    days = [usual, *(length for _, length in settings)]
    return [Length(min(days[at:]), starts[at] if at < len(starts) else None) for at in range(len(days))]


def length_for(lengths: Sequence[Length], entered: datetime) -> Length:
    """Return the length that holds for what was entered at a moment."""
    return next(each for each in lengths if each.entered_before is None or entered < each.entered_before)


def day_in_words(day: datetime | date) -> str:
    """Return a date as people read it, in their own zone."""
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    return date_format(local, "j F Y")
