"""The instance made ready: contradictions refused, pins fixed, places counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import PINNED, PREFERRED, Codes, Ints, Mask, encode, highest, marked
from pairing.engine.look import MASK, POINTS, WEAK, judged
from pairing.engine.nouns import Contradiction, Instance
from pairing.engine.policy import Policy
from pairing.engine.rules import broken


@dataclass(frozen=True)
class Edges:
    """Some pairs as parallel arrays, sorted by (row, column)."""

    row: Ints
    column: Ints
    weak: Ints
    score: Ints

    @property
    def two_way(self) -> Mask:
        mask: Mask = self.weak > 0
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
        n, m = len(self.newcomers), len(self.seniors)
        return int(min(np.minimum(self.newcomers, m).sum(), np.minimum(self.seniors, n).sum()))


@dataclass(frozen=True)
class Problem:
    """top_score: no pair scores more. preferred: how many admissible pairs are preferred."""

    codes: Codes
    policy: Policy
    pins: Edges
    room: Room
    top_score: int
    preferred: int


def prepare(instance: Instance, policy: Policy) -> Problem:
    """Raises Contradiction with every problem found, in one go."""
    problems = _unsound_ids(instance)
    if problems:
        raise Contradiction(problems)
    codes = encode(instance, policy)
    pins = marked(codes.marks, PINNED)
    worth = judged(codes, pins[:, 0], pins[:, 1])
    problems = _broken_pins(codes, pins, worth[:, MASK])
    if problems:
        raise Contradiction(problems)
    room = _room(codes, pins)
    return Problem(
        codes=codes,
        policy=policy,
        pins=Edges(pins[:, 0], pins[:, 1], worth[:, WEAK], worth[:, POINTS]),
        room=room,
        top_score=highest(codes),
        preferred=_preferred(codes, room),
    )


def edges_of(codes: Codes, pairs: Ints) -> Edges:
    """These sorted pairs (row, column), whether or not they are admissible, with what they are worth."""
    worth = judged(codes, pairs[:, 0], pairs[:, 1])
    return Edges(pairs[:, 0], pairs[:, 1], worth[:, WEAK], worth[:, POINTS])


def _preferred(codes: Codes, room: Room) -> int:
    pairs = marked(codes.marks, PREFERRED)
    pairs = pairs[(room.newcomers[pairs[:, 0]] > 0) & (room.seniors[pairs[:, 1]] > 0)]
    return int((judged(codes, pairs[:, 0], pairs[:, 1])[:, MASK] == 0).sum())


def _unsound_ids(instance: Instance) -> list[str]:
    newcomers = Counter(person.id for person in instance.newcomers)
    seniors = Counter(person.id for person in instance.seniors)
    problems = []
    if len(newcomers) < len(instance.newcomers) or len(seniors) < len(instance.seniors):
        problems += [f"newcomer {who} is listed {times} times" for who, times in sorted(newcomers.items()) if times > 1]
        problems += [f"senior {who} is listed {times} times" for who, times in sorted(seniors.items()) if times > 1]
    problems += [f"{who} is on both sides" for who in sorted(newcomers.keys() & seniors.keys())]
    for name, pairs in (("pin", instance.pins), ("block", instance.blocks)):
        for newcomer, senior in sorted(pairs):
            if newcomer not in newcomers:
                problems.append(f"{name} ({newcomer}, {senior}): there is no newcomer {newcomer}")
            if senior not in seniors:
                problems.append(f"{name} ({newcomer}, {senior}): there is no senior {senior}")
    return problems


def _broken_pins(codes: Codes, pins: Ints, masks: Ints) -> list[str]:
    problems = [
        f"pin ({codes.newcomers[row]}, {codes.seniors[column]}) breaks the rule {name}"
        for (row, column), mask in zip(pins, masks.tolist(), strict=True)
        for name in broken(mask)
    ]
    sides = (
        (codes.newcomers, codes.places_of_newcomers, 0, "newcomer"),
        (codes.seniors, codes.places_of_seniors, 1, "senior"),
    )
    for ids, places, axis, word in sides:
        pinned = np.bincount(pins[:, axis], minlength=len(ids))
        problems += [
            f"{word} {ids[who]} has {places[who]} places and {pinned[who]} pins"
            for who in np.flatnonzero(pinned > places)
        ]
    return problems


def _room(codes: Codes, pins: Ints) -> Room:
    of_newcomers = np.bincount(pins[:, 0], minlength=len(codes.newcomers))
    of_seniors = np.bincount(pins[:, 1], minlength=len(codes.seniors))
    return Room(codes.places_of_newcomers - of_newcomers, codes.places_of_seniors - of_seniors, of_newcomers == 0)
