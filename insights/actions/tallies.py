"""Verbs of tallies: count what may be told of scheduling."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from insights.disclosure import is_enough
from insights.models import Tally
from pairing.models import Pair
from programs.models import Program
from sessions_app.models import Meeting

# A fact is counted once everything that began before it has surely been committed.
SETTLING = timedelta(minutes=5)
_TWO = ("newcomer__person", "senior__person")


def tally_programs(*, now: datetime) -> None:
    """Bring the tallies of every running program up to date."""
    for program in Program.objects.running().filter(figures_on=True):
        tally(program, now=now)


@transaction.atomic
def tally(program: Program, *, now: datetime) -> None:
    """Count new facts of scheduling, each kind only once they come from enough people and pairs together."""
    until = now - SETTLING
    pairs = Pair.objects.filter(program=program)
    left = Meeting.objects.filter(pair=OuterRef("pk")).exclude(state=Meeting.State.HELD)
    held = Meeting.objects.held().filter(pair__program=program)
    places = program.participations
    facts: dict[str, tuple[Any, str, tuple[str, ...]]] = {
        Tally.Key.INVITED: (places, "invited_at", ("pk", "person")),
        Tally.Key.JOINED: (places, "enrolled_at", ("pk", "person")),
        Tally.Key.PAIRS: (pairs, "began_at", ("pk", *_TWO)),
        Tally.Key.SESSIONS: (held, "confirmed_at", ("pair", *(f"pair__{each}" for each in _TWO))),
        Tally.Key.COMPLETED: (
            pairs.filter(Exists(Meeting.objects.held().filter(pair=OuterRef("pk"))) & ~Exists(left)),
            "ended_at",
            ("pk", *_TWO),
        ),
    }
    for key, (rows, moment, columns) in facts.items():
        row = locked(program, key)
        new = rows.filter(**since(row, moment, until=until))
        if _grows(row, new.values_list(*columns)):
            row.until = until
            row.save()


def locked(program: Program, key: str) -> Tally:
    """Return the tally, held until the transaction ends."""
    Tally.objects.get_or_create(program=program, key=key)
    return Tally.objects.select_for_update().get(program=program, key=key)


def since(row: Tally, moment: str, *, until: datetime) -> dict[str, datetime]:
    """Return what chooses the facts that a tally has not told yet, by the column of their moment."""
    return {f"{moment}__gt": row.after, f"{moment}__lte": until}


def _grows(row: Tally, facts: Iterable[tuple[object, ...]]) -> bool:
    """Add facts (pair, people…) if they are about enough people and pairs; otherwise they wait."""
    facts = list(facts)
    if not is_enough({person for _, *people in facts for person in people}, {pair for pair, *_ in facts}):
        return False
    row.told += len(facts)
    return True
