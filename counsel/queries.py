"""Reads of counsel: who may listen to whom, and who has reached which step."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from counsel.models import CheckIn, Hour, TalkRequest
from pairing.models import Pair
from people.models import Role, User
from programs.models import Participation, Program
from sessions_app.models import Meeting

SHOWN_HOURS = 12
_BOSSES = """
WITH RECURSIVE above AS (
    SELECT id AS person, manager_id AS boss FROM people_user WHERE id = ANY(%s)
    UNION
    SELECT above.person, p.manager_id FROM above JOIN people_user p ON p.id = above.boss
)
SELECT person, boss FROM above WHERE boss = ANY(%s)
"""


def bosses_among(candidates: Collection[UUID], people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return, for each of the people, which of the candidates stand above them, at any height; a cycle does no harm."""
    above: dict[UUID, set[UUID]] = defaultdict(set)
    if candidates and people:
        with connection.cursor() as cursor:
            cursor.execute(_BOSSES, [list(people), list(candidates)])
            for person, boss in cursor.fetchall():
                above[person].add(boss)
    return above


def listeners(program: Program, people: Iterable[User]) -> dict[UUID, list[User]]:
    """Return who may counsel each person in a program, its own counsellor first, then the others by name.

    Nobody who stands above the person or reports to them, runs the program or sponsors it; the list may be empty.
    """
    people = list(people)
    counsellors = list(User.objects.active().holding(Role.Name.COUNSELLOR).order_by("name", "pk"))
    counsellors.sort(key=lambda each: each.pk != program.counsellor_id)
    running = {program.coordinator_id, program.sponsor_id}
    above = bosses_among([each.pk for each in counsellors], [person.pk for person in people])
    return {
        person.pk: [
            each
            for each in counsellors
            if each.pk not in {person.pk, *running, *above[person.pk]} and each.manager_id != person.pk
        ]
        for person in people
    }


def listeners_for(program: Program, person: User) -> list[User]:
    """Return who may counsel one person, as `listeners` does for many."""
    return listeners(program, [person])[person.pk]


def hours_of(counsellors: Collection[User], *, now: datetime) -> QuerySet[Hour]:
    """Return the next free hours of some counsellors."""
    free = Hour.objects.filter(counsellor__in=counsellors).ahead(now).free()
    return free.select_related("counsellor")[:SHOWN_HOURS]


def others_for(talk: TalkRequest) -> list[User]:
    """Return who could listen instead of the one who does."""
    return [each for each in listeners_for(talk.program, talk.asked_by) if each.pk != talk.counsellor_id]


# Check-ins --------------------


def reached(program: Program) -> dict[str, list[tuple[Participation, datetime]]]:
    """Return, by step, whom nobody has been asked to check in with, and when they reached it."""
    found: dict[str, list[tuple[Participation, datetime]]] = {step: [] for step in CheckIn.Step.values}
    enrolled = program.participations.enrolled().filter(enrolled_at__isnull=False).select_related("person")
    noted = set(CheckIn.objects.filter(participation__program=program).values_list("participation", "step"))
    for place in enrolled:
        if (place.pk, CheckIn.Step.BEFORE) not in noted and place.enrolled_at is not None:
            found[CheckIn.Step.BEFORE].append((place, place.enrolled_at))
    for pair in _pairs_that_met(program):
        for step in _steps_of(pair):
            at = pair.first if step == CheckIn.Step.FIRST else pair.last
            for place in (pair.newcomer, pair.senior):
                if place.is_enrolled and (place.pk, step) not in noted:
                    found[step].append((place, at))
    return found


def _pairs_that_met(program: Program) -> Iterable[Any]:
    """Return pairs with how many sessions were held of how many, and when the first and the last were."""
    return (
        Pair.objects.filter(program=program, meetings__state="held")
        .with_people()
        .annotate(
            held=Count("meetings", filter=Q(meetings__state="held")),
            planned=Subquery(
                Meeting.objects.filter(pair=OuterRef("pk"))
                .order_by()
                .values("pair")
                .annotate(n=Count("pk"))
                .values("n")
            ),
            first=Min("meetings__confirmed_at"),
            last=Max("meetings__confirmed_at"),
        )
    )


def _steps_of(pair: Any) -> list[str]:
    """Return which steps a pair has reached: half of its sessions are at least two."""
    steps = [CheckIn.Step.FIRST]
    if pair.is_live and pair.held >= max(2, (pair.planned + 1) // 2):
        steps.append(CheckIn.Step.MIDWAY)
    if pair.held == pair.planned:
        steps.append(CheckIn.Step.END)
    return [step.value for step in steps]
