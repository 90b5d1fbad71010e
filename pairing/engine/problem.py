"""The instance made ready: contradictions refused, pins fixed, what is left laid out as admissible edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask, encode, marks
from pairing.engine.nouns import Contradiction, Instance
from pairing.engine.policy import Policy
from pairing.engine.rules import broken
from pairing.engine.scoring import scored


@dataclass(frozen=True)
class Edges:
    """Admissible pairs outside the pins as parallel arrays, sorted by (row, column)."""

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
    edges: Edges


def prepare(instance: Instance, policy: Policy, tick: Callable[[int, int], None]) -> Problem:
    """Raises Contradiction with every problem found, in one go."""
    problems = _unsound_ids(instance)
    if problems:
        raise Contradiction(problems)
    codes = encode(instance, policy)
    problems = _broken_pins(codes, policy)
    if problems:
        raise Contradiction(problems)
    room = _room(codes)
    return Problem(codes, policy, _pin_edges(codes, policy), room, admissible_edges(codes, policy, room, tick))


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
    problems = []
    for row, column in codes.pinned:
        newcomer, senior = codes.newcomers.ids[row], codes.seniors.ids[column]
        at = np.array([row]), np.array([column])
        problems += [
            f"pin ({newcomer}, {senior}) breaks the rule {name}"
            for name, mask in broken(codes, policy, *at).items()
            if mask[0, 0]
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


def _pin_edges(codes: Codes, policy: Policy) -> Edges:
    rows, columns = codes.pinned[:, 0], codes.pinned[:, 1]
    of_rows, of_columns = np.unique(rows), np.unique(columns)
    at = np.searchsorted(of_rows, rows), np.searchsorted(of_columns, columns)
    worth = scored(codes, policy, of_rows, of_columns)
    preferred = marks(codes.preferred, of_rows, of_columns, codes.shape)
    return Edges(rows, columns, worth.weak[at], worth.score[at], preferred[at])


def admissible_edges(codes: Codes, policy: Policy, room: Room, tick: Callable[[int, int], None]) -> Edges:
    """Every pair that breaks no rule, reaches the minimum score, is no pin, and has room on both sides."""
    columns = np.flatnonzero(room.seniors > 0)
    found = []
    done = 0
    for block in codes.blocks():
        rows = block[room.newcomers[block] > 0]
        worth = scored(codes, policy, rows, columns)
        allowed = worth.score >= policy.score_min
        for mask in broken(codes, policy, rows, columns).values():
            allowed &= ~mask
        allowed &= ~marks(codes.pinned, rows, columns, codes.shape)
        preferred = marks(codes.preferred, rows, columns, codes.shape)
        r, c = np.nonzero(allowed)
        found.append(Edges(rows[r], columns[c], worth.weak[r, c], worth.score[r, c], preferred[r, c]))
        done += len(block)
        tick(done, codes.shape[0])
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Edges(none, none, none, none, none.astype(np.bool_))
    return Edges(
        np.concatenate([edges.row for edges in found]),
        np.concatenate([edges.column for edges in found]),
        np.concatenate([edges.weak for edges in found]),
        np.concatenate([edges.score for edges in found]),
        np.concatenate([edges.preferred for edges in found]),
    )
