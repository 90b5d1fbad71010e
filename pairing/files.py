"""Pairs as files: two mail addresses a line, out to a spreadsheet and in again, each line checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pairing.models import Proposal
from pairing.queries import checker
from programs.models import Participation, Program, Side
from programs.roster import open_book
from record.exports import csv_text

MOST_LINES = 2000
_STATES = {Proposal.State.DRAFT: "not published", Proposal.State.OPEN: "open", Proposal.State.PAIRED: "pair"}


class LineFault(Exception):
    """The file as a whole holds no pairs; the message says what it should hold."""


@dataclass(frozen=True)
class ReadPairs:
    """A file of pairs, checked: the good lines as pairs, and what is wrong with the others."""

    pairs: list[tuple[Participation, Participation]]
    faults: list[tuple[int, str]]

    @property
    def keys(self) -> str:
        """The good pairs as the form that makes a round of them carries them."""
        return " ".join(f"{newcomer.pk}:{senior.pk}" for newcomer, senior in self.pairs)


def pairs_file(proposals: Iterable[Proposal]) -> str:
    """Return proposals as CSV: who, and where each stands; a proposal that ended is closed, however it ended."""
    header = ["newcomer email", "senior email", "newcomer", "senior", "state"]
    rows = [
        [
            each.newcomer.person.email,
            each.senior.person.email,
            each.newcomer.person.name,
            each.senior.person.name,
            _STATES.get(Proposal.State(each.state), "closed"),
        ]
        for each in proposals
    ]
    return csv_text(header, rows)


def read_pairs(program: Program, content: bytes, *, now: datetime) -> ReadPairs:
    """Read and check a CSV or XLSX file of pairs. Raises FileFault, and LineFault where its columns are missing."""
    book = open_book(content)
    lines = iter(book.lines(book.sheets[0]))
    _, header = next(lines, (0, []))
    at = _columns(program, header)
    rows = [(line, *_two(cells, at)) for line, cells in lines]
    if not rows:
        raise LineFault("There are no lines below the names of the columns.")
    if len(rows) > MOST_LINES:
        raise LineFault(f"The file has more than {MOST_LINES:,} lines. Upload it in parts.")
    wanted = {email for _, one, other in rows for email in (one, other)}
    places = {
        each.person.email: each
        for each in program.participations.filter(person__email__in=wanted).select_related("person", "program")
    }
    faults = [(line, _stranger(one, other, places)) for line, one, other in rows if {one, other} - places.keys()]
    known = [(line, places[one], places[other]) for line, one, other in rows if not {one, other} - places.keys()]
    said = checker(program, now=now).all_hindrances([(one, other) for _, one, other in known])
    faults += [(line, " ".join(found)) for (line, *_), found in zip(known, said, strict=True) if found]
    good = [(one, other) for (_, one, other), found in zip(known, said, strict=True) if not found]
    return ReadPairs(good, sorted(faults))


def _two(cells: list[str], at: list[int]) -> tuple[str, str]:
    """Return the two mail addresses of a line, empty where it is too short."""
    one, other = (cells[place].lower() if place < len(cells) else "" for place in at)
    return one, other


def _columns(program: Program, header: list[str]) -> list[int]:
    """Return where the two mail addresses stand."""
    titles = [title.casefold() for title in header]
    at = []
    for side in Side:
        names = {
            word
            for name in (side.value, program.label_of(side).casefold())
            for word in (f"{name} email", f"{name} mail")
        }
        found = next((place for place, title in enumerate(titles) if title in names), None)
        if found is None:
            raise LineFault(
                "The first line must name two columns, “newcomer email” and “senior email”. "
                f"It holds: {', '.join(header)[:200]}."
            )
        at.append(found)
    return at


def _stranger(one: str, other: str, places: dict[str, Participation]) -> str:
    missing = [email for email in dict.fromkeys((one, other)) if email not in places]
    return " ".join(
        f"Nobody in this program has the mail address {email}." if email else "A mail address is missing."
        for email in missing
    )
