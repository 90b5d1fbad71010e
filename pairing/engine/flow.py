"""Exact integer flows (OR-tools) over the admissible edges.

Two sources feed the newcomers: the first arc of each newcomer carries the pair that makes them placed, the second
their further pairs. As augmenting a flow never empties an arc out of the source, the largest number of newcomers
with a pair and the largest number of pairs are reached together; and once both numbers are known they are simply
sent, so that no penalty for leaving someone out enters the costs (it would overflow 64 bits at 20,000 a side).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from subprocess import PIPE, Popen, TimeoutExpired
from tempfile import TemporaryFile

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from pairing.engine import min_cost
from pairing.engine.codes import Ints, Mask
from pairing.engine.problem import Edges, Room

LONG = 150_000  # arcs; fewer are solved in a few tenths of a second
BEAT = 0.5  # seconds between two signs of life of a long solve


@dataclass(frozen=True)
class Places:
    """newcomers: how many have at least one pair; pairs: how many pairs (both beside the pins)."""

    newcomers: int
    pairs: int


def most_places(edges: Edges, room: Room) -> Places:
    """The most newcomers with a pair, and the most pairs, that these edges allow."""
    newcomers = _largest(edges, room, room.first)
    pairs = newcomers if not room.further.any() else _largest(edges, room, room.newcomers)
    return Places(newcomers, pairs)


def best_choice(edges: Edges, worth: Ints, room: Room, places: Places, tick: Callable[[], None]) -> Mask | None:
    """The edges of a flow of greatest total worth among those that fill `places`; None if none fills it.

    worth: int64 for each edge. tick is called while a long solve goes on. Deterministic for a given order of edges.
    Raises OverflowError if costs × nodes do not fit 64 bits.
    """
    if places.pairs == 0:
        return np.zeros(len(edges.row), dtype=np.bool_)
    if len(edges.row) == 0:
        return None
    arcs, supply = _network(edges, -worth, room, places)
    flows = min_cost.solve(arcs, supply) if arcs.shape[1] < LONG else _apart(arcs, supply, tick)
    if flows[0] == min_cost.INFEASIBLE:
        return None
    if flows[0] == min_cost.TOO_LARGE:
        raise OverflowError("the scores are too large for this many people")
    chosen: Mask = flows[: len(worth)] > 0
    return chosen


def _apart(arcs: Ints, supply: Ints, tick: Callable[[], None]) -> Ints:
    """The same in a process of its own, so that progress can be told and an exception in it ends the solve."""
    with TemporaryFile() as question:
        question.write(min_cost.packed(arcs, supply))
        question.seek(0)
        with Popen([sys.executable, min_cost.__file__], stdin=question, stdout=PIPE) as child:  # noqa: S603 - our file
            try:
                flows = _awaited(child, tick)
            except BaseException:
                child.kill()
                raise
    if child.returncode:
        raise RuntimeError(f"the solve ended with {child.returncode}")
    return min_cost.unpacked(flows, 1)[0]


def _awaited(child: Popen[bytes], tick: Callable[[], None]) -> bytes:
    while True:
        try:
            return child.communicate(timeout=BEAT)[0]
        except TimeoutExpired:
            tick()


def _largest(edges: Edges, room: Room, inflow: Ints) -> int:
    if len(edges.row) == 0:
        return 0
    n, m = len(room.newcomers), len(room.seniors)
    source, sink = n + m, n + m + 1
    solver = SimpleMaxFlow()
    solver.add_arcs_with_capacity(
        np.concatenate([edges.row, np.full(n, source), n + np.arange(m)]),
        np.concatenate([n + edges.column, np.arange(n), np.full(m, sink)]),
        np.concatenate([np.ones(len(edges.row), dtype=np.int64), inflow, room.seniors]),
    )
    status = solver.solve(source, sink)
    if status != solver.OPTIMAL:
        raise OverflowError(f"the largest flow was not found ({status.name})")
    return int(solver.optimal_flow())


def _network(edges: Edges, cost: Ints, room: Room, places: Places) -> tuple[Ints, Ints]:
    """Arcs (tail, head, capacity, cost), the edges first, and supplies.

    Nodes: newcomers, seniors, source of first pairs, source of further pairs, sink.
    """
    n, m = len(room.newcomers), len(room.seniors)
    first, further, sink = n + m, n + m + 1, n + m + 2
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[[first, further, sink]] = places.newcomers, places.pairs - places.newcomers, -places.pairs
    tail = np.concatenate([edges.row, np.full(n, first), np.full(n, further), n + np.arange(m)])
    head = np.concatenate([n + edges.column, np.arange(n), np.arange(n), np.full(m, sink)])
    capacity = np.concatenate([np.ones(len(edges.row), dtype=np.int64), room.first, room.further, room.seniors])
    return np.stack([tail, head, capacity, np.concatenate([cost, np.zeros(2 * n + m, dtype=np.int64)])]), supply
