"""Exact integer flows (OR-tools) over the admissible edges.

Two sources feed the newcomers: the first arc of each newcomer carries the pair that makes them placed, the second
their further pairs. As augmenting a flow never empties an arc out of the source, the largest number of newcomers
with a pair and the largest number of pairs are reached together; and once both numbers are known they are simply
sent, so that no penalty for leaving someone out enters the costs (it would overflow 64 bits at 20,000 a side).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from pairing.engine.codes import Ints, Mask
from pairing.engine.problem import Edges, Room


@dataclass(frozen=True)
class Places:
    """newcomers: how many have at least one pair; pairs: how many pairs (both beside the pins)."""

    newcomers: int
    pairs: int


@dataclass(frozen=True)
class _Arcs:
    tail: Ints
    head: Ints
    capacity: Ints


def most_places(edges: Edges, room: Room) -> Places:
    """The most newcomers with a pair, and the most pairs, that these edges allow."""
    newcomers = _largest(edges, room, room.first)
    pairs = newcomers if not room.further.any() else _largest(edges, room, room.newcomers)
    return Places(newcomers, pairs)


def best_choice(edges: Edges, worth: Ints, room: Room, places: Places) -> Mask | None:
    """The edges of a flow of greatest total worth among those that fill `places`; None if none fills it.

    worth: int64 for each edge. Deterministic for a given order of edges. Raises OverflowError if costs × nodes
    do not fit 64 bits.
    """
    if places.pairs == 0:
        return np.zeros(len(edges.row), dtype=np.bool_)
    if len(edges.row) == 0:
        return None
    arcs, first, further, sink = _network(edges, room)
    solver = SimpleMinCostFlow()
    cost = np.zeros(len(arcs.tail), dtype=np.int64)
    cost[: len(worth)] = -worth
    solver.add_arcs_with_capacity_and_unit_cost(arcs.tail, arcs.head, arcs.capacity, cost)
    solver.set_node_supply(first, places.newcomers)
    solver.set_node_supply(further, places.pairs - places.newcomers)
    solver.set_node_supply(sink, -places.pairs)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise OverflowError(f"the scores are too large for this many people ({status.name})")
    chosen: Mask = solver.flows(np.arange(len(worth))) > 0
    return chosen


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


def _network(edges: Edges, room: Room) -> tuple[_Arcs, int, int, int]:
    """Nodes: newcomers, seniors, source of first pairs, source of further pairs, sink. The edges come first."""
    n, m = len(room.newcomers), len(room.seniors)
    first, further, sink = n + m, n + m + 1, n + m + 2
    arcs = _Arcs(
        np.concatenate([edges.row, np.full(n, first), np.full(n, further), n + np.arange(m)]),
        np.concatenate([n + edges.column, np.arange(n), np.arange(n), np.full(m, sink)]),
        np.concatenate([np.ones(len(edges.row), dtype=np.int64), room.first, room.further, room.seniors]),
    )
    return arcs, first, further, sink
