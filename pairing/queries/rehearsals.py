"""Reads of rehearsals: the people of the roster on two sides, as the engine knows them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pairing.engine import Person
from pairing.models import Rehearsal
from pairing.queries.cast import facts_of
from pairing.rules import WHY
from people.models import User
from programs.models import Participation, Side


def rehearsed(rehearsal: Rehearsal, *, now: datetime) -> tuple[dict[str, list[Person]], dict[int, UUID], int]:
    """Return side → people, the engine's number → person, and how many are on neither side.

    Whoever has chosen a side in the program stands there; the others go by grade.
    """
    taking_part = Participation.objects.filter(program=rehearsal.program_id)
    everyone = User.objects.active().select_related("profile").order_by("pk")
    if not rehearsal.is_whole_roster:
        staying = taking_part.exclude(state=Participation.State.LEFT)
        everyone = everyone.filter(pk__in=staying.values("person"))
    chosen = dict(taking_part.enrolled().values_list("person", "side"))
    people = list(everyone)
    facts = facts_of(people, now=now)
    sides: dict[str, list[Person]] = {side: [] for side in Side}
    for person in people:
        side = chosen.get(person.pk) or _side_by_grade(person.grade, rehearsal)
        if side:
            sides[side].append(facts.people[person.pk])
    on_a_side = sum(map(len, sides.values()))
    return sides, {facts.number[person.pk]: person.pk for person in people}, len(people) - on_a_side


def _side_by_grade(grade: int | None, rehearsal: Rehearsal) -> Side | None:
    if grade is None:
        return None
    if rehearsal.senior_grade_least is not None and grade >= rehearsal.senior_grade_least:
        return Side.SENIOR
    if rehearsal.newcomer_grade_most is not None and grade <= rehearsal.newcomer_grade_most:
        return Side.NEWCOMER
    return None


SEVERAL = "Several rules together stand in the way."


@dataclass(frozen=True)
class StrandedShown:
    """How many people of a side one rule leaves without anybody, and those of them the reader may know by name."""

    side: str
    why: str
    count: int
    names: list[str]


def stranded_shown(rehearsal: Rehearsal, *, reader: User) -> list[StrandedShown]:
    """Return whom the rules leave without anybody; of people outside the program only HR admins are told names."""
    known = set(rehearsal.program.participations.values_list("person", flat=True))
    groups: dict[tuple[str, str], list[User]] = defaultdict(list)
    for row in rehearsal.stranded.select_related("person").order_by("person__name"):
        groups[row.side, row.why].append(row.person)
    return [
        StrandedShown(
            rehearsal.program.label_of(side),
            SEVERAL if why == "competition" else WHY[why],
            len(people),
            [person.name for person in people if reader.is_hr_admin or person.pk in known],
        )
        for (side, why), people in sorted(groups.items())
    ]
