"""The switches of a program: each evaluative function on or off."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from people.models import User
from programs.actions.changes import note_change
from programs.actions.held import locked
from programs.data.switches import SWITCHES
from programs.models import Program
from programs.parts import settings_of


@transaction.atomic
def set_switches(program: Program, *, values: Mapping[str, bool], by: User, now: datetime) -> bool:
    """Switch functions on or off, by field, and keep it in the history; return whether anything changed."""
    program = locked(program)
    before = settings_of(program)
    changed = [switch.field for switch in SWITCHES if values.get(switch.field) not in {None, before[switch.field]}]
    for field in changed:
        setattr(program, field, values[field])
    program.save(update_fields=changed)
    note_change(program, before, by=by, now=now)
    return bool(changed)
