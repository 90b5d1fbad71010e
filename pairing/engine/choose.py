"""The choice of greatest value among all admissible pairs, with its prices: shortest augmenting paths, exact integers.

A pair's value is `Units` in one 64-bit integer. Every newcomer has a worth a, every senior a price p ≥ 0, such that
value − a − p ≤ 0 for all pairs not chosen and ≥ 0 for those chosen. One place of one newcomer after the other takes
the shortest path (Dijkstra over these differences) to a senior with room, or to the newcomer who best goes without.

Nobody's pairs are kept: each newcomer holds the `LIST` best under the prices of the hour, and a bound on all others.
Prices only rise, so the bound holds; when a search comes near it the newcomer looks at all seniors anew. Where few
people are in play the lists are longer: they cost little, and where many pairs are worth the same short ones are made
again and again.
Source: Ahuja, Magnanti, Orlin, Network Flows (1993), 9.7; Jonker, Volgenant, Computing 38 (1987).
"""

from __future__ import annotations

import numpy as np

from pairing.engine.codes import PREFERRED, Codes, Ints, Small
from pairing.engine.compiled import compiled, once, part
from pairing.engine.heap import mend, pop, push
from pairing.engine.look import look
from pairing.engine.state import COLUMNS, FAR, NONE, ROWS, SEARCHES, WORK, Scratch, State, is_chosen, put_in, take_out

BUDGET = 200_000_000  # steps of work between two signs of progress, about 0.2 seconds


@part
def _values(codes: Codes, units: Ints, threshold: int, i: int, scratch: Scratch) -> None:
    """Each pair's value, NONE where it may not be."""
    value, weak, mask, score, places = (
        scratch.value, scratch.row.weak, scratch.row.mask, scratch.row.score, codes.places_of_seniors,
    )  # fmt: skip
    look(codes, i, scratch.row)
    pair, two_way, unit = units[1], units[2], units[3]
    for j in range(len(value)):
        worth = pair + (two_way if weak[j] > 0 else 0) + unit * score[j]
        out = (mask[j] != 0) | ((weak[j] > 0) & (weak[j] < threshold)) | (places[j] == 0)
        value[j] = NONE if out else worth
    marks = codes.marks
    for at in range(marks.starts[PREFERRED, i], marks.starts[PREFERRED, i + 1]):
        j = marks.columns[at]
        if value[j] != NONE:
            value[j] += units[4]


@part
def _weakest(value: Ints, weak: Small, of_seniors: Ints) -> int:
    """The largest weaker side that this newcomer can find; and each senior's so far is kept up."""
    most = 0
    for j in range(len(value)):
        side = np.int64(weak[j]) if value[j] != NONE else 0
        most = max(most, side)
        of_seniors[j] = max(of_seniors[j], side)
    return most


@part
def _keep_best(state: State, i: int, scratch: Scratch) -> int:
    """Newcomer i's list under the prices of the hour; returns the largest value − price, NONE if there is none.

    Equals: seniors with room first, and from another senior onwards for each newcomer, so that they do not crowd.
    """
    value, every, keys, columns = scratch.value, scratch.key, scratch.keys, scratch.columns
    m, width = len(value), len(keys)
    for j in range(m):
        every[j] = 2 * (value[j] - state.price[j]) + (1 if state.room[j] > 0 else 0)
    keys[:] = NONE
    start = i * m // len(state.worth)
    for half in range(2):
        low, high = (start, m) if half == 0 else (0, start)
        least = keys[0]
        for j in range(low, high):
            if every[j] > least:
                keys[0], columns[0] = every[j], j
                mend(keys, columns, 0, width)
                least = keys[0]
    size, best = 0, NONE
    for at in range(width):
        if keys[at] > NONE:
            j = columns[at]
            state.columns[i, size], state.values[i, size] = j, value[j]
            best = max(best, keys[at] >> 1)
            size += 1
    state.length[i] = size
    state.bound[i] = keys[0] >> 1 if width and keys[0] > NONE else NONE
    return best


@part
def _exchange(state: State, end: int) -> None:
    """Take the path to this end: pairs off it are made, pairs on it undone."""
    m = len(state.price)
    if end >= m:
        i = end - m
        state.places[i] -= 1
        if state.row_from[i] < 0:
            return
        j = take_out(state, state.row_from[i])
    else:
        j = end
        state.room[j] -= 1
    while True:
        i = state.column_from[j]
        value = state.row_far[i] + state.worth[i] + state.price[j] - state.column_far[j]
        entry = state.row_from[i]
        before = take_out(state, entry) if entry >= 0 else -1
        put_in(state, i, j, value)
        if entry < 0:
            return
        j = before


@part
def _settle(state: State, far: int) -> None:
    """Move worths and prices by what the search found, and forget it."""
    heap = state.heap
    for at in range(state.counts[ROWS]):
        i = state.touched_rows[at]
        if state.row_far[i] < far:
            state.worth[i] -= far - state.row_far[i]
        state.row_far[i], state.row_from[i] = FAR, -1
    for at in range(state.counts[COLUMNS]):
        j = state.touched_columns[at]
        if state.column_far[j] < far:
            state.price[j] += far - state.column_far[j]
        state.column_far[j] = FAR
    for at in range(heap.size[0]):
        heap.places[heap.items[at]] = -1
    heap.size[0] = 0


@once
def _place(codes: Codes, state: State, source: int, scratch: Scratch) -> None:
    """Find one more place for this newcomer, or for whom it is worth more.

    The heap holds seniors (j), newcomers (m + i) and newcomers whose list may hide a shorter way (m + n + i). An end is
    a senior with room (j) or a newcomer who gives back a place (m + i).
    """
    n, m, heap = len(state.worth), len(state.price), state.heap
    row_far, row_from, column_far, column_from = state.row_far, state.row_from, state.column_far, state.column_from
    worth, price, room = state.worth, state.price, state.room
    row_far[source], row_from[source] = 0, -1
    state.touched_rows[0] = state.stack[0] = source
    rows, columns, waiting, end_far, end = 1, 0, 1, FAR, -1
    state.counts[SEARCHES] += 1
    while True:
        if waiting > 0:
            waiting -= 1
            i = state.stack[waiting]
            give_back = row_far[i] + worth[i]
            if state.fresh[i] == 1 and state.places[i] == 1:
                give_back += state.units[0]
            if give_back < end_far:
                end_far, end = give_back, m + i
            base, values = row_far[i] + worth[i], state.values[i]
            for at in range(state.length[i]):
                j = np.int64(state.columns[i, at])
                to = base + price[j] - values[at]
                if to >= end_far or to >= column_far[j]:
                    continue
                if is_chosen(state.row_head, state.row_next, state.entry_column, i, j):
                    continue
                if column_far[j] == FAR:
                    state.touched_columns[columns] = j
                    columns += 1
                column_far[j], column_from[j] = to, i
                if room[j] > 0:
                    end_far, end = to, j
                else:
                    push(heap, to, j)
            if state.bound[i] != NONE and base - state.bound[i] < end_far:
                push(heap, base - state.bound[i], m + n + i)
            continue
        if heap.size[0] == 0 or heap.keys[0] >= end_far:
            break
        item = pop(heap)
        if item >= m + n:
            i = item - m - n
            _values(codes, state.units, state.threshold, i, scratch)
            state.counts[WORK] += 8 * m
            if state.seen[i] < state.counts[SEARCHES]:
                state.seen[i] = state.counts[SEARCHES]
                _keep_best(state, i, scratch)
                state.stack[waiting] = i
                waiting += 1
                continue
            base = row_far[i] + worth[i]
            for turn in range(2):  # those with room first, so that fewer others are kept
                for j in range(m):
                    to = base + price[j] - scratch.value[j]
                    if to >= end_far or to >= column_far[j] or (room[j] > 0) != (turn == 0):
                        continue
                    if is_chosen(state.row_head, state.row_next, state.entry_column, i, j):
                        continue
                    if column_far[j] == FAR:
                        state.touched_columns[columns] = j
                        columns += 1
                    column_far[j], column_from[j] = to, i
                    if turn == 0:
                        end_far, end = to, j
                    else:
                        push(heap, to, j)
        elif item >= m:
            state.stack[waiting] = item - m
            waiting += 1
        else:
            far, entry = column_far[item], state.column_head[item]
            while entry >= 0:
                i = state.entry_row[entry]
                to = far + state.entry_value[entry] - worth[i] - price[item]
                if to < end_far and to < row_far[i]:
                    if row_far[i] == FAR:
                        state.touched_rows[rows] = i
                        rows += 1
                    row_far[i], row_from[i] = to, entry
                    if to == far:
                        state.stack[waiting] = i
                        waiting += 1
                    else:
                        push(heap, to, m + i)
                entry = state.column_next[entry]
    state.counts[WORK] += 30 * rows
    state.counts[ROWS], state.counts[COLUMNS] = rows, columns
    _exchange(state, np.int64(end))
    _settle(state, np.int64(end_far))


@compiled
def advance(codes: Codes, state: State, scratch: Scratch, start: int, budget: int) -> int:
    """Place newcomers from `start` on until so much work is done; returns who is next."""
    n, m = len(state.worth), len(state.price)
    state.counts[WORK] = 0
    for i in range(start, n):
        if state.counts[WORK] >= budget:
            return i
        lowest = -state.units[0] if state.fresh[i] == 1 and state.places[i] <= 1 else 0
        state.worth[i] = lowest
        if state.places[i] == 0:
            state.worth[i] = -state.units[0] * state.fresh[i]
            continue
        _values(codes, state.units, state.threshold, i, scratch)
        state.counts[WORK] += 8 * m
        state.row_weak[i] = _weakest(scratch.value, scratch.row.weak, state.column_weak)
        state.worth[i] = max(lowest, _keep_best(state, i, scratch))
        for _ in range(state.places[i]):
            _place(codes, state, i, scratch)
    return n
