"""Verbs of rosters: keep an upload, say what its columns hold, check its rows, apply them, forget it.

A small file is checked in the request that uploads it, a large one by the sweep that also applies it.
"""

import io
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import F

from leases import actions as leases
from leases.clock import Clock, running_from
from people.actions import (
    Upserted,
    compare_people,
    count_staged,
    mark_absent,
    people_absent,
    stage_people,
    store_people,
)
from people.models import User
from programs.actions.held import NotOpen, unended
from programs.actions.programs import invite_people
from programs.models import Participation, Program, RosterError, RosterImport, RosterPart
from programs.queries import columns_before, file_of, managers_now, order_before
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

MOST_GRADES = 60
KEPT_UNAPPLIED = timedelta(days=7)
CHECKED_AT_ONCE = 1024 * 1024  # bytes: about 10,000 rows
INVITED_AT_ONCE = 2_000
State = RosterImport.State


class AlreadyRequested(Exception):
    """The roster is under way or applied; its columns are as they were."""


class TooManyGrades(FileFault):
    """A column taken for the names of grades holds more different values than a person would put in order."""


@transaction.atomic
def upload_roster(
    program: Program,
    *,
    file_name: str,
    content: bytes | BinaryIO,
    by: User,
    now: datetime,
    invites: bool = True,
) -> RosterImport:
    """Keep an uploaded roster; where its columns are known already, check it, at once if it is small.

    They are known when each has a name of ours, or when a person has said before what the same first line holds.
    `invites` says whether the people in it are invited, too. Stores nothing and raises FileFault or NotOpen otherwise.
    """
    unended(program)
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    book = open_book(file)
    sheet, header = _first_sheet(book)
    work = RosterImport.objects.create(
        program=program,
        file_name=file_name[-200:],
        size=file.seek(0, io.SEEK_END),
        read_as=book.read_as,
        sheet=sheet,
        headers=header,
        invites=invites,
        requested_at=now,
        requested_by=by,
    )
    _keep(work, file)
    columns = columns_before(header) or recognised(header)
    if columns and len(book.sheets) == 1:
        with suppress(TooManyGrades):
            return map_roster(work, sheet=sheet, columns=columns)
    return work


def _keep(work: RosterImport, file: BinaryIO) -> None:
    file.seek(0)
    number = 0
    while part := file.read(RosterPart.SIZE):
        RosterPart.objects.create(roster_import=work, number=number, content=part)
        number += 1


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
    work.sheet, work.columns, work.grade_order = sheet, dict(columns), {}
    work.headers = preview(open_book(file_of(work)), sheet).header
    return _check_now_or_soon(work)


@transaction.atomic
def order_grades(work: RosterImport, *, order: Order) -> RosterImport:
    """Give the names of grades their numbers, higher for more senior, None for no place; then check the rows.

    Raises AlreadyRequested for a roster that is under way.
    """
    work = _in_preparation(work)
    work.grade_order = dict(order)
    return _check_now_or_soon(work)


def _in_preparation(work: RosterImport) -> RosterImport:
    """Return the roster as it is now, held to the transaction's end; raises AlreadyRequested when it is under way."""
    work = RosterImport.objects.select_for_update(of=("self",)).select_related("requested_by").get(pk=work.pk)
    if not work.is_in_preparation:
        raise AlreadyRequested
    return work


def _check_now_or_soon(work: RosterImport) -> RosterImport:
    """Check a small roster, and let a sweep check a large one."""
    work.state = State.REQUESTED
    work.save(update_fields=["state", "sheet", "headers", "columns", "grade_order"])
    if work.size <= CHECKED_AT_ONCE:
        _check_roster(work, _read(work, order=work.grade_order or order_before()))
    else:
        leases.wake("programs.run_roster_imports")
    return work


def _read(work: RosterImport, *, order: Order, clock: Clock | None = None) -> Roster:
    """Read and check the rows; with a clock, the work is held and its progress told meanwhile."""

    def report(rows: int) -> None:
        if clock is not None:
            leases.report(work, stage="Reading", done=rows, total=0, now=clock())

    roster = read_roster(open_book(file_of(work)), sheet=work.sheet, columns=work.columns, order=order, report=report)
    return settle_managers(roster, managers_now(roster.outside))


def _check_roster(work: RosterImport, roster: Roster) -> None:
    """Store what applying would do and every fault; where a grade's name has an unknown place, wait for its order."""
    known = work.grade_order or order_before()
    asks = any(name not in known for name in roster.grade_names)
    if asks and len(roster.grade_names) > MOST_GRADES:
        raise TooManyGrades(
            f"The column {roster.titles['grade_name']} holds {len(roster.grade_names)} different grade names, "
            f"and at most {MOST_GRADES} can be put in order. Choose another column."
        )
    stage_people(roster.told, fields=roster.fields)
    told = compare_people(fields=roster.fields, may_change=work.may_change_people)
    if work.invites:
        work.invited = count_staged(beside=Participation._meta.db_table, program_id=work.program_id)
    if work.may_change_people and work.requested_by is not None:
        absent = people_absent(named=_named_beside(roster), by=work.requested_by)
        work.absent, work.absent_names = absent.count, absent.names
    _store_outcome(work, roster, told)
    work.state = State.MAPPED if asks else State.CHECKED
    work.grade_order = {name: known.get(name) for name in roster.grade_names}
    work.save(update_fields=["state", "grade_order", "invited", "absent", "absent_names"])


def _named_beside(roster: Roster) -> set[str]:
    """Return the people whom only rows name that could not be used: a bad row makes nobody a leaver."""
    return roster.first_line_of.keys() - {row.email for row in roster.rows}


def _store_outcome(work: RosterImport, roster: Roster, told: Upserted) -> None:
    """Store the counts and faults of a roster in place of what was stored before."""
    work.errors.all().delete()
    RosterError.objects.bulk_create(
        (
            RosterError(roster_import=work, line=fault.line, column=fault.column, sentence=fault.sentence)
            for fault in roster.faults
        ),
        batch_size=2000,
    )
    work.rows_read = roster.rows_read
    work.people_new, work.people_changed, work.people_unchanged = told.new, told.changed, told.unchanged
    work.changes = dict(told.changes)
    work.save(update_fields=["rows_read", "people_new", "people_changed", "people_unchanged", "changes"])


@transaction.atomic
def apply_roster(work: RosterImport, *, is_everybody: bool = False) -> None:
    """Let the next sweep apply a checked roster; a second time changes nothing.

    With `is_everybody`, people whom it does not name are marked as having left, if an HR admin uploaded it.
    """
    checked = RosterImport.objects.filter(pk=work.pk, state=State.CHECKED)
    if checked.update(state=State.REQUESTED, applies=True, is_everybody=is_everybody, tries=0):
        leases.wake("programs.run_roster_imports")


@transaction.atomic
def request_roster_import(
    program: Program, *, file_name: str, content: bytes | BinaryIO, by: User, now: datetime
) -> RosterImport:
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
    RosterImport.objects.filter(pk=work.pk).update(state=State.REQUESTED, applies=True)
    leases.wake("programs.run_roster_imports")
    work.refresh_from_db()
    return work


def run_roster_import(work: RosterImport, *, now: datetime) -> None:
    """Check a claimed roster, or apply it: its people in one transaction, then the invitations some at a time.

    The rows are checked against the organisation as it is now. A restart goes on where the last worker stopped; the
    file is forgotten once it is applied. Raises LeaseLost when another worker has taken over.
    """
    clock = running_from(now)
    try:
        roster = _read(work, order=work.grade_order or order_before(), clock=clock)
        leases.report(work, stage="Rows read", done=0, total=len(roster.rows), now=clock())
        if not work.applies:
            _finish_check(work, roster, now=clock())
            return
        if work.people_stored_at is None:
            _store_roster(work, roster, now=clock())
        if work.invites:
            _invite_all(work, roster, clock=clock)
        _finish(work, roster, now=clock())
    except FileFault as fault:
        leases.fail(work, sentence=str(fault)[:300], now=clock())
    except NotOpen:
        sentence = "The program ended meanwhile, so the others were not invited."
        if work.people_stored_at is None:
            sentence = "The program has ended, so nobody was invited."
        leases.fail(work, sentence=sentence, now=clock())


@transaction.atomic
def _finish_check(work: RosterImport, roster: Roster, *, now: datetime) -> None:
    leases.finish(work, now=now)
    _check_roster(work, roster)
    RosterImport.objects.filter(pk=work.pk).update(finished_at=None, stage="", progress_done=0, progress_total=0)


@transaction.atomic
def _store_roster(work: RosterImport, roster: Roster, *, now: datetime) -> None:
    """Store the people of a roster, mark who is no longer among them, and remember that this is done."""
    unended(work.program)
    stage_people(roster.told, fields=roster.fields)
    told = store_people(fields=roster.fields, may_change=work.may_change_people)
    work.absent, work.absent_names, work.invited, work.people_stored_at = 0, [], 0, now
    if work.is_everybody and work.may_change_people and work.requested_by is not None:
        work.absent = mark_absent(named=_named_beside(roster), by=work.requested_by, now=now)
    _store_outcome(work, roster, told)
    work.save(update_fields=["absent", "absent_names", "invited", "people_stored_at"])
    leases.report(work, stage="People stored", done=0, total=len(roster.rows), now=now)


def _invite_all(work: RosterImport, roster: Roster, *, clock: Clock) -> None:
    """Invite everyone of a roster who works here, some at a time, so that progress shows and nothing is done twice."""
    total = len(roster.rows)
    for start in range(0, total, INVITED_AT_ONCE):
        emails = [row.email for row in roster.rows[start : start + INVITED_AT_ONCE]]
        with transaction.atomic():
            people = User.objects.active().filter(email__in=emails)
            invited = invite_people(work.program, people=people, now=clock())
            RosterImport.objects.filter(pk=work.pk).update(invited=F("invited") + invited)
            done = min(start + INVITED_AT_ONCE, total)
            leases.report(work, stage="Inviting", done=done, total=total, now=clock())


@transaction.atomic
def _finish(work: RosterImport, roster: Roster, *, now: datetime) -> None:
    total = len(roster.rows)
    RosterPart.objects.filter(roster_import=work).delete()
    leases.report(work, stage="Applied", done=total, total=total, now=now)
    leases.finish(work, now=now)


def forget_old_uploads(*, now: datetime) -> None:
    """Forget rosters that nobody applied within a week of uploading them, their files among them."""
    old = RosterImport.objects.filter(requested_at__lt=now - KEPT_UNAPPLIED)
    old.filter(state__in=[State.UPLOADED, State.MAPPED, State.CHECKED]).delete()
    RosterPart.objects.filter(roster_import__in=old.filter(state=State.FAILED)).delete()
