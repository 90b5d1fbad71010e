"""The strict order of better, one step after the other.

1. the most newcomers with a pair, then the most pairs;  2. the most two-way pairs;  3. the largest t such that
every two-way pair gives both sides at least t without giving up 1 or 2;  4. the largest sum of scores;
5. the most preferred pairs, then the choice of a deterministic solver on people sorted by id.

Pins are fixed before: they count in places, two-way pairs and sum, and do not bound t.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from pairing.engine import baselines, columns, prices
from pairing.engine.columns import Aim, Optimum
from pairing.engine.nouns import Bound, Certificate, Headline, Instance, Pair, Result, Units
from pairing.engine.policy import Policy
from pairing.engine.problem import Edges, Problem, prepare
from pairing.engine.reasons import matches, unpaired
from pairing.engine.rules import unknown

Progress = Callable[[str, int, int], None]

STEPS = 3


@dataclass(frozen=True)
class Decision:
    """The best pairing, the weakest side it was lifted to, and what proves it.

    plain: the best without that lift. next: the most places and two-way pairs with the weakest side one higher,
    None where no two-way pair was chosen freely.
    """

    best: Optimum
    threshold: int
    plain: Optimum
    next: Optimum | None


def pair(instance: Instance, policy: Policy, progress: Progress | None = None) -> Result:
    """The best pairing of the instance under the policy, with its certificate.

    progress(stage, done, total) is called between steps; an exception in it stops the run. Raises Contradiction on
    an input that asks for what cannot be.
    """
    tell: Progress = progress or (lambda _stage, _done, _total: None)
    problem = prepare(instance, policy)
    decision = decide(problem, tell)
    tell("proving", 0, 1)
    certificate = _certificate(problem, decision)
    tell("proving", 1, 1)
    pairs = positions(problem, decision.best.chosen)
    result = Result(
        pairs=matches(instance, policy, problem.codes, pairs),
        unpaired=unpaired(problem.codes, policy, pairs),
        headline=headline(problem, decision.best.chosen),
        compared={
            "random": headline(problem, baselines.at_random(problem)),
            "greedy": headline(problem, baselines.greedy(problem)),
        },
        certificate=certificate,
        cost_of_fairness=int(decision.plain.chosen.score.sum() - decision.best.chosen.score.sum()),
        unknown=unknown(problem.codes, policy),
    )
    tell("done", 1, 1)
    return result


def decide(problem: Problem, tell: Progress, first: int = columns.FIRST, more: int = columns.MORE) -> Decision:
    """The order of better, step by step. first, more: candidates a newcomer starts with and gets at a time."""
    pool = columns.start(problem, first, lambda done, total: tell("scoring", done, total))
    tell("pairing", 0, STEPS)
    units = prices.plain_units(problem.room, pool.top_score)
    plain = columns.optimum(problem, pool, Aim(units, 0, more), lambda: tell("pairing", 0, STEPS))
    tell("pairing", 1, STEPS)
    threshold, beyond = _fairest(problem, plain, lambda: tell("pairing", 1, STEPS), more)
    tell("pairing", 2, STEPS)
    pool = beyond.pool if beyond else plain.pool
    preferred = int(pool.edges.preferred.sum())
    best = plain
    if threshold > headline(problem, plain.chosen).weakest or preferred:
        units = prices.units(problem.room, pool.top_score, preferred)
        best = columns.optimum(problem, pool, Aim(units, threshold, more), lambda: tell("pairing", 2, STEPS))
    tell("pairing", 3, STEPS)
    return Decision(best, threshold, plain, beyond)


def positions(problem: Problem, chosen: Edges) -> list[Pair]:
    """The chosen pairs, pins among them, as (row, column)."""
    return sorted(
        (row, column)
        for edges in (problem.pins, chosen)
        for row, column in zip(edges.row.tolist(), edges.column.tolist(), strict=True)
    )


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


def _fairest(problem: Problem, plain: Optimum, tick: Callable[[], None], more: int) -> tuple[int, Optimum | None]:
    """The largest attainable weaker side of the worst-served two-way pair, and the proof that one more is too much.

    Forbidding more never helps, so the attainable thresholds are all up to a largest one: the largest for which
    enough people have any pair of that weaker side is tried first, then bisection from what the best sum reaches.
    """
    low = headline(problem, plain.chosen).weakest
    if not low:
        return 0, None
    pool, proof = plain.pool, None
    units = prices.counting_units(problem.room)

    def attained(found: Optimum) -> bool:
        return (found.places, found.two_way) == (plain.places, plain.two_way)

    high = _roof(problem, plain) + 1
    probe = max(low + 1, high - 1)
    while proof is None or high - low > 1:
        found = columns.optimum(problem, pool, Aim(units, probe, more), tick, attained)
        pool = found.pool
        if found.proven:
            high, proof = probe, found
        else:
            low = probe
        probe = max(low + 1, (low + high) // 2)
    return low, replace(proof, pool=pool)


def _roof(problem: Problem, plain: Optimum) -> int:
    """No higher threshold leaves enough people with any two-way pair."""
    roofs = []
    for weak, places in ((plain.pool.row_weak, problem.room.newcomers), (plain.pool.column_weak, problem.room.seniors)):
        best_first = np.argsort(-weak, kind="stable")
        enough = int(np.searchsorted(np.cumsum(places[best_first]), plain.two_way))
        roofs.append(int(weak[best_first[enough]]))
    return min(roofs)


def _certificate(problem: Problem, decision: Decision) -> Certificate:
    plain, best, beyond, room = decision.plain, decision.best, decision.next, problem.room
    counting = prices.counting_units(room)
    preferred = int(best.pool.edges.preferred.sum()) if best is not plain else 0
    units = prices.units(room, best.pool.top_score, preferred)
    rounded = prices.counting(plain.potentials, plain.chosen, room, prices.plain_units(room, plain.pool.top_score))

    def bound(found: Optimum, potentials: prices.Potentials, units: Units, threshold: int) -> Bound:
        return prices.bound(problem.codes, potentials, found.chosen, room, units=units, threshold=threshold)

    return Certificate(
        places=bound(plain, rounded, counting, 0),
        best=bound(best, best.potentials, units, decision.threshold),
        next=bound(beyond, beyond.potentials, counting, decision.threshold + 1) if beyond else None,
    )
