"""The instance made ready: contradictions refused, pins fixed, and for everybody the candidates to start from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask, encode
from pairing.engine.grid import Several
from pairing.engine.nouns import Contradiction, Instance
from pairing.engine.policy import Policy
from pairing.engine.rules import allowed, broken
from pairing.engine.scoring import scored


@dataclass(frozen=True)
class Edges:
    """Some admissible pairs outside the pins as parallel arrays, sorted by (row, column)."""

    row: Ints
    column: Ints
    weak: Ints
    score: Ints
    preferred: Mask

    @property
    def two_way(self) -> Mask:
        mask: Mask = self.weak > 0
        return mask

    def at(self, keep: Mask | Ints) -> Edges:
        return Edges(self.row[keep], self.column[keep], self.weak[keep], self.score[keep], self.preferred[keep])

    def lifted(self, threshold: int) -> Mask:
        """Which edges remain when 0 < weaker side < threshold is forbidden."""
        mask: Mask = (self.weak == 0) | (self.weak >= threshold)
        return mask


@dataclass(frozen=True)
class Room:
    """Places left beside the pins. fresh: newcomers whose first pair is still to be found."""

    newcomers: Ints
    seniors: Ints
    fresh: Mask

    @property
    def first(self) -> Ints:
        return np.minimum(self.newcomers, 1) * self.fresh

    @property
    def further(self) -> Ints:
        return self.newcomers - self.first

    @property
    def most(self) -> int:
        """No pairing has more pairs than this."""
        return int(min(self.newcomers.sum(), self.seniors.sum()))


@dataclass(frozen=True)
class Problem:
    codes: Codes
    policy: Policy
    pins: Edges
    room: Room


def prepare(instance: Instance, policy: Policy) -> Problem:
    """Raises Contradiction with every problem found, in one go."""
    problems = _unsound_ids(instance)
    if problems:
        raise Contradiction(problems)
    codes = encode(instance, policy)
    problems = _broken_pins(codes, policy)
    if problems:
        raise Contradiction(problems)
    return Problem(codes, policy, edges_of(codes, policy, codes.pinned), _room(codes))


def edges_of(codes: Codes, policy: Policy, pairs: Ints) -> Edges:
    """These pairs (row, column), whether or not they are admissible, with what they are worth."""
    grid = Several(codes, pairs[:, 0], pairs[:, 1])
    worth = scored(grid, policy)
    preferred = grid.marks(codes.preferred)
    return Edges(grid.rows, grid.columns, worth.weak.astype(np.int64), worth.score.astype(np.int64), preferred)


def preferred_edges(problem: Problem) -> Edges:
    """The admissible edges among the preferred pairs."""
    edges = edges_of(problem.codes, problem.policy, problem.codes.preferred)
    grid = Several(problem.codes, edges.row, edges.column)
    room = (problem.room.newcomers[edges.row] > 0) & (problem.room.seniors[edges.column] > 0)
    return edges.at(room & allowed(grid, problem.policy, edges.score))


def together(edges: list[Edges], columns: int) -> Edges:
    """All of them, each pair once, sorted. columns: how many seniors there are."""
    one = Edges(
        np.concatenate([each.row for each in edges]),
        np.concatenate([each.column for each in edges]),
        np.concatenate([each.weak for each in edges]),
        np.concatenate([each.score for each in edges]),
        np.concatenate([each.preferred for each in edges]),
    )
    names = one.row * columns + one.column
    order = np.argsort(names, kind="stable")
    names = names[order]
    return one.at(order[np.concatenate([[True], names[1:] != names[:-1]])] if len(names) else order)


def among(edges: Edges, others: Edges, columns: int) -> Mask:
    """Which of the edges are among the others, which are sorted."""
    names, known = edges.row * columns + edges.column, others.row * columns + others.column
    if not len(known):
        return np.zeros(len(names), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, names), len(known) - 1)
    found: Mask = known[at] == names
    return found


def _unsound_ids(instance: Instance) -> list[str]:
    newcomers = Counter(person.id for person in instance.newcomers)
    seniors = Counter(person.id for person in instance.seniors)
    problems = [f"newcomer {who} is listed {times} times" for who, times in sorted(newcomers.items()) if times > 1]
    problems += [f"senior {who} is listed {times} times" for who, times in sorted(seniors.items()) if times > 1]
    problems += [f"{who} is on both sides" for who in sorted(newcomers.keys() & seniors.keys())]
    for name, pairs in (("pin", instance.pins), ("block", instance.blocks)):
        for newcomer, senior in sorted(pairs):
            if newcomer not in newcomers:
                problems.append(f"{name} ({newcomer}, {senior}): there is no newcomer {newcomer}")
            if senior not in seniors:
                problems.append(f"{name} ({newcomer}, {senior}): there is no senior {senior}")
    return problems


def _broken_pins(codes: Codes, policy: Policy) -> list[str]:
    at = codes.pinned
    masks = broken(Several(codes, at[:, 0], at[:, 1]), policy)
    problems = [
        f"pin ({codes.newcomers.ids[row]}, {codes.seniors.ids[column]}) breaks the rule {name}"
        for which, (row, column) in enumerate(at)
        for name, mask in masks.items()
        if mask[which]
    ]
    for side, axis, word in ((codes.newcomers, 0, "newcomer"), (codes.seniors, 1, "senior")):
        pinned = np.bincount(codes.pinned[:, axis], minlength=len(side.ids))
        problems += [
            f"{word} {side.ids[who]} has {side.capacity[who]} places and {pinned[who]} pins"
            for who in np.flatnonzero(pinned > side.capacity)
        ]
    return problems


def _room(codes: Codes) -> Room:
    n, m = codes.shape
    pinned = np.bincount(codes.pinned[:, 0], minlength=n)
    return Room(
        newcomers=codes.newcomers.capacity - pinned,
        seniors=codes.seniors.capacity - np.bincount(codes.pinned[:, 1], minlength=m),
        fresh=pinned == 0,
    )
