"""Column generation: a proven best of all n × m pairs from a few candidates a person.

Solve on the candidates, read the prices off the solution (`prices`), look at *all* pairs in blocks for those worth
more than their prices, add the best of them as candidates, and solve again. When none is left, the prices prove that
no pairing whatever is better. The candidates grow from one step of the order of better to the next.

A pair's reduced value is r = value + first·[fresh] − u − p. With g the smallest unit that counts, it can be positive
only if value/g > ⌊u/g⌋ + ⌊p/g⌋, which small integers decide; r itself is then computed in 64 bits for those few.
A newcomer whose best pair outside the candidates cannot be worth more than their own and the lowest price is passed by.
Source: Gilmore, Gomory (1961); Ahuja, Magnanti, Orlin, Network Flows (1993), 17.5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from pairing.engine import prices
from pairing.engine.codes import Ints, Mask, Small, narrowest
from pairing.engine.flow import Places, best_choice, most_places
from pairing.engine.grid import Block, Several
from pairing.engine.nouns import Units
from pairing.engine.problem import Edges, Problem, preferred_edges, together
from pairing.engine.rules import allowed
from pairing.engine.scoring import Worth, highest, scored

Tick = Callable[[int, int], None]

FIRST = 16  # candidates a newcomer starts with
MORE = 8  # and gets at most when prices ask for more


@dataclass(frozen=True)
class Pool:
    """The candidates, and what is known of all other admissible pairs.

    beyond: for each newcomer a bound on the rank (see `_ranks`) of a pair outside, 0: there is none.
    row_weak, column_weak: the largest weaker side that anybody can find. top_score: the largest score.
    """

    edges: Edges
    beyond: Ints
    row_weak: Ints
    column_weak: Ints
    top_score: int


@dataclass(frozen=True)
class Aim:
    """What counts, in which units; pairs with 0 < weaker side < threshold are left out. more: see `MORE`."""

    units: Units
    threshold: int
    more: int = MORE


@dataclass(frozen=True)
class Optimum:
    """A best choice among the candidates and, if `proven`, among all pairs; potentials as in `prices`."""

    pool: Pool
    chosen: Edges
    places: Places
    potentials: prices.Potentials
    proven: bool

    @property
    def two_way(self) -> int:
        return int(self.chosen.two_way.sum())


def start(problem: Problem, first: int, tick: Tick) -> Pool:
    """The best `first` admissible pairs of each newcomer (two-way before one-way, then by score), and the preferred."""
    codes, policy, room = problem.codes, problem.policy, problem.room
    n, m = codes.shape
    open_ = room.seniors > 0
    beyond, row_weak, column_weak = (np.zeros(size, dtype=np.int64) for size in (n, n, m))
    found, top, done = [preferred_edges(problem)], 0, 0
    for rows in codes.blocks(np.flatnonzero(room.newcomers > 0)):
        grid = Block(codes, rows)
        worth = scored(grid, policy)
        mask = allowed(grid, policy, worth.score)
        mask &= open_
        weak = worth.weak * mask
        row_weak[rows] = weak.max(axis=1, initial=0)
        np.maximum(column_weak, weak.max(axis=0, initial=0), out=column_weak)
        top = max(top, int((worth.score * mask).max(initial=0)))
        ranks = _ranks(worth, highest(codes, policy)) * mask
        beyond[rows], at = best(ranks, first, rows * m // n)
        found.append(_edges(grid, worth, at))
        done += len(rows)
        tick(done, n)
    return Pool(together(found, m), beyond, row_weak, column_weak, top)


def optimum(
    problem: Problem,
    pool: Pool,
    aim: Aim,
    tick: Callable[[], None],
    enough: Callable[[Optimum], bool] = lambda _found: False,
) -> Optimum:
    """The best pairing for this aim, or one that is `enough`."""
    units = aim.units
    room, known = problem.room, None
    while True:
        edges = pool.edges.at(pool.edges.lifted(aim.threshold))
        places = most_places(edges, room)
        choice = best_choice(edges, prices.below_places(edges, units), room, places)
        tick()
        if choice is None:
            raise RuntimeError("places that were found attainable cannot be filled")
        known = prices.potentials(edges, choice, room, units, known)
        found = Optimum(pool, edges.at(choice), places, known, proven=False)
        if enough(found):
            return found
        new = _worth_more(problem, pool, aim, prices.of(known, found.chosen, room, units), tick)
        grown = together([pool.edges, new], problem.codes.shape[1])
        if len(grown.row) == len(pool.edges.row):
            return replace(found, proven=True)
        pool = replace(pool, edges=grown)


def _worth_more(problem: Problem, pool: Pool, aim: Aim, priced: tuple[Ints, Ints], tick: Callable[[], None]) -> Edges:
    """The pairs of positive reduced value, at most `more` a newcomer: the most valuable ones."""
    (u, p), units = priced, aim.units
    codes, policy, room = problem.codes, problem.policy, problem.room
    n, m = codes.shape
    open_ = room.seniors > 0
    unit = units.score or units.two_way
    own = u - units.first * room.fresh - units.pair
    rows_to_see = np.flatnonzero(
        (room.newcomers > 0) & (pool.beyond > 0) & (_beyond(problem, pool, units) > own + p[open_].min(initial=2**62))
    )
    lead = units.two_way // unit
    of_rows, of_columns = own // unit, p // unit
    shift = int(np.median(of_columns[open_])) if open_.any() else 0
    of_rows, of_columns = of_rows + shift, np.where(open_, of_columns - shift, 0)
    span = max(int(np.abs(each).max(initial=0)) for each in (of_rows, of_columns))
    kind = narrowest(2 * max(span, lead + highest(codes, policy)))
    of_rows, of_columns = of_rows.astype(kind), of_columns.astype(kind)
    found = []
    for rows in codes.blocks(rows_to_see):
        grid = Block(codes, rows)
        worth = scored(grid, policy)
        value = worth.two_way * kind.type(lead)
        if units.score:
            value += worth.score
        wanted = value > of_rows[rows][:, None] + of_columns
        at = np.nonzero(wanted)
        reduced = value[at].astype(np.int64) * unit - own[rows[at[0]]] - p[at[1]]
        keep = (reduced > 0) & _usable(worth.weak[at], aim.threshold) & open_[at[1]]
        at, reduced = (at[0][keep], at[1][keep]), reduced[keep]
        keep = allowed(Several(codes, rows[at[0]], at[1]), policy, worth.score[at])
        at, reduced = (at[0][keep], at[1][keep]), reduced[keep]
        turned = (at[1] - rows[at[0]] * m // n) % m
        order = np.lexsort((turned, -reduced, at[0]))
        rank = np.arange(len(order)) - np.searchsorted(at[0], at[0])
        order = order[rank < aim.more]
        found.append(_edges(grid, worth, (at[0][order], at[1][order])))
        tick()
    return together(found, m) if found else pool.edges.at(np.zeros(0, dtype=np.int64))


def _usable(weak: Small, threshold: int) -> Mask:
    mask: Mask = (weak == 0) | (weak >= threshold)
    return mask


def _ranks(worth: Worth, most: int) -> Small:
    """1 + score, and beyond all scores where both can teach; positive integers in the order of better."""
    kind = narrowest(2 * most + 2)
    ranks: Small = worth.two_way * kind.type(most + 1) + worth.score + kind.type(1)
    return ranks


def _beyond(problem: Problem, pool: Pool, units: Units) -> Ints:
    """For each newcomer, a bound on the value below places of a pair outside the candidates."""
    most = highest(problem.codes, problem.policy) + 1
    two_way, score = np.divmod(np.maximum(pool.beyond - 1, 0), most)
    most_value: Ints = two_way * units.two_way + score * units.score
    return most_value


def best(ranks: Small, first: int, turns: Ints) -> tuple[Ints, tuple[Ints, Ints]]:
    """(rank of the best left out, positions of the best `first`) of each row; 0: not admissible.

    Equals are taken from a column of the row's own onwards, so that not everybody starts with the same few people.
    """
    low, high = np.zeros(len(ranks), dtype=ranks.dtype), ranks.max(axis=1, initial=0)
    while (low < high).any():
        middle = (low + high) // 2
        fits = _count(ranks > middle[:, None]) <= first
        low, high = np.where(fits, low, middle + 1).astype(ranks.dtype), np.where(fits, middle, high)
    level = low
    above = np.divmod(np.flatnonzero(ranks > level[:, None]), max(1, ranks.shape[1]))
    left = first - np.bincount(above[0], minlength=len(ranks))
    equal = (ranks == level[:, None]) & (level > 0)[:, None]
    many = _count(equal)
    chosen = [
        (np.full(take, row), _turned(np.flatnonzero(equal[row]), turns[row], take))
        for row, take in enumerate(np.minimum(left, many).tolist())
        if take
    ]
    rows, columns = (np.concatenate([one, *(each[side] for each in chosen)]) for side, one in enumerate(above))
    return level.astype(np.int64), (rows, columns)


def _turned(columns: Ints, turn: int, take: int) -> Ints:
    """The first of these columns from `turn` onwards, and round again."""
    start = int(np.searchsorted(columns, turn))
    return np.concatenate([columns[start : start + take], columns[: max(0, start + take - len(columns))]])


def _count(mask: Mask) -> Ints:
    """How many are true in each row."""
    counts: Ints = np.bitwise_count(np.packbits(mask, axis=1)).sum(axis=1, dtype=np.int64)
    return counts


def _edges(grid: Block, worth: Worth, at: tuple[Ints, Ints]) -> Edges:
    """Not one of them is preferred: those are candidates from the start."""
    return Edges(
        grid.rows[at[0]],
        at[1],
        worth.weak[at].astype(np.int64),
        worth.score[at].astype(np.int64),
        np.zeros(len(at[0]), dtype=np.bool_),
    )
