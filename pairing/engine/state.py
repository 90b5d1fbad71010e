"""What a choice under way consists of (`choose`): worths and prices, lists, the chosen pairs, one search's notes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask, Small
from pairing.engine.compiled import part
from pairing.engine.heap import Heap
from pairing.engine.look import Row, row_of
from pairing.engine.nouns import Units

LIST = 24
ENTRIES = 2**16  # lists may be longer than LIST while all of them together have no more
FAR = 2**61  # beyond any sum of values
NONE = -FAR
# Places in `counts`.
COLUMNS, ROWS, WORK, SEARCHES = range(4)


class Scratch(NamedTuple):
    """One newcomer with every senior; keys and columns: a list being made."""

    row: Row
    value: Ints
    key: Ints
    keys: Ints
    columns: Small


class State(NamedTuple):
    """A choice under way. Positions, not ids.

    units: first, pair, two_way, score, prefer. fresh: 1 where the first place earns `first`; places: of newcomers
    still in play. row_weak, column_weak: the largest weaker side anybody can find. columns, values, length, bound: each
    newcomer's list, and what no other pair exceeds. Chosen pairs are entries with row, column and value, in a list for
    each newcomer (row_head, row_next) and each senior; free_entries is a stack.
    """

    units: Ints
    threshold: int
    fresh: Ints
    places: Ints
    room: Ints
    worth: Ints
    price: Ints
    row_weak: Ints
    column_weak: Ints
    columns: Small
    values: Ints
    length: Ints
    bound: Ints
    entry_row: Ints
    entry_column: Ints
    entry_value: Ints
    row_head: Ints
    row_next: Ints
    column_head: Ints
    column_next: Ints
    free_entries: Ints
    free_count: Ints
    # One search: distances, how each was reached, what was touched; and a heap of seniors, newcomers and new looks.
    column_far: Ints
    column_from: Ints
    row_far: Ints
    row_from: Ints
    seen: Ints
    touched_columns: Ints
    touched_rows: Ints
    counts: Ints
    stack: Ints
    heap: Heap


def state_of(units: Units, threshold: int, places: tuple[Ints, Ints], fresh: Mask) -> State:
    """Nothing chosen yet. places: of newcomers and of seniors beside the pins; fresh: whose first pair is to come."""
    n, m = (len(each) for each in places)
    # Nobody can use more places than there are partners; one more keeps "has room" true.
    newcomers, seniors = np.minimum(places[0], m + 1), np.minimum(places[1], n + 1)
    entries = int(min(newcomers.sum(), seniors.sum())) + 1

    def full(size: int, value: int) -> Ints:
        return np.full(size, value, dtype=np.int64)

    width = min(max(LIST, ENTRIES // max(1, n)), m)
    return State(
        units=np.array([units.first, units.pair, units.two_way, units.score, units.prefer], dtype=np.int64),
        threshold=threshold,
        fresh=fresh.astype(np.int64),
        places=newcomers.astype(np.int64),
        room=seniors.astype(np.int64),
        worth=full(n, 0),
        price=full(m, 0),
        row_weak=full(n, 0),
        column_weak=full(m, 0),
        columns=np.zeros((n, width), dtype=np.int32),
        values=np.zeros((n, width), dtype=np.int64),
        length=full(n, 0),
        bound=full(n, NONE),
        entry_row=full(entries, 0),
        entry_column=full(entries, 0),
        entry_value=full(entries, 0),
        row_head=full(n, -1),
        row_next=full(entries, -1),
        column_head=full(m, -1),
        column_next=full(entries, -1),
        free_entries=np.arange(entries, dtype=np.int64)[::-1].copy(),
        free_count=full(1, entries),
        column_far=full(m, FAR),
        column_from=full(m, -1),
        row_far=full(n, FAR),
        row_from=full(n, -1),
        seen=full(n, 0),
        touched_columns=full(m, 0),
        touched_rows=full(n, 0),
        counts=full(4, 0),
        stack=full(n + 1, 0),
        heap=Heap(full(m + 2 * n, 0), full(m + 2 * n, 0), full(m + 2 * n, -1), full(1, 0)),
    )


def outcome(state: State, seniors: Ints) -> tuple[Ints, tuple[Ints, Ints]]:
    """The chosen pairs as sorted (row, column), and (worths, prices).

    seniors: their places. Who has a single place takes what their pair is worth beyond its prices, so that with one
    place each on one side the prices alone add up to the value.
    """
    used = np.ones(len(state.entry_row), dtype=np.bool_)
    used[state.free_entries[: state.free_count[0]]] = False
    rows, columns, values = state.entry_row[used], state.entry_column[used], state.entry_value[used]
    single = seniors[columns] == 1
    beyond = values - state.worth[rows] - state.price[columns]
    price = state.price.copy()
    price[columns[single]] += beyond[single]
    pairs = np.column_stack([rows, columns])[np.lexsort((columns, rows))]
    return pairs, (state.worth, price)


def scratch_of(codes: Codes, state: State) -> Scratch:
    """Room for looking anew."""
    m, width = state.price.size, state.columns.shape[1]
    value, key = np.empty((2, m), np.int64)
    return Scratch(row_of(codes), value, key, np.empty(width, np.int64), np.empty(width, np.int32))


@part
def is_chosen(head: Ints, following: Ints, columns: Ints, i: int, j: int) -> bool:
    entry = head[i]
    while entry >= 0 and columns[entry] != j:
        entry = following[entry]
    return entry >= 0


@part
def _unlink(head: Ints, following: Ints, owner: int, entry: int) -> None:
    at = head[owner]
    if at == entry:
        head[owner] = following[entry]
        return
    while following[at] != entry:
        at = following[at]
    following[at] = following[entry]


@part
def take_out(state: State, entry: int) -> int:
    """Undo a chosen pair; returns its senior."""
    j = state.entry_column[entry]
    _unlink(state.row_head, state.row_next, state.entry_row[entry], entry)
    _unlink(state.column_head, state.column_next, j, entry)
    state.free_entries[state.free_count[0]] = entry
    state.free_count[0] += 1
    return j


@part
def put_in(state: State, i: int, j: int, value: int) -> None:
    state.free_count[0] -= 1
    entry = state.free_entries[state.free_count[0]]
    state.entry_row[entry], state.entry_column[entry], state.entry_value[entry] = i, j, value
    state.row_next[entry], state.row_head[i] = state.row_head[i], entry
    state.column_next[entry], state.column_head[j] = state.column_head[j], entry
