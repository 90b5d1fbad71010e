"""Verbs of programs: create, edit, open, invite, enrol, leave, take a place, import a roster."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from leases import actions as leases
from leases.clock import running_from
from outbox.actions import post_all
from people.actions import upsert_people
from people.models import User
from programs.data.shipped import TEMPLATES
from programs.models import Outcome, Participation, Program, RosterError, RosterImport
from programs.queries import managers_now, needs_of
from programs.roster import Roster, read_roster, settle_managers
from record.keys import create_data_key, create_data_keys

State = Participation.State


class NotReady(Exception):
    """The program lacks something that it needs before it opens; `missing` says what, in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotOpen(Exception):
    """The program is not open: a draft takes nobody yet, a closed one nobody any more."""


class AlreadyEnrolled(Exception):
    """The person takes part already; nothing was changed."""


class NotInvited(Exception):
    """The program is for invited people, and this person is not among them."""


class NoPlaceLeft(Exception):
    """The person has as many partners as they can take."""


@transaction.atomic
def create_program(
    *, template: str, values: Mapping[str, Any], outcome: Mapping[str, Any], by: User, now: datetime
) -> Program:
    """Make a draft out of a template's key, the fields of a program and its outcome (empty: none yet).

    The agenda is copied from the template; `by` coordinates where `values` name nobody.
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
    return program


@transaction.atomic
def edit_program(program: Program, *, values: Mapping[str, Any], outcome: Mapping[str, Any]) -> Program:
    """Change the fields of a program that has not ended; raises NotOpen when it has."""
    program = _locked(program)
    if program.is_closed:
        raise NotOpen
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
    program = _locked(program)
    if program.is_open:
        return program
    if program.is_closed:
        raise NotOpen
    missing = [need.words for need in needs_of(program, today=now.date()) if not need.met]
    if missing:
        raise NotReady(missing)
    program.state, program.opened_at = Program.State.OPEN, now
    program.save(update_fields=["state", "opened_at"])
    _post_invitations(program.participations.filter(state=State.INVITED).with_people(), now=now)
    return program


@transaction.atomic
def close_program(program: Program, *, now: datetime) -> Program:
    """End a program: nobody joins or is paired any more, papers stay readable. Raises NotOpen for a draft.

    Closing a closed program changes nothing.
    """
    program = _locked(program)
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
    program = _locked(program)
    if program.is_closed:
        raise NotOpen
    asked = set(program.participations.values_list("person", flat=True))
    fresh = list({person.pk: person for person in people if person.pk not in asked}.values())
    data_keys = create_data_keys(len(fresh), now=now)
    participations = Participation.objects.bulk_create(
        Participation(program=program, person=person, data_key=data_key, invited_at=now)
        for person, data_key in zip(fresh, data_keys, strict=True)
    )
    if program.is_open:
        _post_invitations(participations, now=now)
    return len(participations)


def _post_invitations(participations: Iterable[Participation], *, now: datetime) -> None:
    post_all("invitation", [(each.person, str(each.pk), each.pk) for each in participations], now=now)


@transaction.atomic
def enrol(participation: Participation, *, side: str, capacity: int, now: datetime) -> Participation:
    """Take part on a side with room for `capacity` partners, 1 to 3; who left may come back.

    Raises NotOpen and AlreadyEnrolled.
    """
    if not _locked(participation.program).is_open:
        raise NotOpen
    enrolled = Participation.objects.filter(pk=participation.pk, state__in=[State.INVITED, State.LEFT]).update(
        state=State.ENROLLED, side=side, capacity=capacity, enrolled_at=now, left_at=None
    )
    if not enrolled:
        raise AlreadyEnrolled
    participation.refresh_from_db()
    return participation


@transaction.atomic
def join(program: Program, *, person: User, side: str, capacity: int, now: datetime) -> Participation:
    """Enrol a person who was invited, or anyone where the program lets anyone in; raises NotInvited beside enrol's."""
    program = _locked(program)
    participation = Participation.objects.of(person).filter(program=program).first()
    if participation is None:
        if program.entry != Program.Entry.ANYONE:
            raise NotInvited
        participation = Participation.objects.create(
            program=program, person=person, data_key=create_data_key(now=now), invited_at=now
        )
    return enrol(participation, side=side, capacity=capacity, now=now)


def leave(participation: Participation, *, now: datetime) -> None:
    """Take no part any more, without a reason; a second time changes nothing.

    Pairs are ended by the verb above, `pairing.actions.withdraw`, which calls this one.
    """
    Participation.objects.filter(pk=participation.pk).exclude(state=State.LEFT).update(state=State.LEFT, left_at=now)


def take_place(participation: Participation) -> None:
    """Take one of the person's places for a partner; raises NoPlaceLeft, also in a race."""
    taken = (
        Participation.objects.enrolled()
        .with_places()
        .filter(pk=participation.pk)
        .update(places_taken=F("places_taken") + 1)
    )
    if not taken:
        raise NoPlaceLeft


def free_place(participation: Participation) -> None:
    """Give a place back; with none taken nothing changes."""
    Participation.objects.filter(pk=participation.pk, places_taken__gt=0).update(places_taken=F("places_taken") - 1)


def _locked(program: Program) -> Program:
    """Return the program as it is now, held to the transaction's end: opening and inviting never miss each other."""
    return Program.objects.select_for_update().get(pk=program.pk)


@transaction.atomic
def request_roster_import(program: Program, *, file_name: str, content: bytes, by: User, now: datetime) -> RosterImport:
    """Keep an uploaded roster for the next sweep; stores nothing and raises FileFault or NotOpen otherwise."""
    if _locked(program).is_closed:
        raise NotOpen
    roster = read_roster(content)
    work = RosterImport.objects.create(
        program=program,
        file_name=file_name[-200:],
        content=content,
        read_as=roster.encoding,
        rows_read=roster.rows_read,
        requested_at=now,
        requested_by=by,
    )
    leases.wake("programs.run_roster_imports")
    return work


def run_roster_import(work: RosterImport, *, now: datetime) -> None:
    """Apply a claimed roster: people, invitations and faults in one transaction, so that a restart begins anew.

    The file itself is forgotten once it is applied. Raises LeaseLost when another worker has taken over.
    """
    clock = running_from(now)
    roster = settle_managers(read_roster(bytes(work.content)), managers_now())
    leases.report(work, stage="Rows checked", done=0, total=len(roster.rows), now=clock())
    try:
        _apply_roster(work, roster, now=clock())
    except NotOpen:
        leases.fail(work, sentence="The program has ended, so nobody was invited.", now=clock())


@transaction.atomic
def _apply_roster(work: RosterImport, roster: Roster, *, now: datetime) -> None:
    total = len(roster.rows)
    told = upsert_people([{**row.values, "email": row.email, "manager": row.manager} for row in roster.rows])
    invited = invite_people(work.program, people=told.people, now=now)
    RosterError.objects.bulk_create(
        RosterError(roster_import=work, line=fault.line, column=fault.column, sentence=fault.sentence)
        for fault in roster.faults
    )
    RosterImport.objects.filter(pk=work.pk).update(
        content=b"",
        people_new=told.new,
        people_changed=told.changed,
        people_unchanged=told.unchanged,
        invited=invited,
    )
    leases.report(work, stage="Applied", done=total, total=total, now=now)
    leases.finish(work, now=now)
