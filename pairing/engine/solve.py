"""The strict order of better, one step after the other.

1. the most newcomers with a pair, then the most pairs;  2. the most two-way pairs;  3. the largest t such that
every two-way pair gives both sides at least t without giving up 1 or 2;  4. the largest sum of scores;
5. the most preferred pairs, then the choice of a deterministic solver on people sorted by id.

Pins are fixed before: they count in places, two-way pairs and sum, and do not bound t.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pairing.engine import baselines, prices
from pairing.engine.codes import Ints, Mask
from pairing.engine.flow import Places, best_choice, most_places
from pairing.engine.nouns import Bound, Certificate, Headline, Instance, Pair, Result, Units
from pairing.engine.policy import Policy
from pairing.engine.problem import Problem, prepare
from pairing.engine.reasons import matches, unpaired
from pairing.engine.rules import unknown

Progress = Callable[[str, int, int], None]

STEPS = 3


@dataclass(frozen=True)
class Decision:
    """The chosen edges, the weakest side they were lifted to, and the best edges without that lift."""

    chosen: Mask
    threshold: int
    plain: Mask


def pair(instance: Instance, policy: Policy, progress: Progress | None = None) -> Result:
    """The best pairing of the instance under the policy, with its certificate.

    progress(stage, done, total) is called between steps; an exception in it stops the run. Raises Contradiction on
    an input that asks for what cannot be.
    """
    tell: Progress = progress or (lambda _stage, _done, _total: None)
    problem = prepare(instance, policy, lambda done, total: tell("scoring", done, total))
    decision = decide(problem, lambda done: tell("pairing", done, STEPS))
    tell("proving", 0, 1)
    certificate = _certificate(problem, decision)
    tell("proving", 1, 1)
    pairs = positions(problem, decision)
    result = Result(
        pairs=matches(instance, policy, problem.codes, pairs),
        unpaired=unpaired(problem.codes, policy, pairs),
        headline=headline(problem, decision.chosen),
        compared={
            "random": headline(problem, baselines.at_random(problem.edges, problem.room)),
            "greedy": headline(problem, baselines.greedy(problem.edges, problem.room)),
        },
        certificate=certificate,
        cost_of_fairness=_total(problem, decision.plain) - _total(problem, decision.chosen),
        unknown=unknown(problem.codes, policy),
    )
    tell("done", 1, 1)
    return result


def decide(problem: Problem, tick: Callable[[int], None]) -> Decision:
    """The order of better, step by step. tick(steps done)."""
    tick(0)
    places = most_places(problem.edges, problem.room)
    tick(1)
    plain = _strictly_best(problem, places, threshold=0, prefer=False)
    tick(2)
    reached = headline(problem, plain).weakest
    threshold = _fairest(problem, places, plain, reached, lambda: tick(2)) if reached else 0
    tick(3)
    if threshold == reached and not problem.edges.preferred.any():
        return Decision(plain, threshold, plain)
    return Decision(_strictly_best(problem, places, threshold, prefer=True), threshold, plain)


def positions(problem: Problem, decision: Decision) -> list[Pair]:
    """The chosen pairs, pins among them, as (row, column)."""
    free = problem.edges.at(decision.chosen)
    return sorted(
        (row, column)
        for edges in (problem.pins, free)
        for row, column in zip(edges.row.tolist(), edges.column.tolist(), strict=True)
    )


def headline(problem: Problem, chosen: Mask) -> Headline:
    """The four numbers of the pins and these edges."""
    pins, free = problem.pins, problem.edges.at(chosen)
    weaker = free.weak[free.two_way]
    return Headline(
        placed=len(pins.row) + len(free.row),
        two_way=int(pins.two_way.sum() + free.two_way.sum()),
        weakest=int(weaker.min()) if len(weaker) else 0,
        total=int(pins.score.sum()) + _total(problem, chosen),
    )


def _strictly_best(problem: Problem, places: Places, threshold: int, *, prefer: bool) -> Mask:
    """The edges of the best pairing without 0 < weaker side < threshold."""
    keep = np.flatnonzero(problem.edges.lifted(threshold))
    edges = problem.edges.at(keep)
    units = _units(problem, prefer=prefer)
    return _chosen(problem, keep, best_choice(edges, prices.below_places(edges, units), problem.room, places))


def _fairest(problem: Problem, places: Places, plain: Mask, reached: int, tick: Callable[[], None]) -> int:
    """The largest attainable weaker side of the worst-served two-way pair.

    Forbidding more never helps, so the attainable thresholds are all up to a largest one: bisection over the
    weaker sides that occur, from what the best sum reaches by itself.
    """
    edges, room = problem.edges, problem.room
    two_way = int(edges.two_way[plain].sum())
    ladder = np.unique(edges.weak[edges.weak >= reached])
    low, high = 0, len(ladder)
    while high - low > 1:
        tick()
        middle = (low + high) // 2
        some = edges.at(edges.lifted(int(ladder[middle])))
        choice = best_choice(some, some.two_way.astype(np.int64), room, places)
        attained = choice is not None and int(some.two_way[choice].sum()) == two_way
        low, high = (middle, high) if attained else (low, middle)
    return int(ladder[low])


def _certificate(problem: Problem, decision: Decision) -> Certificate:
    chosen, threshold = decision.chosen, decision.threshold
    higher = threshold + 1
    return Certificate(
        places=_bound(problem, chosen, 0, counts=True),
        best=_bound(problem, chosen, threshold, counts=False),
        next=_bound(problem, _most_two_way(problem, higher), higher, counts=True) if threshold else None,
    )


def _bound(problem: Problem, chosen: Mask, threshold: int, *, counts: bool) -> Bound:
    keep = problem.edges.lifted(threshold)
    units = prices.counting_units(problem.room) if counts else _units(problem, prefer=True)
    return prices.bound(
        problem.codes, problem.edges.at(keep), chosen[keep], problem.room, units=units, threshold=threshold
    )


def _most_two_way(problem: Problem, threshold: int) -> Mask:
    """The most places and then two-way pairs without 0 < weaker side < threshold."""
    keep = np.flatnonzero(problem.edges.lifted(threshold))
    edges = problem.edges.at(keep)
    places = most_places(edges, problem.room)
    return _chosen(problem, keep, best_choice(edges, edges.two_way.astype(np.int64), problem.room, places))


def _chosen(problem: Problem, keep: Ints, choice: Mask | None) -> Mask:
    if choice is None:
        raise RuntimeError("places that were found attainable cannot be filled")
    chosen = np.zeros(len(problem.edges.row), dtype=np.bool_)
    chosen[keep] = choice
    return chosen


def _units(problem: Problem, *, prefer: bool) -> Units:
    preferred = int(problem.edges.preferred.sum()) if prefer else 0
    return prices.units(problem.room, int(problem.edges.score.max(initial=0)), preferred)


def _total(problem: Problem, chosen: Mask) -> int:
    return int(problem.edges.score[chosen].sum())
