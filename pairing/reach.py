"""How far the hard rules reach: which pairs each forbids and whom it leaves without anyone.

Computed from facts the roster and the profiles tell openly (grades, teams, lines, places, languages, hours); whoever
asks for it hands over people without offers and gaps (`bare`), so nothing here can follow from them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pairing.engine import Instance, Person, Policy

Mask = NDArray[np.bool_]
HALF_HOURS = 336
# How many pairs are looked at in one go: a block of this size needs some 30 MB.
BLOCK = 2_000_000


@dataclass(frozen=True)
class Reach:
    """What the rules leave; a rule is called by its field of the policy, and "block" for those who have met.

    possible: pairs that could be made without any rule; left: those that no rule forbids. forbids: rule → pairs it
    forbids, whatever the others do. strands: rule → ids of those whom this rule alone leaves without anyone.
    stranded: ids of those whom all rules together leave without anyone.
    """

    possible: int
    left: int
    forbids: Mapping[str, int]
    strands: Mapping[str, frozenset[int]]
    stranded: frozenset[int]


def bare(instance: Instance) -> Instance:
    """Return the instance without anything that follows from skills."""

    def strip(people: Sequence[Person]) -> list[Person]:
        return [replace(person, offers={}, gaps={}) for person in people]

    return replace(instance, newcomers=strip(instance.newcomers), seniors=strip(instance.seniors))


def reach(instance: Instance, policy: Policy) -> Reach:
    """Look at every pair, some rows at a time. A value that is unknown forbids nothing."""
    newcomers, seniors = instance.newcomers, instance.seniors
    rules = _rules(instance, policy)
    alone = {name: _Alone(len(newcomers), len(seniors)) for name in rules}
    together, left = _Alone(len(newcomers), len(seniors)), 0
    step = max(1, BLOCK // max(1, len(seniors)))
    for start in range(0, len(newcomers), step):
        rows = slice(start, min(start + step, len(newcomers)))
        forbidden = np.zeros((rows.stop - start, len(seniors)), dtype=np.bool_)
        for name, rule in rules.items():
            mask = rule(rows)
            alone[name].see(rows, mask)
            forbidden |= mask
        together.see(rows, forbidden)
        left += int(forbidden.size - forbidden.sum())
    return Reach(
        possible=len(newcomers) * len(seniors),
        left=left,
        forbids={name: each.forbidden for name, each in alone.items()},
        strands={name: each.left_out(newcomers, seniors) for name, each in alone.items()},
        stranded=together.left_out(newcomers, seniors),
    )


class _Alone:
    """Who still has somebody, and how many pairs were forbidden, over the blocks seen so far."""

    def __init__(self, newcomers: int, seniors: int) -> None:
        self.newcomers = np.zeros(newcomers, dtype=np.bool_)
        self.seniors = np.zeros(seniors, dtype=np.bool_)
        self.forbidden = 0

    def see(self, rows: slice, mask: Mask) -> None:
        self.forbidden += int(mask.sum())
        self.newcomers[rows] = ~mask.all(axis=1)
        self.seniors |= ~mask.all(axis=0)

    def left_out(self, newcomers: Sequence[Person], seniors: Sequence[Person]) -> frozenset[int]:
        sides = ((newcomers, self.newcomers), (seniors, self.seniors))
        return frozenset(people[at].id for people, has in sides for at in np.flatnonzero(~has).tolist())


Rule = Callable[[slice], Mask]


def _rules(instance: Instance, policy: Policy) -> dict[str, Rule]:
    """Return the rules in force; each answers which pairs of some rows it forbids."""
    rules = {
        "block": _marks(instance, instance.blocks) if instance.blocks else None,
        "reporting_line": _marks(instance, _lines(instance)) if policy.reporting_line else None,
        "same_team": _equal(instance, "team", forbidden=True) if policy.same_team else None,
        "grade_distance_min": _grades(instance, least=policy.grade_distance_min),
        "grade_distance_max": _grades(instance, most=policy.grade_distance_max),
        "department": _either_way(instance, "department", policy.department),
        "location": _either_way(instance, "location", policy.location),
        "common_language": _languages(instance) if policy.common_language else None,
        "overlap_minutes_min": _hours(instance, policy.overlap_minutes_min) if policy.overlap_minutes_min else None,
    }
    return {name: rule for name, rule in rules.items() if rule is not None}


def _marks(instance: Instance, pairs: frozenset[tuple[int, int]]) -> Rule:
    row = {person.id: at for at, person in enumerate(instance.newcomers)}
    column = {person.id: at for at, person in enumerate(instance.seniors)}
    at = np.array([(row[one], column[other]) for one, other in pairs if one in row and other in column], dtype=np.int64)
    at = at.reshape(-1, 2)

    def rule(rows: slice) -> Mask:
        mask = np.zeros((rows.stop - rows.start, len(column)), dtype=np.bool_)
        here = at[(at[:, 0] >= rows.start) & (at[:, 0] < rows.stop)]
        mask[here[:, 0] - rows.start, here[:, 1]] = True
        return mask

    return rule


def _lines(instance: Instance) -> frozenset[tuple[int, int]]:
    newcomers = {person.id for person in instance.newcomers}
    seniors = {person.id for person in instance.seniors}
    above = {(person.id, one) for person in instance.newcomers for one in person.managers if one in seniors}
    below = {(one, person.id) for person in instance.seniors for one in person.managers if one in newcomers}
    return frozenset(above | below)


def _values(people: Sequence[Person], field: str) -> NDArray[np.int64]:
    """Return a whole number a person, −1 where unknown."""
    return np.array([-1 if (value := getattr(person, field)) is None else value for person in people], dtype=np.int64)


def _equal(instance: Instance, field: str, *, forbidden: bool) -> Rule:
    """Forbid pairs that are alike, or those that are not; where one is unknown, neither."""
    ours, theirs = _values(instance.newcomers, field), _values(instance.seniors, field)

    def rule(rows: slice) -> Mask:
        alike: Mask = (ours[rows, None] == theirs) == forbidden
        alike &= (ours[rows, None] >= 0) & (theirs >= 0)
        return alike

    return rule


def _either_way(instance: Instance, field: str, wanted: str) -> Rule | None:
    return None if wanted == "off" else _equal(instance, field, forbidden=wanted == "different")


def _grades(instance: Instance, *, least: int | None = None, most: int | None = None) -> Rule | None:
    if least is None and most is None:
        return None
    ours, theirs = _values(instance.newcomers, "grade"), _values(instance.seniors, "grade")

    def rule(rows: slice) -> Mask:
        steps = theirs - ours[rows, None]
        outside = np.zeros(steps.shape, dtype=np.bool_)
        if least is not None:
            outside |= steps < least
        if most is not None:
            outside |= steps > most
        outside &= (ours[rows, None] >= 0) & (theirs >= 0)
        return outside

    return rule


def _sets(people: Sequence[Person], field: str, width: int) -> NDArray[np.float32]:
    """Return a row of 0 and 1 a person."""
    table = np.zeros((len(people), width), dtype=np.float32)
    for at, person in enumerate(people):
        table[at, list(getattr(person, field))] = 1
    return table


def _shared(instance: Instance, field: str, width: int, fewest: float) -> Rule:
    """Forbid pairs that share fewer than `fewest`; where one side's set is empty, it is unknown."""
    ours, theirs = _sets(instance.newcomers, field, width), _sets(instance.seniors, field, width)
    we_tell: Mask = ours.sum(axis=1) > 0
    they_tell: Mask = theirs.sum(axis=1) > 0

    def rule(rows: slice) -> Mask:
        few: Mask = np.less(ours[rows] @ theirs.T, fewest)
        few &= we_tell[rows, None] & they_tell
        return few

    return rule


def _languages(instance: Instance) -> Rule:
    people = [*instance.newcomers, *instance.seniors]
    width = 1 + max((code for person in people for code in person.languages), default=0)
    return _shared(instance, "languages", width, 1)


def _hours(instance: Instance, minutes: int) -> Rule:
    return _shared(instance, "hours", HALF_HOURS, minutes / 30)


def partners_of(instance: Instance, policy: Policy, who: int) -> list[int]:
    """Return the ids across whom no rule keeps from a person, in their order."""
    is_newcomer = any(person.id == who for person in instance.newcomers)

    def only(people: Sequence[Person], *, mine: bool) -> Sequence[Person]:
        return [person for person in people if person.id == who] if mine else people

    alone = replace(
        instance,
        newcomers=only(instance.newcomers, mine=is_newcomer),
        seniors=only(instance.seniors, mine=not is_newcomer),
    )
    forbidden = np.zeros((len(alone.newcomers), len(alone.seniors)), dtype=np.bool_)
    for rule in _rules(alone, policy).values():
        forbidden |= rule(slice(0, len(alone.newcomers)))
    across = alone.seniors if is_newcomer else alone.newcomers
    return [across[at].id for at in np.flatnonzero(~forbidden.ravel()).tolist()]
