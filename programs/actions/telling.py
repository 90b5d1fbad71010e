"""What widens: writing it down whichever way it was changed, and telling people, one letter a change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from outbox.actions import post_all
from people.models import User
from programs.data.switches import SWITCHES
from programs.models import Program
from programs.queries import touched_by
from record.actions import note_change, note_told
from record.models import Change


def note_switched(
    program: Program, before: Mapping[str, Any], after: Mapping[str, Any], *, by: User | None, now: datetime
) -> None:
    """Write down which functions were switched on or off.

    What is switched on holds for what comes later: sessions held before are not asked about (feedback looks for this
    row), and the clocks of drift begin anew.
    """
    changed = [switch for switch in SWITCHES if before.get(switch.field) != after.get(switch.field)]
    if program.is_draft:
        return
    if before.get("drift_on") is False and after.get("drift_on"):
        Program.objects.filter(pk=program.pk).update(resumed_at=now)
    note_change(
        [f"“{switch.title}” was switched {'on' if after[switch.field] else 'off'}." for switch in changed],
        keys=[switch.field for switch in changed],
        widens=any(after[switch.field] for switch in changed),
        by=by,
        now=now,
        program=program.pk,
    )


def tell_changes(*, now: datetime) -> int:
    """Write to those whom each untold change touches; return how many changes were told."""
    untold = Change.objects.filter(widens=True, told_at__isnull=True).order_by("made_at")
    for change in untold:
        _tell(change, now=now)
    return len(untold)


@transaction.atomic
def _tell(change: Change, *, now: datetime) -> None:
    people = User.objects.active().filter(pk__in=touched_by(change).values("person"))
    facts = [(person, str(change.pk), change.pk) for person in people]
    if facts:
        post_all("terms_changed", facts, now=now)
    note_told(change, now=now)
