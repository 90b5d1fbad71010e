"""The smallest single change that places somebody who waits: found by pairing anew, not guessed.

Smallest means: newly allows the fewest pairs. One more place with a full partner whom the rules already allow
allows none, so it comes first (the best score before others); then one threshold moved or one rule lifted.
Blocks are never lifted.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pairing.engine.codes import GRADES, UNKNOWN, Codes, Ints, encode, recode
from pairing.engine.look import MASK, MINUTES, POINTS, judged
from pairing.engine.nouns import Headline, Instance, Person, Result, Suggestion
from pairing.engine.policy import Policy
from pairing.engine.problem import prepare
from pairing.engine.reasons import allowed
from pairing.engine.solve import decide, headline, with_pins

Value = Any  # int, str, bool or None, as the field has it


@dataclass(frozen=True)
class _Waiting:
    """The person's pairs with everybody on the other side, as positions."""

    codes: Codes
    policy: Policy
    rows: Ints
    columns: Ints
    is_newcomer: bool

    def judged(self, policy: Policy) -> Ints:
        """What these pairs are worth under another policy, and which rules they break."""
        return judged(recode(self.codes, policy), self.rows, self.columns)


def suggest(instance: Instance, policy: Policy, result: Result, person: int) -> Suggestion | None:
    """The smallest single change after which the person is placed and `placed` does not fall; None if there is none.

    The pairs of the result are kept where the order of better leaves the choice. Raises ValueError if the person
    does not wait in this result.
    """
    side = next((each.side for each in result.unpaired if each.person == person), None)
    if side is None:
        raise ValueError(f"{person} does not wait in this result")
    kept = replace(instance, prefer=frozenset((match.newcomer, match.senior) for match in result.pairs))
    waiting = _waiting(encode(instance, policy), policy, person, is_newcomer=side == "newcomer")
    for partner in _full_partners(waiting, result):
        after = _placed(_with_place(kept, partner), policy, person)
        if after and after.placed >= result.headline.placed:
            return Suggestion(person, "place", partner, None, 0, after)
    for opens, field, value in _changes(waiting):
        after = _placed(kept, replace(policy, **{field: value}), person)
        if after and after.placed >= result.headline.placed:
            return Suggestion(person, field, None, value, opens, after)
    return None


def _waiting(codes: Codes, policy: Policy, person: int, *, is_newcomer: bool) -> _Waiting:
    n, m = len(codes.newcomers), len(codes.seniors)
    own, partners = (codes.newcomers, m) if is_newcomer else (codes.seniors, n)
    at = np.full(partners, np.flatnonzero(own == person)[0], dtype=np.int64)
    others = np.arange(partners)
    return _Waiting(codes, policy, *((at, others) if is_newcomer else (others, at)), is_newcomer=is_newcomer)


def _placed(instance: Instance, policy: Policy, person: int) -> Headline | None:
    """The headline of pairing anew, or None where the person still waits."""
    problem = prepare(instance, policy)
    chosen = decide(problem, lambda _stage, _done, _total: None).best.chosen
    pairs, codes = with_pins(problem, chosen), problem.codes
    paired = (codes.newcomers[pairs[:, 0]] == person).any() or (codes.seniors[pairs[:, 1]] == person).any()
    return headline(problem, chosen) if paired else None


def _with_place(instance: Instance, partner: int) -> Instance:
    def more(people: Person) -> Person:
        return replace(people, capacity=people.capacity + 1) if people.id == partner else people

    return replace(
        instance,
        newcomers=[more(each) for each in instance.newcomers],
        seniors=[more(each) for each in instance.seniors],
    )


def _full_partners(waiting: _Waiting, result: Result) -> list[int]:
    """Whoever the rules allow and who has no place left, the best score first."""
    codes = waiting.codes
    ids, places = (
        (codes.seniors, codes.places_of_seniors)
        if waiting.is_newcomer
        else (codes.newcomers, codes.places_of_newcomers)
    )
    taken = Counter(match.senior if waiting.is_newcomer else match.newcomer for match in result.pairs)
    full = places <= np.array([taken[who] for who in ids.tolist()])
    worth = waiting.judged(waiting.policy)
    at = np.flatnonzero((worth[:, MASK] == 0) & full)
    return [int(ids[each]) for each in at[np.lexsort((at, -worth[at, POINTS]))]]


def _changes(waiting: _Waiting) -> Iterator[tuple[int, str, Value]]:
    """(pairs newly allowed, field, value) that allow this person a pair more, the fewest pairs first.

    Each field's values come nearest first and hence allow ever more pairs, so a heap of their heads is in order.
    """
    now = _count(waiting.codes, waiting.policy)
    own = _open(waiting, waiting.policy)

    def useful(field: str, values: list[Value]) -> Iterator[tuple[int, str, Value]]:
        for value in values:
            policy = replace(waiting.policy, **{field: value})
            if _open(waiting, policy) > own:
                yield _count(waiting.codes, policy) - now, field, value

    ladders = [useful(field, values) for field, values in sorted(_ladders(waiting).items())]
    yield from heapq.merge(*ladders, key=lambda change: change[:2])


def _ladders(waiting: _Waiting) -> dict[str, list[Value]]:
    """For each field that is on, its looser values that matter to this person, nearest first."""
    policy, codes = waiting.policy, waiting.codes
    worth = waiting.judged(policy)
    ladders: dict[str, list[Value]] = {
        field: [False] for field in ("reporting_line", "same_team", "common_language") if getattr(policy, field)
    }
    ladders |= {field: ["off"] for field in ("department", "location") if getattr(policy, field) != "off"}
    ours, theirs = codes.of_newcomers[GRADES, waiting.rows], codes.of_seniors[GRADES, waiting.columns]
    steps = np.unique((theirs - ours)[(ours != UNKNOWN) & (theirs != UNKNOWN)])
    if policy.grade_distance_min is not None:
        ladders["grade_distance_min"] = steps[steps < policy.grade_distance_min][::-1].tolist()
    if policy.grade_distance_max is not None:
        ladders["grade_distance_max"] = steps[steps > policy.grade_distance_max].tolist()
    if policy.overlap_minutes_min:
        minutes = np.unique(worth[:, MINUTES])
        ladders["overlap_minutes_min"] = minutes[minutes < policy.overlap_minutes_min][::-1].tolist()
    if policy.score_min:
        scores = np.unique(worth[:, POINTS])
        ladders["score_min"] = scores[scores < policy.score_min][::-1].tolist()
    return ladders


def _open(waiting: _Waiting, policy: Policy) -> int:
    """How many of the person's pairs the rules allow, pins aside, whether or not there is room."""
    return int((waiting.judged(policy)[:, MASK] == 0).sum())


def _count(codes: Codes, policy: Policy) -> int:
    return allowed(recode(codes, policy))
