"""A small program with a known best pairing."""

from dataclasses import dataclass

import pytest

from profiles.actions import set_offers, tell_gaps
from profiles.models import Skill
from programs.models import Participation, Program, Side
from tests.factories import NOW, make_participation, make_person, make_program


@dataclass
class Workshop:
    """Two newcomers and two seniors who fit crosswise in exactly one way, and the words that must never leak."""

    program: Program
    ada: Participation
    ben: Participation
    cleo: Participation
    dora: Participation

    @property
    def best(self) -> list[tuple[str, str]]:
        return [("Ada", "Dora"), ("Ben", "Cleo")]


def skill(name: str) -> int:
    return Skill.objects.get_or_create(name=name, kind="craft", search_text=name.casefold())[0].pk


def enrol(
    program: Program, name: str, side: Side, offers: dict[str, int], gaps: dict[str, int], **fields
) -> Participation:
    """A participant with a profile, at work in an unknown place at unknown hours unless fields say otherwise."""
    place = make_participation(program, make_person(name, **fields), side=side)
    set_offers(place.person, levels={skill(word): level for word, level in offers.items()}, now=NOW)
    tell_gaps(place, urgencies={skill(word): urgency for word, urgency in gaps.items()}, now=NOW)
    return place


@pytest.fixture
def workshop(db) -> Workshop:
    program = make_program("Workshop")
    return Workshop(
        program,
        ada=enrol(program, "Ada", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3}, grade=2),
        ben=enrol(program, "Ben", Side.NEWCOMER, {"Maps": 2, "Tea": 3}, {"Speeches": 2}, grade=2),
        cleo=enrol(program, "Cleo", Side.SENIOR, {"Speeches": 3}, {"Maps": 3}, grade=6),
        dora=enrol(program, "Dora", Side.SENIOR, {"Budgets": 2}, {"Knots": 1}, grade=7),
    )
