"""What a place is worth: the dual side of a chosen pairing, exact integers.

The chosen pairs are a circulation: hub → newcomer (first arc earning `units.first`, further arcs earning nothing)
→ senior → hub, a pair earning its value. It is optimal exactly when its residual graph has no cycle of negative cost
(cost = −earning), and then shortest distances d exist (Bellman-Ford, from all nodes at once). With d(hub) = 0

    a newcomer's price  u = max(0, d + first)      (the worth of their first place)
    a senior's price    p = max(0, −d)             (the worth of one place with them)

satisfy complementary slackness with the chosen pairs; `certify` checks the outcome by a formula of its own.
Source: Ahuja, Magnanti, Orlin, Network Flows (1993), sections 9.1–9.4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pairing.engine.codes import Ints, Mask
from pairing.engine.nouns import Units
from pairing.engine.problem import Edges, Room

ROOF = 2**59  # values stay below, so that shortest distances (a few values) fit int64
TRIES = 32


@dataclass(frozen=True)
class Potentials:
    """Distances d, the hub's being 0."""

    newcomers: Ints
    seniors: Ints


def units(room: Room, top_score: int, preferred: int) -> Units:
    """The whole order 1–5 in one integer. top_score: the largest score; preferred: how many pairs are preferred."""
    score = min(room.most, preferred) + 1
    two_way = room.most * top_score * score + score
    pair = (room.most + 1) * two_way
    return _checked(Units(first=pair if room.further.any() else 0, pair=pair, two_way=two_way, score=score, prefer=1))


def plain_units(room: Room, top_score: int) -> Units:
    """Order 1, 2 and 4: without regard to the preferred pairs."""
    return replace(units(room, top_score, 0), prefer=0)


def counting_units(room: Room) -> Units:
    """Order 1–2 alone: places, then two-way pairs. `units` divided by its two-way unit."""
    pair = room.most + 1
    return _checked(Units(first=pair if room.further.any() else 0, pair=pair, two_way=1, score=0, prefer=0))


def worth(edges: Edges, units: Units) -> Ints:
    """Each edge's value without `units.first`, int64."""
    return below_places(edges, units) + np.int64(units.pair)


def below_places(edges: Edges, units: Units) -> Ints:
    """The part of the value that decides once the number of places is fixed, int64."""
    value = edges.score.astype(np.int64) * np.int64(units.score)
    value += edges.two_way.astype(np.int64) * np.int64(units.two_way)
    value += edges.preferred.astype(np.int64) * np.int64(units.prefer)
    return value


def of(known: Potentials, room: Room, units: Units) -> tuple[Ints, Ints]:
    """(newcomers' prices, seniors' prices)."""
    return np.maximum(0, known.newcomers + units.first * room.fresh), np.maximum(0, -known.seniors)


def value(u: Ints, p: Ints, chosen: Edges, room: Room, units: Units) -> int:
    """What the prices bound, where no other pair has a positive reduced value."""
    beyond = worth(chosen, units) + (units.first * room.fresh - u)[chosen.row] - p[chosen.column]
    further = room.further * np.maximum(0, u - units.first * room.fresh)
    parts = (room.first * u, further, room.seniors * p, np.maximum(0, beyond))
    return sum(sum(part.tolist()) for part in parts)


def counting(known: Potentials, chosen: Edges, room: Room, units: Units) -> tuple[Ints, Ints]:
    """Prices under `counting_units` out of potentials under `plain_units`, for the same best choice.

    For any 0 ≤ θ < U, U the two-way unit, ⌊(d + θ)/U⌋ are potentials for values divided by U and rounded down, and
    over all θ the bound they give is on average less than one above what is reached; so for some θ it is reached.
    Even steps find one mostly; else one of the places where a floor changes does.
    """
    fewer = counting_units(room)
    placed = np.bincount(chosen.row, minlength=len(room.newcomers)) > 0
    reached = fewer.first * int((placed & room.fresh).sum()) + int(worth(chosen, fewer).sum())
    every = np.concatenate([known.newcomers, known.seniors])
    steps = [step * units.two_way // TRIES for step in range(TRIES)]
    for theta in (*steps, *np.unique(-every % units.two_way).tolist()):
        rounded = Potentials(*((d + theta) // units.two_way for d in (known.newcomers, known.seniors)))
        u, p = of(rounded, room, fewer)
        if value(u, p, chosen, room, fewer) == reached:
            return u, p
    raise RuntimeError("no rounding of the prices proves the places")


def potentials(
    edges: Edges,
    chosen: Mask,
    room: Room,
    units: Units,
    *,
    known: Potentials | None = None,
    patience: int | None = None,
) -> Potentials | None:
    """Distances that prove the chosen edges best among `edges`; None if they do not settle within so many steps.

    known: those of a similar choice; any start is sound, and a near one is fast and keeps prices steady. Without
    patience all steps that distances can need are taken: None then means that the choice is not the best.
    """
    n, m = len(room.newcomers), len(room.seniors)
    first, value = units.first, worth(edges, units)
    of_newcomers = np.zeros(n, dtype=np.int64) if known is None else known.newcomers.copy()
    of_seniors = np.zeros(m, dtype=np.int64) if known is None else known.seniors.copy()
    hub = 0

    placed = np.bincount(edges.row[chosen], minlength=n)
    taken = np.bincount(edges.column[chosen], minlength=m)
    first_used = np.minimum(placed, room.first)
    further_used = placed - first_used
    # hub → newcomer and back, hub → senior and back: where the residual graph has these arcs
    in_first, out_first = first_used < room.first, first_used > 0
    in_further, out_further = further_used < room.further, further_used > 0
    out_senior, in_senior = taken < room.seniors, taken > 0

    open_ = ~chosen
    row, column, gain = edges.row[open_], edges.column[open_], value[open_]
    starts = np.searchsorted(row, np.arange(n + 1))
    back_row, back_column, back_gain = edges.row[chosen], edges.column[chosen], value[chosen]

    moved = np.ones(n, dtype=np.bool_)
    for _ in range(patience or n + m + 3):
        before = of_newcomers.copy(), of_seniors.copy(), hub
        some = _ranges(starts, np.flatnonzero(moved))
        np.minimum.at(of_seniors, column[some], of_newcomers[row[some]] - gain[some])
        of_seniors[in_senior] = np.minimum(of_seniors[in_senior], hub)
        hub = int(of_seniors[out_senior].min(initial=hub))
        np.minimum.at(of_newcomers, back_row, of_seniors[back_column] + back_gain)
        hub = int((of_newcomers[out_first] + first).min(initial=hub))
        hub = int(of_newcomers[out_further].min(initial=hub))
        of_newcomers[in_first] = np.minimum(of_newcomers[in_first], hub - first)
        of_newcomers[in_further] = np.minimum(of_newcomers[in_further], hub)
        moved = of_newcomers < before[0]
        if not moved.any() and hub == before[2] and (of_seniors == before[1]).all():
            found = Potentials(of_newcomers - hub, of_seniors - hub)
            return _settled(found, edges.at(chosen), value[chosen], room)
    return None


def _settled(known: Potentials, chosen: Edges, value: Ints, room: Room) -> Potentials:
    """Whoever has a single place takes what their pair is worth beyond its prices: distances stay distances.

    Then, with one place each on one side, prices alone add up to the value.
    """
    of_newcomers, of_seniors = known.newcomers.copy(), known.seniors.copy()
    beyond = value + of_seniors[chosen.column] - of_newcomers[chosen.row]
    single = room.newcomers[chosen.row] == 1
    of_newcomers[chosen.row[single]] += beyond[single]
    single = ~single & (room.seniors[chosen.column] == 1)
    of_seniors[chosen.column[single]] -= beyond[single]
    return Potentials(of_newcomers, of_seniors)


def _ranges(starts: Ints, rows: Ints) -> Ints:
    """The positions of all edges of these rows."""
    length = starts[rows + 1] - starts[rows]
    ends = np.cumsum(length)
    edges: Ints = np.arange(int(length.sum())) + np.repeat(starts[rows] - ends + length, length)
    return edges


def _checked(units: Units) -> Units:
    if units.first + units.pair + units.two_way >= ROOF:
        raise OverflowError("the scores are too large for this many people")
    return units
