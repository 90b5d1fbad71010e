"""The proof that nothing better exists, read from the people, the policy and the result alone.

Written apart from the solver; it shares the hard rules and the score with it and nothing else. For prices u, p ≥ 0
let the reduced value of an admissible pair be r = value + first·[newcomer unpinned] − u − p. Then *no* pairing whatever
is worth more than (weak duality)

    Σ over unpinned newcomers with c places:  u + (c − 1)·max(0, u − first)
  + Σ over pinned newcomers with c places left:  c·u
  + Σ over seniors with c places left:  c·p
  + Σ over admissible pairs:  max(0, r)

(without `first`, where no newcomer may have a second pair: Σ cap·u + Σ cap·p + Σ max(0, r)). When the chosen pairs are
worth exactly that, they are best. All of it in exact integers; pins are fixed and stay outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pairing.engine.codes import Codes, Ints, Mask, encode
from pairing.engine.grid import Block
from pairing.engine.nouns import Bound, Instance, NotOptimal, Pair, Result
from pairing.engine.policy import Policy
from pairing.engine.rules import broken
from pairing.engine.scoring import scored

LIMIT = 2**60  # prices and units beyond it cannot be honest, and would wrap


@dataclass(frozen=True)
class _Ground:
    """The input as arrays, the chosen pairs as (k, 2) positions, and the places left beside the pins."""

    codes: Codes
    policy: Policy
    chosen: Ints
    newcomers_left: Ints
    seniors_left: Ints
    unpinned: Mask


@dataclass(frozen=True)
class _Field:
    """A block of pairs, all columns. admissible: no rule broken, no pin, room on both sides."""

    rows: Ints
    admissible: Mask
    pinned: Mask
    weak: Ints
    score: Ints
    preferred: Mask
    chosen: Mask


@dataclass
class _Survey:
    """Totals over all pairs: what the units must outweigh, and the headline counted anew."""

    top_score: int = 0
    preferred: int = 0
    placed: int = 0
    two_way: int = 0
    weakest: int = 0
    total: int = 0


@dataclass
class _Proof:
    """One bound being checked. strict: the chosen pairs must match the prices pair by pair."""

    name: str
    bound: Bound
    u: Ints
    p: Ints
    strict: bool
    primal: int = 0
    dual: int = 0


def certify(instance: Instance, policy: Policy, result: Result) -> None:
    """Raises NotOptimal, with the pair that shows it where one does; returns None if the proof holds."""
    ground = _ground(instance, policy, result)
    certificate = result.certificate
    proofs = [_proof("places", certificate.places, ground), _proof("best", certificate.best, ground)]
    if certificate.next is not None:
        proofs.append(_proof("next", certificate.next, ground, strict=False))
    survey = _Survey()
    for field in _fields(ground):
        _count(survey, field, ground)
        for proof in proofs:
            _weigh(proof, field, ground)
    headline = result.headline
    told = headline.placed, headline.two_way, headline.weakest, headline.total
    if told != (survey.placed, survey.two_way, survey.weakest, survey.total):
        raise NotOptimal(f"the headline says {told}, the pairs are {survey}")
    if (certificate.next is None) != (survey.weakest == 0):
        raise NotOptimal("the prices for a stronger weakest side are missing or idle")
    thresholds = {"places": 0, "best": survey.weakest, "next": survey.weakest + 1}
    for proof in proofs:
        if proof.bound.threshold != thresholds[proof.name]:
            raise NotOptimal(f"the prices of {proof.name} are for another weakest side")
        _check_units(proof, survey, ground)
        proves = proof.primal == proof.dual if proof.strict else proof.primal > proof.dual
        if not proves:
            raise NotOptimal(f"the prices of {proof.name} allow {proof.dual}, the pairs reach {proof.primal}")


def _ground(instance: Instance, policy: Policy, result: Result) -> _Ground:
    codes = encode(instance, policy)
    row = {int(who): at for at, who in enumerate(codes.newcomers.ids)}
    column = {int(who): at for at, who in enumerate(codes.seniors.ids)}
    pairs = [(match.newcomer, match.senior) for match in result.pairs]
    for pair in pairs:
        if pair[0] not in row or pair[1] not in column:
            raise NotOptimal("a chosen pair is not between people of this round", pair)
    if len(set(pairs)) < len(pairs):
        raise NotOptimal("a pair is chosen twice")
    if not instance.pins <= set(pairs):
        raise NotOptimal("a pin is missing", min(instance.pins - set(pairs)))
    chosen = np.array(sorted((row[a], column[b]) for a, b in pairs), dtype=np.int64).reshape(-1, 2)
    for side, axis in ((codes.newcomers, 0), (codes.seniors, 1)):
        over = np.bincount(chosen[:, axis], minlength=len(side.ids)) > side.capacity
        if over.any():
            raise NotOptimal(f"{side.ids[over.argmax()]} is in more pairs than they have places")
    pins = np.bincount(codes.pinned[:, 0], minlength=codes.shape[0])
    return _Ground(
        codes=codes,
        policy=policy,
        chosen=chosen,
        newcomers_left=codes.newcomers.capacity - pins,
        seniors_left=codes.seniors.capacity - np.bincount(codes.pinned[:, 1], minlength=codes.shape[1]),
        unpinned=pins == 0,
    )


def _proof(name: str, bound: Bound, ground: _Ground, *, strict: bool = True) -> _Proof:
    """The bound with the people's part of its dual value."""
    u = _prices(name, bound.newcomers, ground.codes.newcomers.ids)
    p = _prices(name, bound.seniors, ground.codes.seniors.ids)
    units = bound.units
    if any(not 0 <= unit < LIMIT for unit in (units.first, units.pair, units.two_way, units.score, units.prefer)):
        raise NotOptimal(f"the units of {name} are out of range")
    dual = 0
    for price, left, unpinned in zip(u.tolist(), ground.newcomers_left.tolist(), ground.unpinned, strict=True):
        further = left - 1 if unpinned else left
        if left:
            dual += price + further * max(0, price - units.first) if unpinned else further * price
    dual += sum(price * left for price, left in zip(p.tolist(), ground.seniors_left.tolist(), strict=True))
    return _Proof(name, bound, u, p, strict, dual=dual)


def _prices(name: str, prices: dict[int, int], ids: Ints) -> Ints:
    if set(prices) != set(ids.tolist()):
        raise NotOptimal(f"the prices of {name} are not for the people of this round")
    if any(not 0 <= price < LIMIT for price in prices.values()):
        raise NotOptimal(f"a price of {name} is out of range")
    return np.array([prices[who] for who in ids.tolist()], dtype=np.int64)


def _fields(ground: _Ground) -> Iterator[_Field]:
    codes = ground.codes
    for rows in codes.blocks():
        grid = Block(codes, rows)
        worth = scored(grid, ground.policy)
        pinned = grid.marks(codes.pinned)
        admissible = ~pinned & (worth.score >= ground.policy.score_min)
        admissible &= np.outer(ground.newcomers_left[rows] > 0, ground.seniors_left > 0)
        for mask in broken(grid, ground.policy).values():
            admissible &= ~mask
        yield _Field(
            rows=rows,
            admissible=admissible,
            pinned=pinned,
            weak=worth.weak.astype(np.int64),
            score=worth.score.astype(np.int64),
            preferred=grid.marks(codes.preferred),
            chosen=grid.marks(ground.chosen),
        )


def _count(survey: _Survey, field: _Field, ground: _Ground) -> None:
    free = field.chosen & ~field.pinned
    _refuse("a chosen pair is not admissible", free & ~field.admissible, field, ground)
    survey.top_score = max(survey.top_score, int(field.score[field.admissible].max(initial=0)))
    survey.preferred += int((field.preferred & field.admissible).sum())
    survey.placed += int(field.chosen.sum())
    survey.two_way += int((field.weak[field.chosen] > 0).sum())
    survey.total += int(field.score[field.chosen].sum())
    weak = field.weak[free & (field.weak > 0)]
    if len(weak):
        survey.weakest = min(int(weak.min()), survey.weakest or int(weak.min()))


def _weigh(proof: _Proof, field: _Field, ground: _Ground) -> None:
    """Add this block's pairs to the primal and the dual value."""
    units = proof.bound.units
    free = field.chosen & ~field.pinned
    value = np.int64(units.pair) + field.score * np.int64(units.score) + field.preferred * np.int64(units.prefer)
    value += (field.weak > 0) * np.int64(units.two_way)
    first = ground.unpinned[field.rows] * np.int64(units.first)
    reduced = value + first[:, None] - proof.u[field.rows][:, None] - proof.p[None, :]
    usable = field.admissible & ((field.weak == 0) | (field.weak >= proof.bound.threshold))
    if proof.strict:
        _refuse(f"{proof.name}: a chosen pair lies below the weakest side", free & ~usable, field, ground)
        _refuse(f"{proof.name}: a pair left out is worth more", usable & ~free & (reduced > 0), field, ground)
        _refuse(f"{proof.name}: a chosen pair is worth less than its prices", free & (reduced < 0), field, ground)
    proof.primal += _sum(value[free]) + int(units.first * (free.any(axis=1) & ground.unpinned[field.rows]).sum())
    proof.dual += _sum(reduced[usable & (reduced > 0)])


def _check_units(proof: _Proof, survey: _Survey, ground: _Ground) -> None:
    """Each unit must outweigh all that the later ones can add up to over the most pairs there can be."""
    units = proof.bound.units
    most = int(min(ground.newcomers_left.sum(), ground.seniors_left.sum()))
    prefer = min(most, survey.preferred) * units.prefer
    score = most * survey.top_score * units.score + prefer
    two_way = most * units.two_way + score
    further = bool((ground.newcomers_left > ground.unpinned).any())
    in_order = units.two_way > score and units.pair > two_way and (units.first > two_way or not further)
    if proof.name == "best":
        in_order = in_order and units.prefer > 0 and units.score > prefer
    if not in_order:
        raise NotOptimal(f"the units of {proof.name} do not keep the order of better")


def _refuse(reason: str, wrong: Mask, field: _Field, ground: _Ground) -> None:
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        pair: Pair = int(ground.codes.newcomers.ids[field.rows[row]]), int(ground.codes.seniors.ids[column])
        raise NotOptimal(reason, pair)


def _sum(values: Ints) -> int:
    """Exact also beyond 64 bits."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
