"""What the pairing is compared with: chance, and taking the best remaining pair first. Both keep every rule."""

from __future__ import annotations

from random import Random

import numpy as np

from pairing.engine.codes import Ints, Mask
from pairing.engine.problem import Edges, Room

SEED = 2025  # this baseline is the only place where chance enters


def at_random(edges: Edges, room: Room) -> Mask:
    """Newcomers in random order take a random admissible senior with room, round after round while places last."""
    chance = Random(SEED)  # noqa: S311 - a baseline, not a secret
    left, seniors_left = room.newcomers.copy(), room.seniors.copy()
    taken = np.zeros(len(edges.row), dtype=np.bool_)
    starts = np.searchsorted(edges.row, np.arange(len(left) + 1))
    waiting = list(range(len(left)))
    while waiting:
        chance.shuffle(waiting)
        served = []
        for row in waiting:
            own = np.arange(starts[row], starts[row + 1])
            free = own[~taken[own] & (seniors_left[edges.column[own]] > 0)]
            if left[row] and len(free):
                edge = free[chance.randrange(len(free))]
                taken[edge] = True
                left[row] -= 1
                seniors_left[edges.column[edge]] -= 1
                served.append(row)
        waiting = sorted(served)
    return taken


def greedy(edges: Edges, room: Room) -> Mask:
    """The highest score first, ties by ids, while both have room."""
    left, seniors_left = room.newcomers.tolist(), room.seniors.tolist()
    taken = np.zeros(len(edges.row), dtype=np.bool_)
    order = np.lexsort((edges.column, edges.row, -edges.score))
    for edge, row, column in zip(order.tolist(), *_ends(edges, order), strict=True):
        if left[row] and seniors_left[column]:
            taken[edge] = True
            left[row] -= 1
            seniors_left[column] -= 1
    return taken


def _ends(edges: Edges, order: Ints) -> tuple[list[int], list[int]]:
    return edges.row[order].tolist(), edges.column[order].tolist()
