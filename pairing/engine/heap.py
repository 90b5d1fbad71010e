"""A heap with places, so that what stands in it can move up, and one of a fixed size, for lists of the best."""

from __future__ import annotations

from typing import NamedTuple

from pairing.engine.codes import Ints, Small
from pairing.engine.compiled import part


class Heap(NamedTuple):
    """Items by key, the least first; places: where an item is, -1: not in it."""

    keys: Ints
    items: Ints
    places: Ints
    size: Ints


@part
def push(heap: Heap, key: int, item: int) -> None:
    """Put in, or move up."""
    keys, items, places = heap.keys, heap.items, heap.places
    at = places[item]
    if at < 0:
        at = heap.size[0]
        heap.size[0] += 1
    while at > 0:
        parent = (at - 1) >> 1
        if keys[parent] <= key:
            break
        keys[at], items[at] = keys[parent], items[parent]
        places[items[at]] = at
        at = parent
    keys[at], items[at] = key, item
    places[item] = at


@part
def pop(heap: Heap) -> int:
    """Take out what has the least key."""
    keys, items, places = heap.keys, heap.items, heap.places
    top = items[0]
    places[top] = -1
    heap.size[0] -= 1
    size = heap.size[0]
    if size == 0:
        return top
    key, item, at = keys[size], items[size], 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], items[at] = keys[child], items[child]
        places[items[at]] = at
        at = child
    keys[at], items[at] = key, item
    places[item] = at
    return top


@part
def mend(keys: Ints, columns: Small, at: int, size: int) -> None:
    """Mend a heap whose smallest stands first, from `at` downwards."""
    key, column = keys[at], columns[at]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], columns[at] = keys[child], columns[child]
        at = child
    keys[at], columns[at] = key, column
