"""Verbs of looks: see whom a round pairs before anybody is told, and pay for it (docs/decisions/0026)."""

from datetime import datetime

from django.db import transaction

from pairing.models import Round
from pairing.queries import looks_at
from people.models import User
from programs.models import Program


class NoLooksLeft(Exception):
    """Somebody of this round was looked at as often as may be; `free_at` says when there is a look again."""

    def __init__(self, free_at: datetime) -> None:
        self.free_at = free_at
        super().__init__(free_at)


@transaction.atomic
def look_at_round(round_: Round, *, by: User | None, now: datetime) -> None:
    """Show organisers whom a finished round pairs; one that was looked at costs nothing. Raises NoLooksLeft."""
    program = Program.objects.select_for_update().get(pk=round_.program_id)
    held = program.rounds.get(pk=round_.pk)
    if not held.is_done or not held.is_by_engine or held.looked_at is not None:
        return
    looks = looks_at(held, now=now)
    if not looks.left:
        raise NoLooksLeft(looks.free_at)
    Round.objects.filter(pk=held.pk).update(looked_at=now, looked_by=by)
