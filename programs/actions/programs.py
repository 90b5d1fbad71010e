"""Verbs of programs: create, edit, open, invite, import a roster."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from leases import actions as leases
from leases.clock import running_from
from outbox.actions import announce, post_all
from people.actions import Upserted, compare_people, upsert_people
from people.models import User
from programs.actions.held import NotOpen, locked, unended
from programs.actions.orientations import restore_orientation
from programs.data.shipped import TEMPLATES
from programs.models import (
    Outcome,
    Participation,
    Program,
    RosterError,
    RosterImport,
    Side,
)
from programs.queries import columns_before, managers_now, needs_of, order_before
from programs.roster import (
    Book,
    FileFault,
    Order,
    Roster,
    columns_by_name,
    open_book,
    preview,
    read_roster,
    recognised,
    settle_managers,
)
from record.keys import create_data_key, create_data_keys

MOST_GRADES = 60
INVITED_AT_ONCE = 5_000  # so that a large roster's rows are not all held at once
KEPT_UNAPPLIED = timedelta(days=7)


class NotReady(Exception):
    """The program lacks something that it needs before it opens; `missing` says what, in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class AlreadyRequested(Exception):
    """The roster is under way or applied; its columns are as they were."""


class TooManyGrades(FileFault):
    """A column taken for the names of grades holds more different values than a person would put in order."""


@transaction.atomic
def create_program(
    *, template: str, values: Mapping[str, Any], outcome: Mapping[str, Any], by: User, now: datetime
) -> Program:
    """Make a draft out of a template's key, the fields of a program and its outcome (empty: none yet).

    The agenda is copied from the template, the orientation from what ships. `by` coordinates where `values` name
    nobody.
    """
    agenda = next(shipped.agenda for shipped in TEMPLATES if shipped.key == template)
    program = Program.objects.create(
        template=template,
        agenda=[asdict(half) for half in agenda],
        survey_key=create_data_key(now=now),
        created_at=now,
        **{"coordinator": by, **values},
    )
    _set_outcome(program, outcome)
    for side in Side:
        restore_orientation(program, side=side)
    return program


@transaction.atomic
def edit_program(program: Program, *, values: Mapping[str, Any], outcome: Mapping[str, Any]) -> Program:
    """Change the fields of a program that has not ended; raises NotOpen when it has."""
    program = unended(program)
    for field, value in values.items():
        setattr(program, field, value)
    program.save(update_fields=list(values))
    _set_outcome(program, outcome)
    return program


def _set_outcome(program: Program, outcome: Mapping[str, Any]) -> None:
    """Set the program's first outcome; without words there is none."""
    first = program.outcomes.order_by("pk").first()
    if not outcome.get("text"):
        return
    if first is None:
        Outcome.objects.create(program=program, **outcome)
    else:
        Outcome.objects.filter(pk=first.pk).update(**outcome)


@transaction.atomic
def open_program(program: Program, *, now: datetime) -> Program:
    """Let people in and post the invitations that waited; raises NotReady, and NotOpen for a closed program.

    Opening an open program changes nothing.
    """
    program = locked(program)
    if program.is_open:
        return program
    if program.is_closed:
        raise NotOpen
    missing = [need.words for need in needs_of(program, today=now.date()) if not need.met]
    if missing:
        raise NotReady(missing)
    program.state, program.opened_at = Program.State.OPEN, now
    program.save(update_fields=["state", "opened_at"])
    _post_invitations(program.participations.invited().with_people(), now=now)
    announce("program_open", program=program.pk, about=program.pk, fact=str(program.pk), now=now)
    return program


@transaction.atomic
def close_program(program: Program, *, now: datetime) -> Program:
    """End a program: nobody joins or is paired any more, papers stay readable. Raises NotOpen for a draft.

    Closing a closed program changes nothing.
    """
    program = locked(program)
    if program.is_draft:
        raise NotOpen
    if program.is_open:
        program.state, program.closed_at = Program.State.CLOSED, now
        program.save(update_fields=["state", "closed_at"])
    return program


def invite(program: Program, *, person: User, now: datetime) -> Participation:
    """Invite one person; whoever was asked before keeps the state they have. Raises NotOpen for a closed program."""
    invite_people(program, people=[person], now=now)
    return Participation.objects.with_people().get(program=program, person=person)


@transaction.atomic
def invite_people(program: Program, *, people: Iterable[User], now: datetime) -> int:
    """Invite people who were not asked before; return how many. The mails go out when the program is open."""
    program = unended(program)
    asked = set(program.participations.values_list("person", flat=True))
    fresh = list({person.pk: person for person in people if person.pk not in asked}.values())
    for start in range(0, len(fresh), INVITED_AT_ONCE):
        some = fresh[start : start + INVITED_AT_ONCE]
        participations = Participation.objects.bulk_create(
            Participation(program=program, person=person, data_key=data_key, invited_at=now)
            for person, data_key in zip(some, create_data_keys(len(some), now=now), strict=True)
        )
        if program.is_open:
            _post_invitations(participations, now=now)
    return len(fresh)


def _post_invitations(participations: Iterable[Participation], *, now: datetime) -> None:
    post_all("invitation", [(each.person, str(each.pk), each.pk) for each in participations], now=now)


@transaction.atomic
def upload_roster(program: Program, *, file_name: str, content: bytes, by: User, now: datetime) -> RosterImport:
    """Keep an uploaded roster; where its columns are known already, check it at once.

    They are known when each has a name of ours, or when a person has said before what the same first line holds.
    Stores nothing and raises FileFault or NotOpen otherwise.
    """
    unended(program)
    book = open_book(content)
    sheet, header = _first_sheet(book)
    work = RosterImport.objects.create(
        program=program,
        file_name=file_name[-200:],
        content=content,
        read_as=book.read_as,
        sheet=sheet,
        headers=header,
        requested_at=now,
        requested_by=by,
    )
    columns = columns_before(header) or recognised(header)
    if columns and len(book.sheets) == 1:
        with suppress(TooManyGrades):
            return map_roster(work, sheet=sheet, columns=columns)
    return work


def _first_sheet(book: Book) -> tuple[str, list[str]]:
    """Return the first sheet that holds rows, with its line of column names; raises FileFault without any."""
    for sheet in book.sheets[:-1]:
        with suppress(FileFault):
            return sheet, preview(book, sheet).header
    return book.sheets[-1], preview(book, book.sheets[-1]).header


@transaction.atomic
def map_roster(work: RosterImport, *, sheet: str, columns: Mapping[str, int]) -> RosterImport:
    """Say at which position of a sheet each field stands; then the rows are checked, or the grades' order is asked.

    Raises FileFault, and AlreadyRequested for a roster that is under way.
    """
    work = _in_preparation(work)
    book = open_book(bytes(work.content))
    work.sheet, work.headers, work.columns = sheet, preview(book, sheet).header, dict(columns)
    return _check_roster(work, book, known=order_before())


@transaction.atomic
def order_grades(work: RosterImport, *, order: Order) -> RosterImport:
    """Give the names of grades their numbers, higher for more senior, None for no place; then check the rows.

    Raises AlreadyRequested for a roster that is under way.
    """
    work = _in_preparation(work)
    work.grade_order = dict(order)
    return _check_roster(work, open_book(bytes(work.content)), known=order)


def _in_preparation(work: RosterImport) -> RosterImport:
    """Return the roster as it is now, held to the transaction's end; raises AlreadyRequested when it is under way."""
    work = RosterImport.objects.select_for_update().get(pk=work.pk)
    if not work.is_in_preparation:
        raise AlreadyRequested
    return work


def _check_roster(work: RosterImport, book: Book, *, known: Order) -> RosterImport:
    """Store what applying would do and every fault; where a grade's name has an unknown place, wait for its order."""
    roster = _roster_of(work, book, order=known)
    work.grade_order = {name: known.get(name) for name in roster.grade_names}
    asks = any(name not in known for name in roster.grade_names)
    if asks and len(roster.grade_names) > MOST_GRADES:
        raise TooManyGrades(
            f"The column {roster.titles['grade_name']} holds {len(roster.grade_names)} different grade names, "
            f"and at most {MOST_GRADES} can be put in order. Choose another column."
        )
    work.state = RosterImport.State.MAPPED if asks else RosterImport.State.CHECKED
    told = compare_people(roster.told)
    asked = set(work.program.participations.values_list("person", flat=True))
    _store_outcome(work, roster, told, invited=sum(person.pk not in asked for person in told.people))
    work.save(update_fields=["state", "sheet", "headers", "columns", "grade_order", "rows_read"])
    return work


def _roster_of(work: RosterImport, book: Book, *, order: Order) -> Roster:
    roster = read_roster(book, sheet=work.sheet, columns=work.columns, order=order)
    work.rows_read = roster.rows_read
    return settle_managers(roster, managers_now())


def _store_outcome(work: RosterImport, roster: Roster, told: Upserted, *, invited: int) -> None:
    """Store the counts and faults of a roster in place of what was stored before."""
    work.errors.all().delete()
    RosterError.objects.bulk_create(
        (
            RosterError(roster_import=work, line=fault.line, column=fault.column, sentence=fault.sentence)
            for fault in roster.faults
        ),
        batch_size=2000,
    )
    RosterImport.objects.filter(pk=work.pk).update(
        people_new=told.new,
        people_changed=told.changed,
        people_unchanged=told.unchanged,
        changes=dict(told.changes),
        invited=invited,
    )


@transaction.atomic
def apply_roster(work: RosterImport) -> None:
    """Let the next sweep apply a checked roster; a second time changes nothing."""
    checked = RosterImport.objects.filter(pk=work.pk, state=RosterImport.State.CHECKED)
    if checked.update(state=RosterImport.State.REQUESTED):
        leases.wake("programs.run_roster_imports")


@transaction.atomic
def request_roster_import(program: Program, *, file_name: str, content: bytes, by: User, now: datetime) -> RosterImport:
    """Keep a roster whose columns have names of ours for the next sweep, without a person to ask.

    Stores nothing and raises FileFault or NotOpen otherwise.
    """
    book = open_book(content)
    sheet, header = _first_sheet(book)
    columns = columns_by_name(header)
    work = upload_roster(program, file_name=file_name, content=content, by=by, now=now)
    if work.is_uploaded:
        work = map_roster(work, sheet=sheet, columns=columns)
    if work.is_mapped:
        raise FileFault("The grades of this file are names. Say in which order they stand.")
    apply_roster(work)
    work.refresh_from_db()
    return work


def run_roster_import(work: RosterImport, *, now: datetime) -> None:
    """Apply a claimed roster: people, invitations and faults in one transaction, so that a restart begins anew.

    The rows are checked against the organisation as it is now. The file is forgotten once it is applied. Raises
    LeaseLost when another worker has taken over.
    """
    clock = running_from(now)
    roster = _roster_of(work, open_book(bytes(work.content)), order=work.grade_order)
    leases.report(work, stage="Rows checked", done=0, total=len(roster.rows), now=clock())
    try:
        _apply_roster(work, roster, now=clock())
    except NotOpen:
        leases.fail(work, sentence="The program has ended, so nobody was invited.", now=clock())


@transaction.atomic
def _apply_roster(work: RosterImport, roster: Roster, *, now: datetime) -> None:
    total = len(roster.rows)
    told = upsert_people(roster.told)
    invited = invite_people(work.program, people=told.people, now=now)
    _store_outcome(work, roster, told, invited=invited)
    RosterImport.objects.filter(pk=work.pk).update(content=b"")
    leases.report(work, stage="Applied", done=total, total=total, now=now)
    leases.finish(work, now=now)


def forget_old_uploads(*, now: datetime) -> None:
    """Forget rosters that nobody applied within a week of uploading them, their files among them."""
    preparing = [RosterImport.State.UPLOADED, RosterImport.State.MAPPED, RosterImport.State.CHECKED]
    RosterImport.objects.filter(state__in=preparing, requested_at__lt=now - KEPT_UNAPPLIED).delete()
