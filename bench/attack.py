"""Plays an organiser who guesses gaps from what the workbench shows: python -m bench.attack [--data FOLDER] [--most N].

People are those of so2025 (`mentoring/real_input/so2025.py`), 150 newcomers and 276 seniors, under the default policy.
An attacker sees what everybody offers and, of each round that it may look at, who is paired with whom; never a score.
It chooses rules, who is kept together and apart, and owns accounts whose profiles it writes as it likes. For each
newcomer it ranks all skills that they do not offer. What counts is the mean area under the curve (AUC) of these
rankings against the gaps they told. One round is published in any case: the gain is what further looks add to that.

How strongly a sighting weighs is chosen in hindsight, for the largest gain: no organiser guesses better in this way.
The last row tells what bands alone give away: of one person, at whom every round is aimed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from mentoring.real_input import so2025
from pairing.engine import Instance, Person, Policy, pair

POINTS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000)
STRENGTHS = (0.0, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
# Pairs by seen newcomer: what one shown round tells.
Pairs = dict[int, int]
Ranks = NDArray[np.float64]
PLANT_FROM, FULL_PLACES = 10_000_000, 3
TASTES = ("weight_sum", "weight_weak", "weight_interest", "weight_grade", "weight_department", "weight_hours")


@dataclass(frozen=True)
class World:
    """so2025 with numbered skills. popular: skill → by how many people it is offered."""

    instance: Instance
    popular: Ranks

    @property
    def newcomers(self) -> Sequence[Person]:
        return self.instance.newcomers


def read_world(data: Path) -> World:
    newcomers, seniors = so2025.read(data / "so2025" / "so2025_1000_respondents.csv")
    names = sorted({name for person in newcomers + seniors for name in person.skills | person.gaps})
    number = {name: at for at, name in enumerate(names)}

    def person(who: so2025.Respondent) -> Person:
        return Person(who.id, {number[name]: 1 for name in who.skills}, {number[name]: 1 for name in who.gaps})

    instance = Instance([person(who) for who in newcomers], [person(who) for who in seniors])
    popular = np.zeros(len(names))
    for who in (*instance.newcomers, *instance.seniors):
        popular[list(who.offers)] += 1
    return World(instance, popular)


def auc(world: World, ranks: Mapping[int, Ranks]) -> float:
    """Mean over newcomers of the chance that a gap of theirs ranks above a skill that is none; ties count half."""
    areas = []
    for who in world.newcomers:
        rank = ranks[who.id]
        asked = np.ones(len(rank), dtype=bool)
        asked[list(who.offers)] = False
        is_gap = np.zeros(len(rank), dtype=bool)
        is_gap[list(who.gaps)] = True
        gaps, others = rank[is_gap & asked], rank[~is_gap & asked]
        above = (gaps[:, None] > others).mean() + (gaps[:, None] == others).mean() / 2
        areas.append(float(above))
    return float(np.mean(areas))


def prior(world: World) -> Ranks:
    """Log-odds of a skill by popularity."""
    share = (world.popular + 0.5) / (world.popular.sum() + len(world.popular) / 2) * 6
    return np.log(share / (1 - share.clip(max=0.9)))


def seen(instance: Instance, policy: Policy) -> list[tuple[int, int]]:
    """What the page of one round shows: who is paired with whom."""
    return [(match.newcomer, match.senior) for match in pair(instance, policy).pairs]


# Attackers without accounts of their own: each yields the pairs of one what-if after the other.


def other_rules(world: World, most: int) -> Iterator[list[tuple[int, int]]]:
    """Other weights each time."""
    chance = Random(1)  # noqa: S311 - a drawn attack, no secret
    yield seen(world.instance, Policy())
    for _ in range(most):
        yield seen(world.instance, replace(Policy(), **{name: chance.randint(0, 10) for name in TASTES}))


def one_apart(world: World, most: int) -> Iterator[list[tuple[int, int]]]:
    """Keep one pair of the first round apart each time and see who moves."""
    first = seen(world.instance, Policy())
    yield first
    for at in range(most):
        yield seen(replace(world.instance, blocks=frozenset({first[at % len(first)]})), Policy())


def all_apart(world: World, most: int) -> Iterator[list[tuple[int, int]]]:
    """Keep every pair of every earlier round apart, so that everybody meets somebody else each time."""
    blocks: set[tuple[int, int]] = set()
    for at in range(most + 1):
        if at and at % len(world.instance.seniors) == 0:
            blocks.clear()
        found = seen(replace(world.instance, blocks=frozenset(blocks)), Policy())
        blocks.update(found)
        yield found


def pinned(world: World, most: int) -> Iterator[list[tuple[int, int]]]:
    """Keep all but a drawn tenth together with a drawn senior, so that the tenth chooses among drawn seniors."""
    chance = Random(2)  # noqa: S311 - a drawn attack, no secret
    yield seen(world.instance, Policy())
    for _ in range(most):
        newcomers = chance.sample([who.id for who in world.newcomers], len(world.newcomers))
        seniors = chance.sample([who.id for who in world.instance.seniors], len(world.instance.seniors))
        free = len(newcomers) // 10
        pins = frozenset(zip(newcomers[free:], seniors[free:], strict=False))
        found = seen(replace(world.instance, pins=pins), Policy())
        yield [two for two in found if two not in pins]


def by_sightings(world: World, rounds: Iterator[list[tuple[int, int]]], most: int) -> dict[int, float]:
    """Looks beyond the published round → gain beyond it, when a skill counts for every partner who offers it.

    What chance gives is taken off. 0 stands for the published round against popularity alone.
    """
    offered = {who.id: _row(who, len(world.popular)) for who in world.instance.seniors}
    usual = np.mean(list(offered.values()), axis=0)
    base = prior(world)
    told = {who.id: np.zeros(len(base)) for who in world.newcomers}
    gains = {}
    published = reached = 0.0
    met: set[tuple[int, int]] = set()
    for count, pairs in enumerate(rounds, start=1):
        for newcomer, senior in pairs:
            # Only what was not seen before tells something.
            if (newcomer, senior) not in met:
                told[newcomer] += offered[senior] - usual
        met.update(pairs)
        if count == 1 or count - 1 in POINTS:
            # Later sightings that only blur what is known are left out.
            now = max(auc(world, {who: base + each * row for who, row in told.items()}) for each in STRENGTHS)
            reached = max(reached, now)
            published = published or reached
            gains[count - 1] = reached - published
        if count > most:
            break
    return gains


def after_publishing(world: World) -> dict[int, Ranks]:
    """Newcomer → ranking of skills after the published round, its pairs weighing as strongly as helps most."""
    base = prior(world)
    offered = {who.id: _row(who, len(base)) for who in world.instance.seniors}
    usual = np.mean(list(offered.values()), axis=0)
    found = seen(world.instance, Policy())
    tried = [{who: base + each * (offered[other] - usual) for who, other in found} for each in STRENGTHS]
    return max(tried, key=lambda ranks: auc(world, ranks))


def planted(world: World, accounts: int, most: int) -> dict[int, float]:
    """Number of rounds seen → gain, with accounts of the attacker's own on the side of the seniors.

    Real seniors are kept away by rules on the roster. Half of the accounts offer one skill each, the other half one
    that nobody wants, but from a higher grade: who goes to the first kind has that gap, and where such an account
    kept a free place, nobody who was open to it has.
    """
    wanted = sorted(range(len(world.popular)), key=lambda skill: -world.popular[skill])
    asks = dict.fromkeys(wanted[:40], 3)
    nothing = len(world.popular)
    base, ranks = prior(world), after_publishing(world)
    published = auc(world, ranks)
    open_to = {who.id: set(wanted) - set(who.offers) for who in world.newcomers}
    half = accounts // 2
    # All of the newcomers that the accounts have places for; the others take turns.
    turn = 0
    policy = Policy(weight_weak=0, weight_sum=1, weight_grade=10)
    newcomers = [replace(who, grade=1) for who in world.newcomers]
    gains = {}
    for count in range(1, most + 1):
        places = half * FULL_PLACES
        now = [newcomers[(turn + at) % len(newcomers)] for at in range(min(places, len(newcomers)))]
        turn = (turn + len(now)) % len(newcomers)
        skills = _asked(now, open_to, base, half)
        plants = [
            Person(PLANT_FROM + at, {skill: 3}, asks, grade=3, capacity=FULL_PLACES) for at, skill in enumerate(skills)
        ]
        empty = [
            Person(PLANT_FROM + accounts + at, {nothing: 3}, asks, grade=4, capacity=FULL_PLACES)
            for at in range(accounts - len(skills))
        ]
        blocks = frozenset(
            (who.id, plant.id) for who in now for plant in plants if not set(plant.offers) & open_to[who.id]
        )
        pairs = seen(Instance(now, [*plants, *empty], blocks=blocks), policy)
        skill_of = {plant.id: next(iter(plant.offers)) for plant in plants}
        taken = dict.fromkeys(skill_of, 0)
        for newcomer, plant in pairs:
            if plant in skill_of:
                taken[plant] += 1
                open_to[newcomer].discard(skill_of[plant])
                ranks[newcomer][skill_of[plant]] = 99
        stood_open = {skill_of[plant] for plant, count_ in taken.items() if count_ < FULL_PLACES}
        went_empty = {newcomer for newcomer, plant in pairs if plant not in skill_of}
        for newcomer in went_empty:
            none = stood_open & open_to[newcomer]
            open_to[newcomer] -= none
            ranks[newcomer][list(none)] = -99
        if count in POINTS:
            gains[count] = auc(world, ranks) - published
    return gains


def by_bands(world: World, most: int, *, shift_most: int) -> dict[int, float]:
    """Number of rounds that were not looked at → gain about the one newcomer at whom all of them are aimed.

    A round is laid out so that its share of two-way pairs crosses the end of a band if the newcomer has one gap, and
    not else. Bands that move by up to `shift_most` pairs either way answer at random but for one time in
    2·shift_most + 1. Skills are asked in the order of what is likely, each until the odds are 10 to 1.
    """
    chance = Random(3)  # noqa: S311 - a drawn attack, no secret
    width = 2 * shift_most + 1
    ranks = after_publishing(world)
    published = auc(world, ranks)
    sure, told = np.log(10), {who.id: row.copy() for who, row in zip(world.newcomers, ranks.values(), strict=True)}
    gains, order = {}, {who.id: list(np.argsort(-told[who.id])) for who in world.newcomers}
    lean = dict.fromkeys(told, 0.0)
    for who in world.newcomers:
        order[who.id] = [int(skill) for skill in order[who.id] if int(skill) not in who.offers]
    for count in range(1, most + 1):
        for who in world.newcomers:
            if not order[who.id]:
                continue
            skill = order[who.id][0]
            # The end lies at a drawn place; only the middle one tells a gap from none.
            drawn = chance.randrange(width)
            crosses = drawn < shift_most or (drawn == shift_most and skill in who.gaps)
            yes = (shift_most + 1) / width, shift_most / width
            odds = yes[0] / max(yes[1], 1e-9) if crosses else (1 - yes[0]) / (1 - yes[1])
            lean[who.id] += float(np.log(max(odds, 1e-9)))
            if abs(lean[who.id]) >= sure:
                told[who.id][skill] += 2 * lean[who.id]
                lean[who.id] = 0.0
                order[who.id].pop(0)
        if count in POINTS:
            gains[count] = auc(world, told) - published
    return gains


def _asked(
    now: Sequence[Person],
    open_to: Mapping[int, set[int]],
    base: Ranks,
    accounts: int,
) -> list[int]:
    """Choose what the accounts offer: the skills that most of these people may still lack, several accounts each."""
    chances = np.exp(base) / (1 + np.exp(base))
    expected = np.zeros(len(base))
    for who in now:
        left = list(open_to[who.id])
        expected[left] += chances[left]
    chosen: list[int] = []
    for skill in np.argsort(-expected):
        times = max(1, round(float(expected[skill]) / FULL_PLACES / 2))
        chosen += [int(skill)] * times
        if len(chosen) >= accounts:
            break
    return chosen[:accounts]


def _row(who: Person, width: int) -> Ranks:
    row = np.zeros(width)
    row[list(who.offers)] = 1
    return row


ATTACKERS: dict[str, Callable[[World, int], Iterator[list[tuple[int, int]]]]] = {
    "other rules": other_rules,
    "one pair apart": one_apart,
    "all pairs apart": all_apart,
    "pins": pinned,
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    arguments.add_argument("--most", type=int, default=1000)
    asked = arguments.parse_args()
    world = read_world(asked.data)
    plain = auc(world, {who.id: prior(world) for who in world.newcomers})
    published = auc(world, after_publishing(world)) - plain
    print(f"by popularity alone: {plain:.3f}, with the pairs of one published round: {published:+.3f}")
    for name, attacker in ATTACKERS.items():
        _tell(name, by_sightings(world, attacker(world, asked.most), asked.most))
    for accounts in (10, 30, 100):
        _tell(f"{accounts} planted seniors", planted(world, accounts, asked.most))
    _tell("bands, fixed, of one", by_bands(world, asked.most, shift_most=0))
    _tell("bands, moved, of one", by_bands(world, asked.most, shift_most=2))


def _tell(name: str, gains: Mapping[int, float]) -> None:
    print(name.ljust(22), " ".join(f"{count}:{gain:+.3f}" for count, gain in gains.items()), flush=True)


if __name__ == "__main__":
    main()
