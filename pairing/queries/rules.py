"""Reads of rules: how far each reaches among those who are enrolled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pairing.engine import Policy
from pairing.queries.cast import load_open
from pairing.reach import reach
from programs.models import Program

NAMED = 3


@dataclass(frozen=True)
class Reached:
    """What the rules of a policy do to the enrolled, in words; nothing in it follows from gaps.

    rules: field of the policy → what this rule does by itself.
    """

    people: int
    summary: str
    left_out: str
    rules: Mapping[str, str]


def reached(program: Program, policy: Mapping[str, Any], *, now: datetime) -> Reached | None:
    """Say how many pairs each rule forbids and whom it leaves without anyone; None while a side is empty."""
    enrolled = program.participations.enrolled().filter(person__is_active=True)
    places = enrolled.select_related("person__profile", "program").order_by("person_id")
    cast = load_open({place: place.capacity for place in places}, now=now)
    if not (cast.instance.newcomers and cast.instance.seniors):
        return None
    found = reach(cast.instance, Policy.from_dict(dict(policy)))
    names = {number: place.person.name for number, place in cast.places.items()}
    return Reached(
        people=len(names),
        summary=f"{_count(found.left, 'pair')} of {found.possible:,} would be allowed.",
        left_out=_left_out(found.stranded, names, "Together these rules leave") or "Everybody has somebody.",
        rules={
            name: " ".join(
                filter(None, [_forbids(count, found.possible), _left_out(found.strands[name], names, "It leaves")])
            )
            for name, count in found.forbids.items()
        },
    )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _forbids(count: int, possible: int) -> str:
    return f"Forbids {_count(count, 'pair')} of {possible:,}." if count else "Forbids no pair here."


def _left_out(who: Iterable[int], names: Mapping[int, str], begin: str) -> str:
    people = sorted(names[each] for each in who)
    if not people:
        return ""
    more = len(people) - NAMED
    named = [*people[:NAMED], f"{more} more"] if more > 0 else people
    told = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{begin} {told} without anyone."
