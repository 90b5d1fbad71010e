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

from pairing.engine import baselines, choose
from pairing.engine.codes import Ints
from pairing.engine.nouns import Bound, Certificate, Headline, Instance, Result, Units
from pairing.engine.policy import Policy
from pairing.engine.prices import Prices, counting_units, placing_units, reached, rounded, units
from pairing.engine.problem import Edges, Problem, edges_of, prepare
from pairing.engine.reasons import matches, unpaired
from pairing.engine.rules import unknown
from pairing.engine.state import outcome, scratch_of, state_of

Progress = Callable[[str, int, int], None]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Optimum:
    """A best choice among all admissible pairs without 0 < weaker side < threshold, and its prices."""

    units: Units
    threshold: int
    chosen: Edges
    prices: Prices
    row_weak: Ints
    column_weak: Ints


@dataclass(frozen=True)
class Decision:
    """The best pairing, the same without regard to the weakest side, and why the weakest side is not one higher.

    next: threshold, units and prices that fewer places or fewer two-way pairs would be reached; None where no two-way
    pair was chosen freely.
    """

    best: Optimum
    plain: Optimum
    next: tuple[int, Units, Prices] | None


def pair(instance: Instance, policy: Policy, progress: Progress | None = None) -> Result:
    """The best pairing of the instance under the policy, with its certificate.

    progress(stage, done, total) is called between pieces of work of a few tenths of a second; an exception in it
    stops the run. Raises Contradiction on an input that asks for what cannot be.
    """
    tell: Progress = progress or (lambda _stage, _done, _total: None)
    tell("reading", 0, 1)
    problem = prepare(instance, policy)
    decision = decide(problem, tell)
    tell("proving", 0, 1)
    certificate = _certificate(problem, decision)
    pairs = with_pins(problem, decision.best.chosen)
    random = baselines.at_random(problem, lambda done, total: tell("comparing", done, 2 * total))
    greedy = baselines.greedy(problem, lambda done, total: tell("comparing", total + done, 2 * total))
    result = Result(
        pairs=matches(instance, policy, problem.codes, pairs),
        unpaired=unpaired(problem.codes, pairs, lambda done, total: tell("explaining", done, total)),
        headline=headline(problem, decision.best.chosen),
        compared={"random": headline(problem, random), "greedy": headline(problem, greedy)},
        certificate=certificate,
        cost_of_fairness=int(decision.plain.chosen.score.sum() - decision.best.chosen.score.sum()),
        unknown=unknown(problem.codes, policy),
    )
    tell("done", 1, 1)
    return result


def decide(problem: Problem, tell: Progress) -> Decision:
    """The order of better, step by step."""
    every = units(problem.room, problem.top_score, problem.preferred)
    plain = optimum(problem, every, 0, lambda done, total: tell("scoring", done, total))
    low, best, beyond = headline(problem, plain.chosen).weakest, plain, None
    if not low:
        return Decision(plain, plain, None)
    # Forbidding more never helps, so the attainable thresholds are all up to a largest one: the largest for which
    # enough people have any pair of that weaker side is tried first, then bisection from what the best sum reaches.
    roof, fewer = _roof(problem, plain), counting_units(problem.room)
    high, probe = roof + 1, roof
    while high - low > 1:
        found = optimum(problem, every, probe, lambda done, total: tell("pairing", done, total))
        if reached(found.chosen, problem.room, fewer) == reached(plain.chosen, problem.room, fewer):
            low, best = probe, found
        else:
            high, beyond = probe, found
        probe = (low + high) // 2
    if best is plain:
        best = Optimum(every, low, plain.chosen, plain.prices, plain.row_weak, plain.column_weak)
    proof = (high, every, beyond.prices) if beyond else (high, *_too_few(problem, plain, high))
    return Decision(best, plain, proof)


def optimum(problem: Problem, units: Units, threshold: int, tell: Tell) -> Optimum:
    """The best choice under these units among the pairs that keep the threshold."""
    room = problem.room
    state = state_of(units, threshold, (room.newcomers, room.seniors), room.fresh)
    scratch = scratch_of(problem.codes, state)
    start, total = 0, len(room.newcomers)
    while start < total:
        start = choose.advance(problem.codes, state, scratch, start, choose.BUDGET)
        tell(start, total)
    pairs, prices = outcome(state, room.seniors)
    return Optimum(units, threshold, edges_of(problem.codes, pairs), Prices(*prices), state.row_weak, state.column_weak)


def headline(problem: Problem, chosen: Edges) -> Headline:
    """The four numbers of the pins and these edges."""
    pins = problem.pins
    weaker = chosen.weak[chosen.two_way]
    return Headline(
        placed=len(pins.row) + len(chosen.row),
        two_way=int(pins.two_way.sum() + len(weaker)),
        weakest=int(weaker.min()) if len(weaker) else 0,
        total=int(pins.score.sum() + chosen.score.sum()),
    )


def with_pins(problem: Problem, chosen: Edges) -> Ints:
    """The chosen pairs, pins among them, as sorted (row, column)."""
    pins = problem.pins
    rows, columns = np.concatenate([pins.row, chosen.row]), np.concatenate([pins.column, chosen.column])
    order = np.lexsort((columns, rows))
    return np.column_stack([rows, columns])[order]


def _roof(problem: Problem, plain: Optimum) -> int:
    """No higher threshold leaves enough people with any two-way pair."""
    sides = ((plain.row_weak, problem.room.newcomers), (plain.column_weak, problem.room.seniors))
    return min(_enough(weak, places, int(plain.chosen.two_way.sum())) for weak, places in sides)


def _enough(weak: Ints, places: Ints, two_way: int) -> int:
    """The largest t for which those whose best weaker side is t or more have this many places."""
    best_first = np.argsort(-weak, kind="stable")
    at = int(np.searchsorted(np.cumsum(places[best_first]), two_way))
    return int(weak[best_first[at]])


def _too_few(problem: Problem, plain: Optimum, threshold: int) -> tuple[Units, Prices]:
    """Why fewer pairs are two-way above the roof: prices of the places, and one for whoever still finds such a pair."""
    room = problem.room
    fewer = counting_units(room)
    places = rounded(plain.prices, plain.chosen, room, plain.units.pair, placing_units(room))
    worth, seniors = places.worth * fewer.pair, places.seniors * fewer.pair
    if int(room.newcomers[plain.row_weak >= threshold].sum()) < int(plain.chosen.two_way.sum()):
        return fewer, Prices(worth + (plain.row_weak >= threshold), seniors)
    return fewer, Prices(worth, seniors + (plain.column_weak >= threshold))


def _certificate(problem: Problem, decision: Decision) -> Certificate:
    plain, room, best = decision.plain, problem.room, decision.best
    fewer = counting_units(room)
    places = rounded(plain.prices, plain.chosen, room, plain.units.two_way, fewer)

    def bound(threshold: int, units: Units, prices: Prices) -> Bound:
        return Bound(
            threshold=threshold,
            units=units,
            newcomers=dict(zip(problem.codes.newcomers.tolist(), prices.newcomers(room, units).tolist(), strict=True)),
            seniors=dict(zip(problem.codes.seniors.tolist(), prices.seniors.tolist(), strict=True)),
        )

    return Certificate(
        bound(0, fewer, places),
        bound(best.threshold, best.units, best.prices),
        bound(*decision.next) if decision.next else None,
    )
