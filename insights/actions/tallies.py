"""Verbs of tallies: count what may be told of scheduling."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from insights.disclosure import is_enough
from insights.models import Tally
from pairing.models import Pair
from programs.models import Program
from sessions_app.models import Meeting

# A fact is counted once everything that began before it has surely been committed.
SETTLING = timedelta(minutes=5)
# So many facts tell whether there are enough in nearly every case.
LOOKED_AT = 500
People = Callable[[QuerySet[Any]], tuple[set[object], set[object]]]


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
    completed = pairs.filter(Exists(Meeting.objects.held().filter(pair=OuterRef("pk"))) & ~Exists(left))
    for key, rows, moment, of in (
        (Tally.Key.INVITED, program.participations.all(), "invited_at", _people_alone),
        (Tally.Key.JOINED, program.participations.all(), "enrolled_at", _people_alone),
        (Tally.Key.PAIRS, pairs, "began_at", _people_of_pairs("pk")),
        (Tally.Key.SESSIONS, held, "confirmed_at", _people_of_pairs("pair")),
        (Tally.Key.COMPLETED, completed, "ended_at", _people_of_pairs("pk")),
    ):
        row = locked(program, key)
        if _grows(row, rows.filter(**since(row, moment, until=until)).order_by(), of):
            row.until = until
            row.save()


def locked(program: Program, key: str) -> Tally:
    """Return the tally, held until the transaction ends."""
    Tally.objects.get_or_create(program=program, key=key)
    return Tally.objects.select_for_update().get(program=program, key=key)


def since(row: Tally, moment: str, *, until: datetime) -> dict[str, datetime]:
    """Return what chooses the facts that a tally has not told yet, by the column of their moment."""
    return {f"{moment}__gt": row.after, f"{moment}__lte": until}


def _grows(row: Tally, facts: QuerySet[Any], of: People) -> bool:
    """Add facts if they are about enough people and pairs; otherwise they wait.

    The database counts them. Of very many only some are looked at, as long as these are enough already.
    """
    some = of(facts[:LOOKED_AT])
    if not is_enough(*some) and (len(facts[:LOOKED_AT]) < LOOKED_AT or not is_enough(*of(facts))):
        return False
    row.told += facts.count()
    return True


def _people_alone(facts: QuerySet[Any]) -> tuple[set[object], set[object]]:
    """Return the people that participations are about, each counting as a pair of their own."""
    people = set(facts.values_list("person", flat=True))
    return people, people


def _people_of_pairs(column: str) -> People:
    """Return what finds the people and pairs that facts are about, by the column of their pair."""

    def find(facts: QuerySet[Any]) -> tuple[set[object], set[object]]:
        pairs = set(facts.values_list(column, flat=True))
        both = Pair.objects.filter(pk__in=pairs).values_list("newcomer__person", "senior__person")
        return {person for two in both for person in two}, pairs

    return find
