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
from pairing.engine.columns import WIDTH, Aim, Optimum, Width
from pairing.engine.nouns import Bound, Certificate, Headline, Instance, Pair, Result, Units
from pairing.engine.policy import Policy
from pairing.engine.problem import Edges, Problem, prepare
from pairing.engine.reasons import matches, unpaired
from pairing.engine.rules import unknown

Progress = Callable[[str, int, int], None]

STEPS = 3


@dataclass(frozen=True)
class Decision:
    """The best pairing, the same without regard to the weakest side, and the best with the weakest side one higher.

    next: fewer are placed there, or fewer pairs are two-way; None where no two-way pair was chosen freely.
    """

    best: Optimum
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
            "random": headline(problem, baselines.at_random(problem, lambda: tell("comparing", 0, 2))),
            "greedy": headline(problem, baselines.greedy(problem, lambda: tell("comparing", 1, 2))),
        },
        certificate=certificate,
        cost_of_fairness=int(decision.plain.chosen.score.sum() - decision.best.chosen.score.sum()),
        unknown=unknown(problem.codes, policy),
    )
    tell("done", 1, 1)
    return result


def decide(problem: Problem, tell: Progress, width: Width = WIDTH) -> Decision:
    """The order of better, step by step."""
    pool = columns.start(problem, width.known, lambda done, total: tell("scoring", done, total))
    tell("pairing", 0, STEPS)
    units = prices.plain_units(problem.room, pool.top_score)
    plain = columns.optimum(problem, pool, Aim(units, 0, width), lambda: tell("pairing", 0, STEPS))
    tell("pairing", 1, STEPS)
    best, beyond = _fairest(problem, plain, lambda: tell("pairing", 1, STEPS))
    tell("pairing", 2, STEPS)
    preferred = int(pool.edges.preferred.sum())
    if best is plain:
        units = prices.units(problem.room, pool.top_score, preferred)
        aim = Aim(units, headline(problem, plain.chosen).weakest, width)
        best = replace(plain, aim=aim)
        if preferred:
            best = columns.optimum(problem, plain.pool, aim, lambda: tell("pairing", 2, STEPS))
    tell("pairing", 3, STEPS)
    return Decision(best, plain, beyond)


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


def _fairest(problem: Problem, plain: Optimum, tick: Callable[[], None]) -> tuple[Optimum, Optimum | None]:
    """The best with the largest attainable weaker side of the worst-served two-way pair, and the best with one more.

    Forbidding more never helps, so the attainable thresholds are all up to a largest one: the largest for which
    enough people have any pair of that weaker side is tried first, then bisection from what the best sum reaches.
    """
    low, best, beyond = headline(problem, plain.chosen).weakest, plain, None
    if not low:
        return plain, None
    pool = plain.pool
    units = prices.units(problem.room, pool.top_score, int(pool.edges.preferred.sum()))
    goal = _worth_of_counts(plain, units)
    high = _roof(problem, plain) + 1
    probe = max(low + 1, high - 1)
    while beyond is None or high - low > 1:
        found = columns.optimum(problem, pool, Aim(units, probe, plain.aim.width), tick, goal)
        pool = found.pool
        if (found.places, found.two_way) == (plain.places, plain.two_way):
            low, best = probe, found
        else:
            high, beyond = probe, found
        probe = max(low + 1, (low + high) // 2)
    return best, beyond


def _worth_of_counts(found: Optimum, units: Units) -> int:
    """What the places and two-way pairs of this pairing are worth alone."""
    return units.first * found.places.newcomers + units.pair * found.places.pairs + units.two_way * found.two_way


def _roof(problem: Problem, plain: Optimum) -> int:
    """No higher threshold leaves enough people with any two-way pair."""
    roofs = []
    for weak, places in ((plain.pool.row_weak, problem.room.newcomers), (plain.pool.column_weak, problem.room.seniors)):
        best_first = np.argsort(-weak, kind="stable")
        enough = int(np.searchsorted(np.cumsum(places[best_first]), plain.two_way))
        roofs.append(int(weak[best_first[enough]]))
    return min(roofs)


def _certificate(problem: Problem, decision: Decision) -> Certificate:
    plain, room = decision.plain, problem.room
    u, p = prices.counting(plain.potentials, plain.chosen, room, plain.aim.units)
    places = replace(plain, aim=replace(plain.aim, units=prices.counting_units(room)), u=u, p=p)

    def bound(found: Optimum) -> Bound:
        return Bound(
            threshold=found.aim.threshold,
            units=found.aim.units,
            newcomers=dict(zip(problem.codes.newcomers.ids.tolist(), found.u.tolist(), strict=True)),
            seniors=dict(zip(problem.codes.seniors.ids.tolist(), found.p.tolist(), strict=True)),
        )

    return Certificate(bound(places), bound(decision.best), bound(decision.next) if decision.next else None)
