"""Verbs of programs: create, edit, open, invite."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from outbox.actions import announce, post_all
from people.models import User
from programs.actions.held import NotOpen, locked, unended
from programs.actions.orientations import restore_orientation
from programs.data.shipped import TEMPLATES
from programs.models import Outcome, Participation, Program, Side
from programs.queries import needs_of
from record.keys import create_data_key, create_data_keys

INVITED_AT_ONCE = 5_000  # so that a large roster's rows are not all held at once


class NotReady(Exception):
    """The program lacks something that it needs before it opens; `missing` says what, in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


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
    by_id = {person.pk: person for person in people}
    asked = set(program.participations.filter(person__in=by_id).values_list("person", flat=True))
    fresh = [person for pk, person in by_id.items() if pk not in asked]
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
