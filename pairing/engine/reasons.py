"""Why: the parts of each pair's score, and what keeps each unpaired person waiting."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask
from pairing.engine.nouns import Instance, Match, Pair, Person, Unpaired
from pairing.engine.policy import Policy
from pairing.engine.rules import broken
from pairing.engine.scoring import parts, scored


def matches(instance: Instance, policy: Policy, codes: Codes, chosen: Collection[Pair]) -> tuple[Match, ...]:
    """The chosen pairs (positions) with what each side can teach and the parts of the score, sorted by ids."""
    newcomers = {person.id: person for person in instance.newcomers}
    seniors = {person.id: person for person in instance.seniors}
    found = []
    for row, column in sorted(chosen):
        newcomer = newcomers[int(codes.newcomers.ids[row])]
        senior = seniors[int(codes.seniors.ids[column])]
        terms = parts(codes, policy, np.array([row]), np.array([column]))
        share = {name: int(term[0, 0]) for name, term in terms.items()}
        found.append(
            Match(
                newcomer=newcomer.id,
                senior=senior.id,
                teaches=_lesson(newcomer, senior),
                learns=_lesson(senior, newcomer),
                score=sum(share.values()),
                parts=share,
            )
        )
    return tuple(found)


def unpaired(codes: Codes, policy: Policy, chosen: Collection[Pair]) -> tuple[Unpaired, ...]:
    """Everybody with a place to fill and no pair: newcomers first, each side sorted by id.

    why: the rule whose lifting alone would free more partners than stand open already; where no partner stands
    open and no single rule frees one, the rule that forbids most; else "competition".
    """
    rows = _waiting(codes.newcomers.capacity, [row for row, _ in chosen])
    columns = _waiting(codes.seniors.capacity, [column for _, column in chosen])
    some_newcomers = np.flatnonzero(codes.newcomers.capacity > 0)
    some_seniors = np.flatnonzero(codes.seniors.capacity > 0)
    of_rows = _obstacles(codes, policy, rows, some_seniors, axis=1)
    of_columns = _obstacles(codes, policy, some_newcomers, columns, axis=0)
    return tuple(
        [Unpaired(int(codes.newcomers.ids[row]), "newcomer", why) for row, why in zip(rows, of_rows, strict=True)]
        + [Unpaired(int(codes.seniors.ids[at]), "senior", why) for at, why in zip(columns, of_columns, strict=True)]
    )


def _lesson(teacher: Person, learner: Person) -> dict[int, int]:
    shared = sorted(teacher.offers.keys() & learner.gaps.keys())
    return {skill: min(teacher.offers[skill], learner.gaps[skill]) for skill in shared}


def _waiting(capacity: Ints, paired: list[int]) -> Ints:
    waits = capacity > 0
    waits[paired] = False
    return np.flatnonzero(waits)


def _obstacles(codes: Codes, policy: Policy, rows: Ints, columns: Ints, axis: int) -> list[str]:
    """The reason for each row (axis 1) or column (axis 0) of this block."""
    forbidden: Mapping[str, Mask] = broken(codes, policy, rows, columns)
    if policy.score_min:
        forbidden = {**forbidden, "score_min": scored(codes, policy, rows, columns).score < policy.score_min}
    names = sorted(forbidden)
    times = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for mask in forbidden.values():
        times += mask
    open_ = (times == 0).sum(axis=axis)
    frees = np.array([(forbidden[name] & (times == 1)).sum(axis=axis) for name in names])
    forbids = np.array([forbidden[name].sum(axis=axis) for name in names])
    reasons = []
    for who in range(len(open_)):
        counts = frees[:, who] if frees[:, who].any() or open_[who] else forbids[:, who]
        reasons.append(names[int(counts.argmax())] if counts.max() > open_[who] else "competition")
    return reasons
