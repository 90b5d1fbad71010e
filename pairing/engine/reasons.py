"""Why: the parts of each pair's score, and what keeps each unpaired person waiting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask
from pairing.engine.grid import Block, Several
from pairing.engine.nouns import Instance, Match, Pair, Person, Unpaired
from pairing.engine.policy import Policy
from pairing.engine.rules import broken
from pairing.engine.scoring import parts, scored


def matches(instance: Instance, policy: Policy, codes: Codes, chosen: Collection[Pair]) -> tuple[Match, ...]:
    """The chosen pairs (positions) with what each side can teach and the parts of the score, sorted by ids."""
    newcomers = {person.id: person for person in instance.newcomers}
    seniors = {person.id: person for person in instance.seniors}
    at = np.array(sorted(chosen), dtype=np.int64).reshape(-1, 2)
    terms = {name: part.tolist() for name, part in parts(Several(codes, at[:, 0], at[:, 1]), policy).items()}
    found = []
    for which, (row, column) in enumerate(at.tolist()):
        newcomer = newcomers[int(codes.newcomers.ids[row])]
        senior = seniors[int(codes.seniors.ids[column])]
        share = {name: int(part[which]) for name, part in terms.items()}
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
    some_seniors = codes.only(np.flatnonzero(codes.seniors.capacity > 0))
    of_rows = [
        why for block in some_seniors.blocks(rows) for why in _why(_tally(Block(some_seniors, block), policy, 1))
    ]
    waiting = codes.only(columns)
    tallies = [_tally(Block(waiting, block), policy, 0) for block in waiting.blocks(some_newcomers)]
    of_columns = _why(_added(tallies)) if tallies else ["competition"] * len(columns)
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


@dataclass(frozen=True)
class _Tally:
    """For each person: open partners, and of each rule (names sorted) whom it alone forbids and whom it forbids."""

    names: list[str]
    open: Ints
    frees: Ints
    forbids: Ints


def _tally(grid: Block, policy: Policy, axis: int) -> _Tally:
    """For each row (axis 1) or column (axis 0) of the grid."""
    forbidden: Mapping[str, Mask] = broken(grid, policy)
    if policy.score_min:
        forbidden = {**forbidden, "score_min": scored(grid, policy).score < policy.score_min}
    names = sorted(forbidden)
    times = np.zeros(grid.shape, dtype=np.int8)
    for mask in forbidden.values():
        times += mask
    once = times == 1
    return _Tally(
        names,
        np.count_nonzero(times == 0, axis=axis),
        np.array([np.count_nonzero(forbidden[name] & once, axis=axis) for name in names]),
        np.array([np.count_nonzero(forbidden[name], axis=axis) for name in names]),
    )


def _added(tallies: list[_Tally]) -> _Tally:
    return _Tally(
        tallies[0].names,
        np.sum([each.open for each in tallies], axis=0),
        np.sum([each.frees for each in tallies], axis=0),
        np.sum([each.forbids for each in tallies], axis=0),
    )


def _why(tally: _Tally) -> list[str]:
    reasons = []
    for who, open_ in enumerate(tally.open):
        frees = tally.frees[:, who]
        counts = frees if frees.any() or open_ else tally.forbids[:, who]
        reasons.append(tally.names[int(counts.argmax())] if counts.max() > open_ else "competition")
    return reasons
