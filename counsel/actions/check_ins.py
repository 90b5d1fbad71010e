"""Verbs of check-ins: notice whom to ask, write to them, set one aside."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from counsel.actions.talks import begin_talk
from counsel.models import CheckIn
from counsel.queries import listeners, reached
from people.models import User
from programs.models import Program


@transaction.atomic
def _plan(program: Program) -> None:
    for step, places in reached(program).items():
        may = listeners(program, [place.person for place, _ in places])
        CheckIn.objects.bulk_create(
            [
                CheckIn(participation=place, counsellor=may[place.person_id][0], step=step, due_at=at)
                for place, at in places
                if may[place.person_id]
            ],
            ignore_conflicts=True,
        )


def plan_check_ins(*, now: datetime) -> None:
    """Give counsellors a task for everybody who has newly reached a step; a program that rests waits."""
    for program in Program.objects.running().filter(paused_at__isnull=True, starts_on__lte=now.date()):
        _plan(program)


@transaction.atomic
def write_check_ins(check_ins: Iterable[CheckIn], *, counsellor: User, wording: str, now: datetime) -> int:
    """Write to each of these people, once however often it is pressed; return to how many.

    `wording` may name {first_name} and {program}.
    """
    written = 0
    for each in check_ins:
        if not _settle(each, CheckIn.State.WRITTEN, now=now):
            continue
        place = each.participation
        text = wording.replace("{first_name}", place.person.first_name).replace("{program}", place.program.name)
        talk = begin_talk(place.program, person=place.person, counsellor=counsellor, text=text, now=now)
        CheckIn.objects.filter(pk=each.pk).update(talk=talk)
        written += 1
    return written


@transaction.atomic
def settle_check_ins(check_ins: Iterable[CheckIn], *, state: str, now: datetime) -> int:
    """Set check-ins aside as done or not needed; return how many waited."""
    return sum(_settle(each, state, now=now) for each in check_ins)


def take_up_check_in(check_in: CheckIn) -> None:
    """Let one that was set aside wait again; one that was written stays written."""
    aside = CheckIn.objects.filter(pk=check_in.pk, state__in=[CheckIn.State.DONE, CheckIn.State.PASSED])
    aside.update(state=CheckIn.State.DUE, settled_at=None)


def _settle(check_in: CheckIn, state: str, *, now: datetime) -> bool:
    waiting = CheckIn.objects.filter(pk=check_in.pk, state=CheckIn.State.DUE)
    return bool(waiting.update(state=state, settled_at=now))
