"""What the pairing is compared with: chance, and taking the best remaining pair first. Both keep every rule."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask
from pairing.engine.columns import OFTEN, best
from pairing.engine.grid import Block, Several
from pairing.engine.policy import Policy
from pairing.engine.problem import Edges, Problem, edges_of
from pairing.engine.rules import allowed
from pairing.engine.scoring import scored

SEED = 2025  # this baseline is the only place where chance enters
DRAWS = 24
LIST = 16
LONGER = 64  # where few people ask
FEW = 1_000
BATCH = 31

Entry = tuple[int, int, int, bool]  # −score, row, column, whether a new list begins here


def at_random(problem: Problem, tick: Callable[[], None]) -> Edges:
    """Newcomers in random order take a random admissible senior with room, round after round while places last.

    Drawing seniors until an admissible one with room turns up is the same as choosing among those; whoever draws in
    vain is looked at in full.
    """
    chance = np.random.Generator(np.random.PCG64(SEED))
    left, room = problem.room.newcomers.copy(), problem.room.seniors.copy()
    taken: set[tuple[int, int]] = set()
    waiting = np.flatnonzero(left)
    while len(waiting) and room.any():
        tick()
        waiting = chance.permutation(waiting)
        drawn = chance.integers(problem.codes.shape[1], size=(len(waiting), DRAWS))
        fits: Mask = _allowed(problem, np.repeat(waiting, DRAWS), drawn.ravel()).reshape(drawn.shape)
        served = []
        for row, columns, fit in zip(waiting.tolist(), drawn.tolist(), fits.tolist(), strict=True):
            free = (c for c, f in zip(columns, fit, strict=True) if f and room[c] and (row, c) not in taken)
            column = next(free, None)
            if column is None:
                every = _open(problem, row, room)
                some = [c for c in every.tolist() if (row, c) not in taken]
                column = some[chance.integers(len(some))] if some else None
            if column is not None:
                taken.add((row, column))
                room[column] -= 1
                left[row] -= 1
                served.append(row)
        waiting = np.array([row for row in sorted(served) if left[row]], dtype=np.int64)
    return _taken(problem, taken)


def greedy(problem: Problem, tick: Callable[[], None]) -> Edges:
    """The highest score first, ties by ids, while both have room.

    Everybody has a short list of their best seniors with room, and a heap holds what each could take next; the last
    entry of a list that left some out is where a new one begins. Whoever comes up there gets it, together with those
    right behind who are as far.
    """
    left, room = problem.room.newcomers.copy(), problem.room.seniors.copy()
    partners: dict[int, list[int]] = {row: [] for row in np.flatnonzero(left).tolist()}
    market = _market(problem, room)
    lists = _lists(problem.policy, market, partners, room, tick)
    heap = [own.pop() for own in lists.values() if own]
    heapq.heapify(heap)
    while heap:
        _, row, column, begins = heapq.heappop(heap)
        if begins:
            ahead = [heapq.heappop(heap) for _ in range(min(len(heap), BATCH))]
            again = [row, *(each[1] for each in ahead if each[3])]
            market = _market(problem, room) if 2 * np.count_nonzero(room) < len(market.columns) else market
            lists |= _lists(problem.policy, market, {each: partners[each] for each in sorted(again)}, room, tick)
            entries = [*(each for each in ahead if not each[3]), *(lists[each].pop() for each in again if lists[each])]
        else:
            if room[column]:
                partners[row].append(column)
                room[column] -= 1
                left[row] -= 1
            own = lists[row] if left[row] else []
            while own and not own[-1][3] and not room[own[-1][2]]:
                own.pop()
            entries = [own.pop()] if own else []
        for entry in entries:
            heapq.heappush(heap, entry)
    return _taken(problem, [(row, column) for row, columns in partners.items() for column in columns])


@dataclass(frozen=True)
class _Market:
    """All newcomers with the seniors who had room at some time, and these seniors' columns in the whole."""

    codes: Codes
    columns: Ints


def _market(problem: Problem, room: Ints) -> _Market:
    columns = np.flatnonzero(room)
    return _Market(problem.codes.only(columns), columns)


def _lists(
    policy: Policy, market: _Market, partners: dict[int, list[int]], room: Ints, tick: Callable[[], None]
) -> dict[int, list[Entry]]:
    """For each newcomer their best seniors with room, the best last; first of all a mark where some were left out.

    partners: whom they have already.
    """
    found: dict[int, list[Entry]] = {}
    open_ = room[market.columns] > 0
    length = LONGER if len(partners) <= FEW else LIST
    for done, block in enumerate(market.codes.blocks(np.array(list(partners), dtype=np.int64))):
        if done % OFTEN == 0:
            tick()
        grid = Block(market.codes, block)
        score = scored(grid, policy).score
        mask = allowed(grid, policy, score) & open_
        for where, row in enumerate(block.tolist()):
            if partners[row]:
                mask[where, np.isin(market.columns, partners[row])] = False
        beyond, (at, to) = best((score + score.dtype.type(1)) * mask, length, np.zeros(len(block), dtype=np.int64))
        order = np.lexsort((-to, score[at, to], at))
        at, to = at[order], to[order]
        starts = np.searchsorted(at, np.arange(len(block) + 1)).tolist()
        negative, whom = (-score[at, to].astype(np.int64)).tolist(), market.columns[to].tolist()
        for where, row in enumerate(block.tolist()):
            some = range(starts[where], starts[where + 1])
            mark = [(1 - int(beyond[where]), row, len(room), True)] if beyond[where] else []
            found[row] = [*mark, *((negative[each], row, whom[each], False) for each in some)]
    return found


def _taken(problem: Problem, pairs: Collection[tuple[int, int]]) -> Edges:
    return edges_of(problem.codes, problem.policy, np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2))


def _allowed(problem: Problem, rows: Ints, columns: Ints) -> Mask:
    grid = Several(problem.codes, rows, columns)
    return allowed(grid, problem.policy, _scores(problem, grid))


def _scores(problem: Problem, grid: Several | Block) -> Ints:
    return scored(grid, problem.policy).score


def _open(problem: Problem, row: int, room: Ints) -> Ints:
    """The admissible seniors of this newcomer who have room."""
    columns = np.flatnonzero(room)
    return columns[_allowed(problem, np.full(len(columns), row), columns)]
