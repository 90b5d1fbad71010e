"""One min-cost flow in exact integers (OR-tools). Run as a program it solves what comes in and writes what goes out.

OR-tools holds Python's lock while it solves. So that progress can be told meanwhile, `flow` runs long solves in a
process of their own: this file, which imports nothing of the project.
"""

from __future__ import annotations

import sys
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

INFEASIBLE = np.int64(-1)  # a single number instead of flows
TOO_LARGE = np.int64(-2)


def solve(arcs: NDArray[np.int64], supply: NDArray[np.int64]) -> NDArray[np.int64]:
    """The flow on each arc, or one of the two numbers above.

    arcs: rows tail, head, capacity, cost; int64. supply: of each node, negative where flow is taken up.
    """
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(*arcs)
    for node in np.flatnonzero(supply).tolist():
        solver.set_node_supply(node, int(supply[node]))
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return np.array([INFEASIBLE])
    if status != solver.OPTIMAL:
        return np.array([TOO_LARGE])
    flows: NDArray[np.int64] = solver.flows(np.arange(arcs.shape[1])).astype(np.int64)
    return flows


def packed(*arrays: NDArray[np.int64]) -> bytes:
    """Arrays as bytes, for `unpacked`."""
    into = BytesIO()
    for array in arrays:
        np.save(into, array, allow_pickle=False)
    return into.getvalue()


def unpacked(content: bytes, count: int) -> list[NDArray[np.int64]]:
    """The arrays that were packed."""
    source = BytesIO(content)
    return [np.load(source, allow_pickle=False) for _ in range(count)]


if __name__ == "__main__":
    sys.stdout.buffer.write(packed(solve(*unpacked(sys.stdin.buffer.read(), 2))))
