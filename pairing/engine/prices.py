"""Units in which the order of better is one integer, and the prices that prove it.

With worths a and prices p of a best choice (`choose`), a newcomer's price is u = max(0, a + first), that of the first
place, and a senior's is p; `certify` checks them by a formula of its own. Coarser units have prices too: rounded down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Ints
from pairing.engine.nouns import Units
from pairing.engine.problem import Edges, Room

ROOF = 2**59  # values stay below, so that distances (a few values) fit int64
TRIES = 32


@dataclass(frozen=True)
class Prices:
    """worth: a of each newcomer, without `first`; seniors: p."""

    worth: Ints
    seniors: Ints

    def newcomers(self, room: Room, units: Units) -> Ints:
        return np.maximum(0, self.worth + units.first * room.fresh)


def units(room: Room, top_score: int, preferred: int) -> Units:
    """The whole order 1–5 in one integer. top_score: the largest score; preferred: how many pairs are preferred."""
    score = min(room.most, preferred) + 1
    two_way = room.most * top_score * score + score
    pair = (room.most + 1) * two_way
    return _checked(Units(first=pair if room.further.any() else 0, pair=pair, two_way=two_way, score=score, prefer=1))


def counting_units(room: Room) -> Units:
    """Order 1–2 alone: places, then two-way pairs. `units` divided by its two-way unit."""
    pair = room.most + 1
    return _checked(Units(first=pair if room.further.any() else 0, pair=pair, two_way=1, score=0, prefer=0))


def placing_units(room: Room) -> Units:
    """Order 1 alone."""
    return Units(first=1 if room.further.any() else 0, pair=1, two_way=0, score=0, prefer=0)


def value(prices: Prices, chosen: Edges, room: Room, units: Units) -> int:
    """What the prices bound, where no other pair has a positive reduced value and scores do not count."""
    u = prices.newcomers(room, units)
    worth = units.pair + units.two_way * chosen.two_way
    beyond = worth - (u - units.first * room.fresh)[chosen.row] - prices.seniors[chosen.column]
    further = room.further * np.maximum(0, u - units.first * room.fresh)
    parts = (room.first * u, further, room.seniors * prices.seniors, np.maximum(0, beyond))
    return sum(sum(part.tolist()) for part in parts)


def reached(chosen: Edges, room: Room, units: Units) -> int:
    """What the chosen pairs are worth where scores do not count."""
    placed = np.zeros(len(room.newcomers), dtype=np.bool_)
    placed[chosen.row] = True
    pairs = units.pair * len(chosen.row) + units.two_way * int(chosen.two_way.sum())
    return units.first * int((placed & room.fresh).sum()) + pairs


def rounded(known: Prices, chosen: Edges, room: Room, unit: int, fewer: Units) -> Prices:
    """Prices under fewer units out of those under all of them, for the same best choice.

    unit: what 1 in the fewer units is in the finer ones. For any 0 ≤ θ < unit, ⌊(d + θ)/unit⌋ of the distances d
    (a, and −p) prices values divided by the unit and rounded down, and over all θ the bound is on average less than
    one above what is reached; so for some θ it is reached. Even steps find one mostly; else one of the places where
    a floor changes does.
    """
    goal = reached(chosen, room, fewer)
    every = np.concatenate([known.worth, -known.seniors])
    steps = [step * unit // TRIES for step in range(TRIES)]
    for theta in (*steps, *np.unique(-every % unit).tolist()):
        found = Prices((known.worth + theta) // unit, -((theta - known.seniors) // unit))
        if value(found, chosen, room, fewer) == goal:
            return found
    raise RuntimeError("no rounding of the prices proves the places")


def _checked(units: Units) -> Units:
    if units.first + units.pair + units.two_way >= ROOF:
        raise OverflowError("the scores are too large for this many people")
    return units
