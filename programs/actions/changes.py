"""Verbs of the history: keep who changed what is set for a program, and take one change back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from people.models import User
from programs.actions.held import unended
from programs.actions.telling import note_switched
from programs.models import Program, ProgramChange
from programs.parts import Faulty, Json, all_settings, settings_of

Done = TypeVar("Done")


class CannotUndo(Exception):
    """The change cannot be taken back; the text says why."""


@transaction.atomic
def keep_history(
    program: Program, verb: Callable[..., Done], *args: Any, by: User, now: datetime, **values: Any
) -> Done:
    """Do a verb that changes what is set for a program, and keep what it changed; a verb that fails keeps nothing.

    Raises NotOpen once the program has ended, and whatever the verb raises.
    """
    before = settings_of(unended(program))
    done = verb(*args, **values)
    note_change(program, before, by=by, now=now)
    return done


def note_change(
    program: Program,
    before: Mapping[str, Json],
    *,
    by: User | None,
    now: datetime,
    undoes: ProgramChange | None = None,
) -> None:
    """Keep how a program's settings differ from those before; nothing where they do not."""
    after = settings_of(Program.objects.get(pk=program.pk))
    changed = [name for name, value in after.items() if name in before and before[name] != value]
    if not changed:
        return
    note_switched(program, before, after, by=by, now=now)
    ProgramChange.objects.create(
        program=program,
        by=by,
        at=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        undoes=undoes,
    )


@transaction.atomic
def undo_change(change: ProgramChange, *, by: User, now: datetime) -> None:
    """Take one change back, whatever was changed since in other places; a second time changes nothing.

    Raises CannotUndo where the same thing was changed again or holds for good now, and NotOpen.
    """
    program = unended(change.program)
    change = ProgramChange.objects.select_for_update().get(pk=change.pk)
    if change.is_undone:
        return
    before, known = settings_of(program), all_settings()
    gone = [name for name in change.after if name not in known]
    since = [name for name in change.after if name not in gone and before[name] != change.after[name]]
    if since or gone:
        names = ", ".join(known[name].label.lower() for name in since) or "what is no longer set here"
        raise CannotUndo(f"It was changed again since: {names}. Take the newer change back first.")
    if any(known[name].is_fixed_once_open for name in change.after) and not program.is_draft:
        raise CannotUndo("Number and length of the sessions hold since the program opened.")
    try:
        write_settings(program, change.before)
    except Faulty as fault:
        raise CannotUndo(f"What stood there before cannot stand there again. {fault}") from None
    note_change(program, before, by=by, now=now, undoes=change)
    ProgramChange.objects.filter(pk=change.pk).update(undone_at=now)


def write_settings(program: Program, values: Mapping[str, Json]) -> None:
    """Set what the values name, in the order of the parts; inside a transaction. Raises Faulty, naming the place."""
    for name, setting in all_settings().items():
        if name in values:
            try:
                setting.write(program, values[name])
            except Faulty as fault:
                raise Faulty(f"{setting.label} ({name}) {fault}.") from None
    if program.ends_on <= program.starts_on:
        raise Faulty("Last day (ends_on) must come after the first (starts_on).")
    holders = {program.coordinator_id, program.sponsor_id}
    if "counsellor" in values and program.counsellor_id in holders:
        raise Faulty("Counsellor (counsellor) stands outside: not the coordinator or the sponsor.")
    program.save()
