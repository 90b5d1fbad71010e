"""Whether two people could be a pair, for pairs that people decide; each hindrance is a sentence of its own.

A private “not with” is no hindrance here: refusing would give it away. Publishing answers for it instead.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pairing.engine import Policy, rules_broken
from pairing.models import Ruling
from pairing.queries.cast import Cast, load
from pairing.rules import BROKEN, in_one_sentence
from programs.models import Participation, Program, Side

Two = tuple[Participation, Participation]


@dataclass(frozen=True)
class Checker:
    """The people of a program who can be paired, its rules, and what organisers ruled about two of them."""

    program: Program
    cast: Cast
    policy: Policy
    rulings: Mapping[tuple[UUID, UUID], Ruling]

    def hindrances(self, newcomer: Participation, senior: Participation) -> list[str]:
        """Return why the two cannot be a pair, newcomer first; nothing where they can."""
        if newcomer.person_id == senior.person_id:
            return [f"{newcomer.person.name} stands on both sides. A pair takes two people."]
        places = ((newcomer, Side.NEWCOMER), (senior, Side.SENIOR))
        said = [sentence for place, side in places for sentence in self._absence(place, side)]
        return said or self._of_two(newcomer, senior)

    def all_hindrances(self, pairs: Iterable[Two]) -> list[list[str]]:
        """Return the hindrances of each pair in turn, where all of them are to be pairs at once."""
        taken, seen, said = Counter[UUID](), set[tuple[UUID, UUID]](), list[list[str]]()
        for newcomer, senior in pairs:
            found = self.hindrances(newcomer, senior)
            if (newcomer.pk, senior.pk) in seen:
                found = [f"{newcomer.person.name} and {senior.person.name} stand here twice."]
            elif not found:
                found = [
                    f"{place.person.name} has no free place left for this pair."
                    for place in (newcomer, senior)
                    if taken[place.pk] >= self._room(place)
                ]
            seen.add((newcomer.pk, senior.pk))
            if not found:
                taken.update([newcomer.pk, senior.pk])
            said.append(found)
        return said

    def pin_hindrances(self, newcomer: Participation, senior: Participation) -> list[str]:
        """Return why the two cannot be kept together: as a pair, and beside whom they are kept together with."""
        return self.hindrances(newcomer, senior) or [
            f"{place.person.name} has no free place beside those already kept together with them."
            for place in (newcomer, senior)
            if self._pins_of(place) >= self._room(place)
        ]

    def _absence(self, place: Participation, side: Side) -> list[str]:
        """Say why somebody cannot be paired on a side now, whoever the other is."""
        name = place.person.name
        if not place.is_enrolled or place.program_id != self.program.pk:
            return [f"{name} does not take part in this program now."]
        if place.side != side:
            here, there = self.program.label_of(place.side), self.program.label_of(side)
            return [f"{name} takes part on the side “{here}”, not on the side “{there}”."]
        if place.pk in self.cast.number_of:
            return []
        if place.places_taken >= place.capacity:
            return [f"{name} has no free place."]
        if place.paused_at is not None or not place.is_looking:
            return [f"{name} looks for nobody at the moment."]
        return [f"{name} has not finished the profile, or an open proposal holds the last free place."]

    def _of_two(self, newcomer: Participation, senior: Participation) -> list[str]:
        names = f"{newcomer.person.name} and {senior.person.name}"
        ruling = self.rulings.get((newcomer.pk, senior.pk))
        if ruling is not None and not ruling.keeps_together:
            return [f"You keep {names} apart. Undo that first."]
        two = self.cast.number_of[newcomer.pk], self.cast.number_of[senior.pk]
        if two in self.cast.instance.blocks - self.cast.secret:
            return [f"{names} have met or been proposed to each other before."]
        people = self.cast.people
        broken = list(rules_broken(people[two[0]], people[two[1]], self.policy))
        return [self._broken(newcomer, senior, broken)] if broken else []

    def _broken(self, newcomer: Participation, senior: Participation, broken: Sequence[str]) -> str:
        said = in_one_sentence([BROKEN[name] for name in broken])
        return f"{newcomer.person.name} and {senior.person.name} cannot be a pair: {said}."

    def _room(self, place: Participation) -> int:
        return self.cast.people[self.cast.number_of[place.pk]].capacity

    def _pins_of(self, place: Participation) -> int:
        number = self.cast.number_of[place.pk]
        return sum(number in two for two in self.cast.instance.pins)


def checker(program: Program, *, now: datetime) -> Checker:
    """Read who can be paired now, under the program's rules. Raises ValueError where a rule's value cannot be."""
    rulings = {(each.newcomer_id, each.senior_id): each for each in program.rulings.all()}
    return Checker(program, load(program, now=now), Policy.from_dict(program.policy), rulings)
