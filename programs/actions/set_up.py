"""Verbs of setting a program up: create it, edit it, open it, close it."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from outbox.actions import announce
from people.models import User
from programs.actions.changes import write_settings
from programs.actions.held import NotOpen, locked, unended
from programs.actions.orientations import ChangedMeanwhile, restore_orientation
from programs.actions.programs import post_invitations
from programs.data.shipped import TEMPLATES
from programs.models import Outcome, Program, ProgramChange, Side
from programs.parts import Json, seen_of
from programs.queries import Readiness, readiness_of
from record.keys import create_data_key


class NotReady(Exception):
    """The program lacks something that it needs before it opens; `missing` says what, in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotYet(Exception):
    """The readiness check says "not yet", and nobody has said why the program opens all the same."""


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
    set_outcome(program, outcome)
    for side in Side:
        restore_orientation(program, side=side)
    return program


@transaction.atomic
def copy_program(
    settings: Mapping[str, Json], *, template: str, values: Mapping[str, Any], by: User, now: datetime
) -> Program:
    """Make a draft with the settings of another program or of a file, all or nothing; `values` as in create_program.

    What `settings` leave out is as the template has it. Raises programs.parts.Faulty, naming the place.
    """
    program = create_program(template=template, values=values, outcome={}, by=by, now=now)
    write_settings(program, {name: value for name, value in settings.items() if name not in values})
    return program


@transaction.atomic
def edit_program(
    program: Program,
    *,
    values: Mapping[str, Any],
    outcome: Mapping[str, Any] | None = None,
    names: Collection[str] = (),
    seen: str = "",
) -> Program:
    """Change the fields of a program that has not ended; raises NotOpen when it has.

    `seen` is what `programs.parts.seen_of` said of the settings `names` when the editor read them: raises
    ChangedMeanwhile where they have changed since. Without an `outcome` it stays as it is.
    """
    program = unended(program)
    if names and seen != seen_of(program, names):
        raise ChangedMeanwhile
    for field, value in values.items():
        setattr(program, field, value)
    program.save(update_fields=list(values))
    set_outcome(program, outcome or {})
    return program


def set_outcome(program: Program, outcome: Mapping[str, Any]) -> None:
    """Set the program's first outcome; without words it stays as it is."""
    first = program.outcomes.order_by("pk").first()
    if not outcome.get("text"):
        return
    if first is None:
        Outcome.objects.create(program=program, **outcome)
    else:
        Outcome.objects.filter(pk=first.pk).update(**outcome)


def remove_outcome(program: Program) -> None:
    """Leave a program without a measurable outcome."""
    program.outcomes.all().delete()


@transaction.atomic
def open_program(program: Program, *, now: datetime, by: User | None = None, reason: str = "") -> Program:
    """Let people in and post the invitations that waited; raises NotReady, and NotOpen for a closed program.

    Where the readiness check says "not yet", somebody says why it opens all the same, and that is kept; raises NotYet
    without a reason. Opening an open program changes nothing.
    """
    program = locked(program)
    if program.is_open:
        return program
    if program.is_closed:
        raise NotOpen
    readiness = readiness_of(program, today=now.date())
    if readiness.missing:
        raise NotReady([finding.words for finding in readiness.missing])
    if readiness.verdict == Readiness.NOT_YET:
        if not reason.strip():
            raise NotYet
        program.opened_because = reason.strip()
    program.state, program.opened_at = Program.State.OPEN, now
    program.save(update_fields=["state", "opened_at", "opened_because"])
    ProgramChange.objects.create(program=program, by=by, at=now, reason=program.opened_because, is_opening=True)
    post_invitations(program.participations.invited().with_people(), now=now)
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
