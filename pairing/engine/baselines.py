"""What the pairing is compared with: chance, and taking the best remaining pair first. Both keep every rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pairing.engine.codes import Codes, Ints, Small, Words
from pairing.engine.compiled import compiled, part
from pairing.engine.heap import Heap, mend, pop, push
from pairing.engine.look import Row, look, row_of
from pairing.engine.problem import Edges, Problem

SEED = 2025  # this baseline is the only place where chance enters
LIST = 16
BUDGET = 200_000_000  # steps of work between two signs of progress, about 0.2 seconds
NONE = -1

Tell = Callable[[int, int], None]


class Taken(NamedTuple):
    """Pairs taken so far: for each newcomer a list (head, following) of entries with column, weak and score."""

    left: Ints
    room: Ints
    head: Ints
    following: Ints
    row: Ints
    column: Ints
    weak: Ints
    score: Ints
    total: Ints


class Lists(NamedTuple):
    """Each newcomer's best seniors, and where in it they are; rest: the best score left out, NONE: nothing."""

    column: Ints
    score: Ints
    weak: Ints
    length: Ints
    at: Ints
    rest: Ints


def at_random(problem: Problem, tell: Tell) -> Edges:
    """Newcomers in random order take a random admissible senior with room, round after round while places last."""
    taken = _taken(problem)
    chance = np.array([SEED], dtype=np.uint64)
    row, some = row_of(problem.codes), np.empty(len(taken.room), np.int64)
    waiting = np.flatnonzero(taken.left)
    while len(waiting):
        shuffle(waiting, chance)
        before, start = taken.total[0], 0
        while start < len(waiting):
            start = draw(problem.codes, taken, waiting, chance, row, some, start, BUDGET)
            tell(start, len(waiting))
        served = taken.row[before : taken.total[0]]
        waiting = np.sort(served[taken.left[served] > 0])
    return _edges(taken)


def greedy(problem: Problem, tell: Tell) -> Edges:
    """The highest score first, ties by ids, while both have room."""
    taken = _taken(problem)
    n, m = len(taken.left), len(taken.room)
    width = min(LIST, m)
    lists = Lists(*(np.zeros((n, width), dtype=np.int64) for _ in range(3)), *(np.zeros(n, np.int64) for _ in range(3)))
    lists.rest[:] = problem.top_score
    # Sorted keys are a heap: everybody begins with a list that has yet to be made.
    rows = np.flatnonzero(taken.left) if m else np.zeros(0, dtype=np.int64)
    keys, items, places = np.zeros(n, np.int64), np.zeros(n, np.int64), np.full(n, NONE, dtype=np.int64)
    keys[: len(rows)], items[: len(rows)], places[rows] = rows * m, rows, np.arange(len(rows))
    heap = Heap(keys, items, places, np.array([len(rows)], dtype=np.int64))
    row, best, columns = row_of(problem.codes), np.empty(width, np.int64), np.empty(width, np.int32)
    while heap.size[0]:
        take(problem.codes, taken, lists, heap, row, best, columns, problem.top_score, BUDGET)
        tell(int(taken.total[0]), problem.room.most)
    return _edges(taken)


def _taken(problem: Problem) -> Taken:
    room, most = problem.room, problem.room.most

    def empty(size: int) -> Ints:
        return np.full(size, NONE, dtype=np.int64)

    return Taken(
        left=room.newcomers.copy(),
        room=room.seniors.copy(),
        head=empty(len(room.newcomers)),
        following=empty(most),
        row=empty(most),
        column=empty(most),
        weak=empty(most),
        score=empty(most),
        total=np.zeros(1, dtype=np.int64),
    )


def _edges(taken: Taken) -> Edges:
    row, column, weak, score = (each[: taken.total[0]] for each in (taken.row, taken.column, taken.weak, taken.score))
    order = np.lexsort((column, row))
    return Edges(row[order], column[order], weak[order], score[order])


@part
def _next(chance: Words) -> int:
    """A number of 31 bits (SplitMix64)."""
    chance[0] += np.uint64(0x9E3779B97F4A7C15)
    mixed = chance[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(33))


@compiled
def shuffle(rows: Ints, chance: Words) -> None:
    """Put them in random order."""
    for at in range(len(rows) - 1, 0, -1):
        other = _next(chance) % (at + 1)
        rows[at], rows[other] = rows[other], rows[at]


@part
def _has(taken: Taken, i: int, j: int) -> bool:
    entry = taken.head[i]
    while entry >= 0 and taken.column[entry] != j:
        entry = taken.following[entry]
    return entry >= 0


@part
def _take(taken: Taken, i: int, j: int, weak: int, score: int) -> None:
    entry = taken.total[0]
    taken.total[0] += 1
    taken.row[entry], taken.column[entry], taken.weak[entry], taken.score[entry] = i, j, weak, score
    taken.following[entry], taken.head[i] = taken.head[i], entry
    taken.left[i] -= 1
    taken.room[j] -= 1


@compiled
def draw(
    codes: Codes, taken: Taken, waiting: Ints, chance: Words, row: Row, some: Ints, start: int, budget: int
) -> int:
    """Each waiting newcomer from `start` on takes an open senior by chance; returns who is next. some: room for all."""
    m = len(taken.room)
    mask, room = row.mask, taken.room
    for at in range(start, len(waiting)):
        if budget <= 0:
            return at
        budget -= 4 * m
        i = waiting[at]
        look(codes, i, row)
        count = 0
        for j in range(m):
            some[count] = j
            count += 1 if (mask[j] == 0) & (room[j] > 0) else 0
        entry = taken.head[i]
        while entry >= 0 and count > 0:  # not the same senior twice
            for place in range(count):
                if some[place] == taken.column[entry]:
                    for later in range(place + 1, count):
                        some[later - 1] = some[later]
                    count -= 1
                    break
            entry = taken.following[entry]
        if count > 0:
            j = some[_next(chance) % count]
            _take(taken, i, j, np.int64(row.weak[j]), np.int64(row.score[j]))
    return len(waiting)


@part
def _list(taken: Taken, i: int, row: Row, lists: Lists, keys: Ints, columns: Small) -> None:
    """Make newcomer i's list of the best seniors with room: the best first, ties by ids."""
    m, width, room = len(taken.room), lists.column.shape[1], taken.room
    row_score, row_mask, row_weak = row.score, row.mask, row.weak
    keys[:] = NONE
    open_, least = 0, NONE
    for j in range(m):
        if (row_mask[j] == 0) & (room[j] > 0):
            key = np.int64(row_score[j]) * m + (m - 1 - j)
            if key > least and not _has(taken, i, j):
                keys[0], columns[0] = key, j
                mend(keys, columns, 0, width)
                least = keys[0]
            open_ += 1
    size = 0
    for at in range(width):
        size += 1 if keys[at] != NONE else 0
    lists.rest[i] = keys[0] // m if size == width and open_ > width else NONE
    lists.length[i], lists.at[i] = size, 0
    for at in range(width - 1, -1, -1):  # the heap's least goes last
        j = columns[0]
        keys[0], columns[0] = keys[at], columns[at]
        mend(keys, columns, 0, at)
        if at < size:
            lists.column[i, at], lists.score[i, at], lists.weak[i, at] = j, row_score[j], row_weak[j]


@compiled
def take(
    codes: Codes, taken: Taken, lists: Lists, heap: Heap, row: Row, keys: Ints, columns: Small, top: int, budget: int
) -> None:
    """Take pair after pair until so much work is done, or none is left. keys, columns: room for a list.

    Each newcomer stands in the heap with what they could take next, at its score; at the end of a list that left
    some out, with the score of the best of those.
    """
    n, m = len(taken.left), len(taken.room)
    while heap.size[0] > 0 and budget > 0:
        budget -= 50
        i = pop(heap)
        at = lists.at[i]
        if at == lists.length[i]:
            look(codes, i, row)
            _list(taken, i, row, lists, keys, columns)
            budget -= 6 * m
        else:
            j = lists.column[i, at]
            lists.at[i] += 1
            if taken.room[j] > 0:
                _take(taken, i, j, lists.weak[i, at], lists.score[i, at])
                if taken.left[i] == 0:
                    continue
        at = lists.at[i]
        while at < lists.length[i] and taken.room[lists.column[i, at]] == 0:
            at += 1
        lists.at[i] = at
        if at < lists.length[i]:
            push(heap, ((top - lists.score[i, at]) * n + i) * m + lists.column[i, at], i)
        elif lists.rest[i] != NONE:
            push(heap, ((top - lists.rest[i]) * n + i) * m, i)
