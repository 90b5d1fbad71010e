"""Reads of programs: what each person may see, what is missing before one opens, who reports to whom."""

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, QuerySet

from people.models import User
from programs.access import INVITED, ORGANISERS, PARTICIPANT, VISITOR, roles_with
from programs.models import (
    OrientationPiece,
    Participation,
    Program,
    RosterImport,
    RosterPart,
    Side,
)

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT id, email, manager_id FROM people_user WHERE email = ANY(%s)
    UNION
    SELECT p.id, p.email, p.manager_id FROM people_user p JOIN above ON p.id = above.manager_id
)
SELECT above.email, manager.email FROM above LEFT JOIN people_user manager ON manager.id = above.manager_id
"""


def managers_now(emails: Collection[str]) -> dict[str, str | None]:
    """Return the manager's mail address, or None, of those of the people that are here and of everyone above them.

    Everyone above, because a cycle may run through people whom no roster row names.
    """
    if not emails:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(emails)])
        return dict(cursor.fetchall())


class _Parts(io.RawIOBase):
    """The parts of an uploaded roster as one file, fetched as they are read."""

    def __init__(self, work: RosterImport) -> None:
        self.work = work
        self.at = 0
        self.number = -1
        self.part = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.work.size}[whence]
        self.at = base + offset
        return self.at

    def readinto(self, buffer: Any) -> int:
        number, begin = divmod(self.at, RosterPart.SIZE)
        if self.at >= self.work.size:
            return 0
        if number != self.number:
            self.part = bytes(self.work.parts.values_list("content", flat=True).get(number=number))
            self.number = number
        piece = self.part[begin : begin + len(buffer)]
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)


def file_of(work: RosterImport) -> BinaryIO:
    """Return an uploaded roster's file, which is never held whole."""
    return io.BufferedReader(_Parts(work), buffer_size=RosterPart.SIZE // 16)


def another_is_running(work: RosterImport) -> bool:
    """Whether a worker is busy with another roster: one is read and applied after the other."""
    return RosterImport.objects.filter(state=RosterImport.State.RUNNING).exclude(pk=work.pk).exists()


def columns_before(header: list[str]) -> dict[str, int]:
    """Return where each field stood when a person last said so of the same first line, else nothing."""
    told = RosterImport.objects.filter(headers=header).exclude(columns={}).order_by("-requested_at")
    columns: dict[str, int] = told.values_list("columns", flat=True).first() or {}
    return columns


def order_before() -> dict[str, int]:
    """Return the number of each grade name that all people of this name share."""
    named = User.objects.exclude(grade_name="").exclude(grade=None).order_by()
    numbers: dict[str, set[int]] = {}
    for name, grade in named.values_list("grade_name", "grade").distinct():
        numbers.setdefault(name, set()).add(grade)
    return {name: min(grades) for name, grades in numbers.items() if len(grades) == 1}


@dataclass(frozen=True)
class Listed:
    """A program as one person sees it in a list: their roles in words, and the one next thing they can do there."""

    program: Program
    roles: tuple[str, ...]
    step: str
    view: str


def programs_of(person: User) -> list[Listed]:
    """Return every program the person may see, the running ones first, in two queries."""
    own = {each.program_id: each for each in Participation.objects.of(person).select_related("program")}
    programs = sorted(Program.objects.visible_to(person), key=lambda program: (program.is_closed, program.is_draft))
    return [_listed(program, person, own.get(program.pk)) for program in programs]


def _listed(program: Program, person: User, participation: Participation | None) -> Listed:
    roles = roles_with(program, person, participation)
    words = [role for role in sorted(roles) if role not in {PARTICIPANT, VISITOR}]
    if participation is not None and not participation.is_invited:
        words.append(_word_of(participation))
    step, view = "Open it", "programs:program"
    if program.is_open and roles & {INVITED, VISITOR}:
        step, view = "See what it asks", "programs:enrol"
    elif roles & set(ORGANISERS) and program.is_draft:
        step = "See what it still needs"
    elif roles & set(ORGANISERS) and program.is_open:
        step, view = "See who takes part", "programs:participants"
    return Listed(program, tuple(words), step, view)


def _word_of(participation: Participation) -> str:
    """Return the person's part in a program: their side once they take part, else where their yes stands."""
    if participation.is_enrolled:
        return participation.program.label_of(participation.side).lower()
    return participation.get_state_display().lower()


@dataclass(frozen=True)
class SideCount:
    """How many people take part on one side of a program."""

    label: str
    enrolled: int


def counts_of(program: Program) -> tuple[int, list[SideCount]]:
    """Return how many people have not answered yet, and how many take part on each side."""
    rows = program.participations.values_list("state", "side").annotate(Count("pk"))
    counts = {(state, side): number for state, side, number in rows}
    invited = sum(number for (state, _), number in counts.items() if state == Participation.State.INVITED)
    enrolled = Participation.State.ENROLLED
    return invited, [SideCount(program.label_of(side), counts.get((enrolled, side), 0)) for side in Side]


def needs_second_step(person: User) -> bool:
    """Whether the person must sign in with a second step: HR admins do once a program has opened, outside the demo."""
    if not (settings.SECOND_STEP_REQUIRED and person.is_hr_admin):
        return False
    return Program.objects.filter(opened_at__isnull=False).exists()


@dataclass(frozen=True)
class Line:
    """Who waits for a place on one side, in their order; `most` places there are, None without a limit."""

    label: str
    most: int | None
    taking_part: int
    waiting: tuple[Participation, ...]


SHOWN_IN_LINE = 100


def line_of(program: Program) -> list[Line]:
    """Return the line of each side, the first SHOWN_IN_LINE of it."""
    _, counts = counts_of(program)
    waiting = program.participations.waiting().in_line().with_people()
    return [
        Line(count.label, program.places_on(side), count.enrolled, tuple(waiting.on(side)[:SHOWN_IN_LINE]))
        for side, count in zip(Side, counts, strict=True)
    ]


def place_in_line(participation: Participation) -> int:
    """Return how many stand before somebody who waits, and they themselves: 1 is next."""
    waiting = Participation.objects.waiting().on(participation.side).filter(program=participation.program_id)
    before = Q(asked_at__lt=participation.asked_at) | Q(asked_at=participation.asked_at, pk__lt=participation.pk)
    return waiting.filter(before).count() + 1


def not_in(program: Program, words: str) -> QuerySet[User]:
    """Choose people of the organisation who fit the words and were never asked into the program."""
    asked = program.participations.values("person")
    people: QuerySet[User] = User.objects.active().matching(words).exclude(pk__in=asked).order_by("name", "pk")
    return people


WORDS_A_MINUTE = 200
THINKING = 0.5


@dataclass(frozen=True)
class Reading:
    """A track opened at one piece: `step` counts from 1 to `total`; `minutes` is how long the whole track takes."""

    piece: OrientationPiece
    step: int
    total: int
    minutes: int

    @property
    def is_last(self) -> bool:
        """Whether no piece follows."""
        return self.step == self.total


def reading(pieces: Sequence[OrientationPiece], *, step: str = "", read: Collection[UUID] = ()) -> Reading:
    """Open a track at a step as an address says it; without a usable one at the first piece that is not among `read`.

    The minutes are those of a steady reader, with half a minute for each question.
    """
    unread = (at for at, piece in enumerate(pieces) if piece.pk not in read)
    at = int(step) - 1 if step.isdecimal() and 1 <= int(step) <= len(pieces) else next(unread, 0)
    words = sum(len(piece.text.split()) for piece in pieces)
    minutes = max(1, round(words / WORDS_A_MINUTE + THINKING * len(pieces)))
    return Reading(pieces[at], at + 1, len(pieces), minutes)
