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
from pairing.engine.problem import Edges, Problem, among, preferred_edges, together
from pairing.engine.rules import allowed
from pairing.engine.scoring import Worth, highest, scored

Tick = Callable[[int, int], None]

OFTEN = 16  # blocks between two signs of progress
FEW_TIMES = 2
SPREAD = 4
PATIENCE = 60  # steps in which prices may follow new candidates before the choice is solved anew


@dataclass(frozen=True)
class Width:
    """Pairs a newcomer has at first among those known, at first among the candidates, and gets at most at a time."""

    known: int
    first: int
    more: int


WIDTH = Width(known=96, first=8, more=8)


@dataclass(frozen=True)
class Pool:
    """The pairs known, and what is known of all other admissible pairs.

    spread: some of them that reach everybody, and the preferred ones: always candidates.
    beyond: for each newcomer a bound on the rank (see `_ranks`) of a pair outside, 0: there is none.
    row_weak, column_weak: the largest weaker side that anybody can find. top_score: the largest score.
    """

    edges: Edges
    spread: Edges
    beyond: Ints
    row_weak: Ints
    column_weak: Ints
    top_score: int


@dataclass(frozen=True)
class Aim:
    """What counts, in which units; pairs with 0 < weaker side < threshold are left out."""

    units: Units
    threshold: int
    width: Width


@dataclass(frozen=True)
class Optimum:
    """A best choice among all pairs, for its aim; or one of which the prices prove that all stay below the goal."""

    pool: Pool
    aim: Aim
    chosen: Edges
    places: Places
    potentials: prices.Potentials
    u: Ints
    p: Ints

    @property
    def two_way(self) -> int:
        return int(self.chosen.two_way.sum())


def start(problem: Problem, known: int, tick: Tick) -> Pool:
    """The best `known` admissible pairs of each newcomer (two-way before one-way, then by score), and the preferred."""
    codes, policy, room = problem.codes, problem.policy, problem.room
    n, m = codes.shape
    open_ = room.seniors > 0
    beyond, row_weak, column_weak = (np.zeros(size, dtype=np.int64) for size in (n, n, m))
    found, spread, top = [], [preferred_edges(problem)], 0
    for done, rows in enumerate(codes.blocks(np.flatnonzero(room.newcomers > 0))):
        if done % OFTEN == OFTEN - 1:
            tick(int(rows[0]), n)
        grid = Block(codes, rows)
        worth = scored(grid, policy)
        mask = allowed(grid, policy, worth.score)
        mask &= open_
        weak = worth.weak * mask
        row_weak[rows] = weak.max(axis=1, initial=0)
        np.maximum(column_weak, weak.max(axis=0, initial=0), out=column_weak)
        ranks = _ranks(worth, highest(codes, policy)) * mask
        top = max(top, int((worth.score * mask).max(initial=0)))
        turns = rows * m // n
        beyond[rows], where = best(ranks, known, turns)
        found.append(_edges(grid, worth, where))
        spread.append(_edges(grid, worth, _spread(mask, turns)))
    tick(n, n)
    return Pool(together(spread + found, m), together(spread, m), beyond, row_weak, column_weak, top)


def optimum(problem: Problem, pool: Pool, aim: Aim, tick: Callable[[], None], goal: int = -1) -> Optimum:
    """The best pairing for this aim. If none is worth the goal, the first prices that show it will do."""
    room, columns = problem.room, problem.codes.shape[1]
    edges, rough = _heads(pool, aim, columns), True
    places, choice, potentials = _solved(problem, edges, aim, None, tick)
    while True:
        chosen = edges.at(choice)
        u, p = prices.of(potentials, room, aim.units)
        own = u - aim.units.first * room.fresh - aim.units.pair
        new, over = _worth_more(pool.edges, aim, own, p), np.zeros_like(u)
        new = new.at(~among(new, edges, columns))
        np.maximum.at(over, new.row, _reduced(new, aim, own, p))
        if not len(new.row) or prices.value(u + over, p, chosen, room, aim.units) < goal:
            unknown, beyond = _unknown_worth_more(problem, pool, aim, (own, p), tick)
            over = np.maximum(over, beyond)
            if prices.value(u + over, p, chosen, room, aim.units) < goal:
                return Optimum(pool, aim, chosen, places, potentials, u + over, p)
            if not len(unknown.row) and not len(new.row):
                return Optimum(pool, aim, chosen, places, potentials, u, p)
            pool = replace(pool, edges=together([pool.edges, unknown], columns))
            new = together([new, unknown], columns)
        kept = [chosen, _near(pool.edges, aim, own, p)] if rough else [edges]
        edges = together([*kept, _few(new, _reduced(new, aim, own, p), aim.width.more)], columns)
        rough = False
        choice = among(edges, chosen, columns)
        still = prices.potentials(edges, choice, room, aim.units, known=potentials, patience=PATIENCE)
        if still is None:
            places, choice, still = _solved(problem, edges, aim, potentials, tick)
        potentials = still


def _solved(
    problem: Problem, edges: Edges, aim: Aim, known: prices.Potentials | None, tick: Callable[[], None]
) -> tuple[Places, Mask, prices.Potentials]:
    """The best choice among these edges."""
    places = most_places(edges, problem.room)
    choice = best_choice(edges, prices.below_places(edges, aim.units), problem.room, places, tick)
    tick()
    if choice is None:
        raise RuntimeError("places that were found attainable cannot be filled")
    potentials = prices.potentials(edges, choice, problem.room, aim.units, known=known)
    if potentials is None:
        raise RuntimeError("the chosen pairs are not the best: a cycle of exchanges improves them")
    return places, choice, potentials


def _heads(pool: Pool, aim: Aim, columns: int) -> Edges:
    """The first few usable pairs of each newcomer and of each senior, the most valuable first, and the spread."""
    usable = pool.edges.at(pool.edges.lifted(aim.threshold))
    span = int(usable.score.max(initial=0)) + 1
    rank = -(usable.two_way * span + usable.score)
    first = np.zeros(len(rank), dtype=np.bool_)
    for end in (usable.row, usable.column):
        order = np.argsort(end * (2 * span) + rank, kind="stable")
        first[order[np.arange(len(order)) - np.searchsorted(end[order], end[order]) < aim.width.first]] = True
    return together([usable.at(first), pool.spread.at(pool.spread.lifted(aim.threshold))], columns)


def _reduced(edges: Edges, aim: Aim, own: Ints, p: Ints) -> Ints:
    return prices.below_places(edges, aim.units) - own[edges.row] - p[edges.column]


def _worth_more(edges: Edges, aim: Aim, own: Ints, p: Ints) -> Edges:
    """Those of the edges that are usable and have a positive reduced value."""
    return edges.at((_reduced(edges, aim, own, p) > 0) & edges.lifted(aim.threshold))


def _near(edges: Edges, aim: Aim, own: Ints, p: Ints) -> Edges:
    """The usable pairs that come closest to their prices from below, a few for each newcomer on average.

    They take the place of the first candidates, which were chosen before there were any prices.
    """
    usable = edges.at(edges.lifted(aim.threshold))
    short = -_reduced(usable, aim, own, p)
    steps = np.minimum(short // (aim.units.score or aim.units.two_way), 99)
    steps[short < 0] = 100
    enough = np.searchsorted(np.cumsum(np.bincount(steps, minlength=101)), aim.width.first // 2 * len(own))
    return usable.at(steps <= min(int(enough), 98))


def _few(edges: Edges, reduced: Ints, most: int) -> Edges:
    """The most valuable of the edges, at most so many a newcomer, and of these a few times as many a senior."""
    for end, limit in (("row", most), ("column", FEW_TIMES * most)):
        ends = getattr(edges, end)
        order = np.lexsort((_scattered(edges), -reduced, ends))
        kept = np.sort(order[np.arange(len(order)) - np.searchsorted(ends[order], ends[order]) < limit])
        edges, reduced = edges.at(kept), reduced[kept]
    return edges


def _scattered(edges: Edges) -> Ints:
    """A number for each pair that has nothing to do with its place, so that equals do not crowd on a few people."""
    mixed: Ints = (edges.row * 2_654_435_761 + edges.column * 40_503) * 2_246_822_519 % 4_294_967_291
    return mixed


def _unknown_worth_more(
    problem: Problem, pool: Pool, aim: Aim, priced: tuple[Ints, Ints], tick: Callable[[], None]
) -> tuple[Edges, Ints]:
    """The usable pairs of positive reduced value that are not yet known, a few of the most valuable a newcomer.

    With the largest reduced value of each newcomer, 0 if none is positive.

    priced: what a pair must be worth below places, as a newcomer's and a senior's part.
    """
    codes, policy, room = problem.codes, problem.policy, problem.room
    (own, p), units = priced, aim.units
    open_ = room.seniors > 0
    unit = units.score or units.two_way
    lowest = p[open_].min(initial=np.iinfo(np.int64).max // 2)
    rows_to_see = np.flatnonzero(
        (room.newcomers > 0) & (pool.beyond > 0) & (_beyond(problem, pool, units) > own + lowest)
    )
    lead = units.two_way // unit
    of_rows, of_columns = own // unit, p // unit
    shift = int(np.median(of_columns[open_])) if open_.any() else 0
    of_rows, of_columns = of_rows + shift, np.where(open_, of_columns - shift, 0)
    span = max(int(np.abs(each).max(initial=0)) for each in (of_rows, of_columns))
    kind = narrowest(2 * max(span, lead + highest(codes, policy)))
    of_rows, of_columns = of_rows.astype(kind), of_columns.astype(kind)
    found, over = [], np.zeros_like(own)
    for done, rows in enumerate(codes.blocks(rows_to_see)):
        if done % OFTEN == 0:
            tick()
        grid = Block(codes, rows)
        worth = scored(grid, policy)
        value = worth.two_way * kind.type(lead)
        if units.score:
            value += worth.score
        at = np.divmod(np.flatnonzero(value > of_rows[rows][:, None] + of_columns), codes.shape[1])
        reduced = value[at].astype(np.int64) * unit - own[rows[at[0]]] - p[at[1]]
        keep = (reduced > 0) & _usable(worth.weak[at], aim.threshold) & open_[at[1]]
        at = at[0][keep], at[1][keep]
        keep = allowed(Several(codes, rows[at[0]], at[1]), policy, worth.score[at])
        edges = _edges(grid, worth, (at[0][keep], at[1][keep]))
        edges = edges.at(~among(edges, pool.edges, codes.shape[1]))
        reduced = _reduced(edges, aim, own, p)
        np.maximum.at(over, edges.row, reduced)
        found.append(_few(edges, reduced, aim.width.more))
    return together([pool.edges.at(np.zeros(0, dtype=np.int64)), *found], codes.shape[1]), over


def _spread(mask: Mask, turns: Ints) -> tuple[Ints, Ints]:
    """Of each row's next few columns from its turn onwards the admissible ones, whatever they are worth."""
    n, m = mask.shape
    rows = np.repeat(np.arange(n), min(SPREAD, m))
    columns = ((turns[:, None] + np.arange(min(SPREAD, m))) % max(1, m)).ravel()
    keep = mask[rows, columns]
    return rows[keep], columns[keep]


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
