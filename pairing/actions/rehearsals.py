"""Verbs of rehearsals: ask for one, and run it on the roster alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from leases.actions import fail, finish, report, wake
from leases.clock import running_from
from pairing.engine import Instance, Policy, pair
from pairing.models import Rehearsal, Stranded
from pairing.queries import rehearsed
from pairing.reach import reach
from people.models import User
from programs.data.policy import overrides
from programs.models import Program, Side


@transaction.atomic
def request_rehearsal(
    program: Program, *, by: User, now: datetime, policy: Mapping[str, Any] | None = None, **who: Any
) -> Rehearsal:
    """Ask for a rehearsal and wake its sweep; while one is under way that one is returned.

    who: is_whole_roster, newcomer_grade_most, senior_grade_least.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    under_way = program.rehearsals.filter(state__in=Rehearsal.UNDER_WAY).first()
    if under_way is not None:
        return under_way
    wake("pairing.run_rehearsals")
    policy = program.policy if policy is None else overrides(policy)
    return Rehearsal.objects.create(program=program, requested_by=by, requested_at=now, policy=policy, **who)


def run_rehearsal(rehearsal: Rehearsal, *, now: datetime) -> None:
    """Count whom the rules would leave without anybody, and how many could meet at most.

    Raises LeaseLost, with nothing written, when another worker has taken over.
    """
    hour = running_from(now)

    def tell(stage: str, done: int, total: int) -> None:
        report(rehearsal, stage=stage, done=done, total=total, now=hour())

    tell("Reading the roster", 0, 0)
    sides, people, on_neither = rehearsed(rehearsal, now=now)
    if not (sides[Side.NEWCOMER] and sides[Side.SENIOR]):
        fail(rehearsal, sentence="These grades leave one side empty. Choose others and try again.", now=hour())
        return
    instance = Instance(newcomers=sides[Side.NEWCOMER], seniors=sides[Side.SENIOR])
    policy = Policy.from_dict(rehearsal.policy)
    tell("Looking at every possible pair", 0, 0)
    found = reach(instance, policy)
    placed = pair(instance, policy, progress=lambda _stage, done, total: tell("Counting pairs", done, total))
    why = {left.person: left.why for left in placed.unpaired}
    side_of = {person.id: side for side, everyone in sides.items() for person in everyone}
    with transaction.atomic():
        Stranded.objects.bulk_create(
            [
                Stranded(rehearsal=rehearsal, person_id=people[who], side=side_of[who], why=why[who])
                for who in sorted(found.stranded)
            ]
        )
        rehearsal.newcomers, rehearsal.seniors = len(instance.newcomers), len(instance.seniors)
        rehearsal.placed, rehearsal.on_neither = placed.headline.placed, on_neither
        rehearsal.save(update_fields=["newcomers", "seniors", "placed", "on_neither"])
        finish(rehearsal, now=hour())
