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

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pairing.engine.codes import PINNED, PREFERRED, Codes, Ints, Marks, Mask, Small, encode, marked, marks_of
from pairing.engine.compiled import compiled, part
from pairing.engine.look import PIN, Row, look, row_of
from pairing.engine.nouns import Bound, Instance, NotOptimal, Pair, Result, Units
from pairing.engine.policy import Policy

LIMIT = 2**60  # prices and units beyond it cannot be honest, and would wrap
BUDGET = 200_000_000  # steps of work between two signs of progress, about 0.2 seconds
NAMES = ("places", "best", "next")
REASONS = (
    "a chosen pair is not admissible",
    "{}: a chosen pair lies below the weakest side",
    "{}: a chosen pair is worth less than its prices",
    "{}: a pair left out is worth more",
)

# Columns of the survey's totals, and after them for each proof: primal and dual in halves of 32 bits, first pairs.
TOP_SCORE, WANTED, PLACED, TWO_WAY, WEAKEST, TOTAL = range(6)
PRIMAL, DUAL, FIRST = 0, 2, 4
FULL = 1 << 20  # a bit of the mask beyond those of the rules: no place left with the senior
NONE = -(2**62)


class Ground(NamedTuple):
    """The input as arrays, the chosen pairs, and the places left beside the pins."""

    codes: Codes
    chosen: Marks
    newcomers_left: Ints
    seniors_left: Ints
    unpinned: Mask


class Proof(NamedTuple):
    """Bounds being checked, one in each row. units: first, pair, two-way, score, prefer.

    strict: the chosen pairs must match the prices pair by pair.
    """

    thresholds: Ints
    units: Ints
    strict: Mask
    u: Ints
    p: Ints


@dataclass
class _Totals:
    """Totals over all pairs: what the units must outweigh, and the headline counted anew."""

    top_score: int
    preferred: int
    placed: int
    two_way: int
    weakest: int
    total: int


def certify(
    instance: Instance, policy: Policy, result: Result, progress: Callable[[str, int, int], None] | None = None
) -> None:
    """Raises NotOptimal, with the pair that shows it where one does; returns None if the proof holds.

    progress(stage, done, total) is called between pieces of work; an exception in it stops the check.
    """
    ground = _ground(instance, policy, result)
    certificate = result.certificate
    bounds = [each for each in (certificate.places, certificate.best, certificate.next) if each is not None]
    proof = _proof(bounds, ground)
    n, m = len(ground.newcomers_left), len(ground.seniors_left)
    sums = np.zeros(6 + 5 * len(bounds), dtype=np.int64)
    step = max(1, BUDGET // (16 * max(1, m)))
    row, out = row_of(ground.codes), np.empty(m, np.int64)
    for start in range(0, n, step):
        if progress:
            progress("proving", start, n)
        reason, which, i, j = survey(ground, proof, row, out, start, min(start + step, n), sums)
        if reason >= 0:
            pair: Pair = int(ground.codes.newcomers[i]), int(ground.codes.seniors[j])
            raise NotOptimal(REASONS[reason].format(NAMES[which]), pair)
    totals = _Totals(*sums[:6].tolist())
    _check_headline(result, totals)
    thresholds = {"places": 0, "best": totals.weakest, "next": totals.weakest + 1}
    for name, bound, own, halves in zip(
        NAMES, bounds, _own_parts(ground, proof), sums[6:].reshape(-1, 5), strict=False
    ):
        if bound.threshold != thresholds[name]:
            raise NotOptimal(f"the prices of {name} are for another weakest side")
        _check_units(name, bound.units, totals, ground)
        high, low, dual_high, dual_low, first = halves.tolist()
        primal, dual = (high << 32) + low + bound.units.first * first, own + (dual_high << 32) + dual_low
        proves = primal > dual if name == "next" else primal == dual
        if not proves:
            raise NotOptimal(f"the prices of {name} allow {dual}, the pairs reach {primal}")


def _ground(instance: Instance, policy: Policy, result: Result) -> Ground:
    codes = encode(instance, policy)
    row = {who: at for at, who in enumerate(codes.newcomers.tolist())}
    column = {who: at for at, who in enumerate(codes.seniors.tolist())}
    pairs = [(match.newcomer, match.senior) for match in result.pairs]
    for pair in pairs:
        if pair[0] not in row or pair[1] not in column:
            raise NotOptimal("a chosen pair is not between people of this round", pair)
    if len(set(pairs)) < len(pairs):
        raise NotOptimal("a pair is chosen twice")
    if not instance.pins <= set(pairs):
        raise NotOptimal("a pin is missing", min(instance.pins - set(pairs)))
    chosen = np.array(sorted((row[a], column[b]) for a, b in pairs), dtype=np.int64).reshape(-1, 2)
    sides = (codes.newcomers, codes.places_of_newcomers), (codes.seniors, codes.places_of_seniors)
    pins, left = marked(codes.marks, PINNED), []
    for axis, (ids, places) in enumerate(sides):
        over = np.bincount(chosen[:, axis], minlength=len(ids)) > places
        if over.any():
            raise NotOptimal(f"{ids[over.argmax()]} is in more pairs than they have places")
        # Nobody can use more places than there are partners.
        left.append(np.minimum(places - np.bincount(pins[:, axis], minlength=len(ids)), len(sides[1 - axis][0])))
    unpinned = np.bincount(pins[:, 0], minlength=len(row)) == 0
    return Ground(codes, marks_of([chosen], len(row)), left[0], left[1], unpinned)


def _proof(bounds: list[Bound], ground: Ground) -> Proof:
    for name, bound in zip(NAMES, bounds, strict=False):
        if any(not 0 <= unit < LIMIT for unit in _units(bound)):
            raise NotOptimal(f"the units of {name} are out of range")
    codes = ground.codes
    return Proof(
        thresholds=np.array([bound.threshold for bound in bounds], dtype=np.int64),
        units=np.array([_units(bound) for bound in bounds], dtype=np.int64),
        strict=np.array(NAMES[: len(bounds)]) != "next",
        u=np.array([_prices(name, b.newcomers, codes.newcomers) for name, b in zip(NAMES, bounds, strict=False)]),
        p=np.array([_prices(name, b.seniors, codes.seniors) for name, b in zip(NAMES, bounds, strict=False)]),
    )


def _units(bound: Bound) -> tuple[int, ...]:
    units = bound.units
    return units.first, units.pair, units.two_way, units.score, units.prefer


def _prices(name: str, prices: dict[int, int], ids: Ints) -> Ints:
    told = [prices.get(who) for who in ids.tolist()]
    if len(prices) != len(told) or None in told:
        raise NotOptimal(f"the prices of {name} are not for the people of this round")
    if told and not 0 <= min(told) <= max(told) < LIMIT:  # type: ignore[type-var, operator]
        raise NotOptimal(f"a price of {name} is out of range")
    return np.array(told, dtype=np.int64)


def _own_parts(ground: Ground, proof: Proof) -> list[int]:
    """The people's part of each bound's dual value."""
    parts = []
    seniors = ground.seniors_left.tolist()
    for units, u, p in zip(proof.units.tolist(), proof.u, proof.p, strict=True):
        first = np.where(ground.unpinned, units[0], 0)
        once = ground.unpinned & (ground.newcomers_left > 0)
        further = ground.newcomers_left - once
        again = np.flatnonzero(further)
        beyond = np.maximum(0, u - first)[again].tolist()
        parts.append(
            _sum(u[once])
            + sum(price * left for price, left in zip(beyond, further[again].tolist(), strict=True))
            + sum(price * left for price, left in zip(p.tolist(), seniors, strict=True) if price)
        )
    return parts


def _check_headline(result: Result, totals: _Totals) -> None:
    headline = result.headline
    told = headline.placed, headline.two_way, headline.weakest, headline.total
    if told != (totals.placed, totals.two_way, totals.weakest, totals.total):
        raise NotOptimal(f"the headline says {told}, the pairs are {totals}")
    if (result.certificate.next is None) != (totals.weakest == 0):
        raise NotOptimal("the prices for a stronger weakest side are missing or idle")


def _check_units(name: str, units: Units, totals: _Totals, ground: Ground) -> None:
    """Each unit must outweigh all that the later ones can add up to over the most pairs there can be."""
    most = int(min(ground.newcomers_left.sum(), ground.seniors_left.sum()))
    prefer = min(most, totals.preferred) * units.prefer
    score = most * totals.top_score * units.score + prefer
    two_way = most * units.two_way + score
    further = bool((ground.newcomers_left > ground.unpinned).any())
    in_order = units.two_way > score and units.pair > two_way and (units.first > two_way or not further)
    if name == "best":
        in_order = in_order and units.prefer > 0 and units.score > prefer
    if not in_order:
        raise NotOptimal(f"the units of {name} do not keep the order of better")


def _sum(values: Ints) -> int:
    """Exact also beyond 64 bits."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())


@part
def _add(sums: Ints, at: int, value: int) -> None:
    sums[at] += value >> 32
    sums[at + 1] += value & 0xFFFFFFFF


@part
def _reduced(units: Ints, threshold: int, own: int, p: Ints, weak: Ints, score: Ints, mask: Ints, out: Ints) -> int:
    """The reduced value of each admissible pair that keeps the threshold, NONE of others; returns the largest."""
    pair, two_way, unit, largest = units[1], units[2], units[3], NONE
    for j in range(len(out)):
        value = pair + unit * score[j] + (two_way if weak[j] > 0 else 0) - own - p[j]
        usable = (mask[j] == 0) & ((weak[j] == 0) | (weak[j] >= threshold))
        out[j] = value if usable else NONE
        largest = max(largest, out[j])
    return largest


@part
def _full(left: Ints, own: int, mask: Ints) -> None:
    for j in range(len(mask)):
        mask[j] |= FULL if (left[j] <= 0) | (own <= 0) else 0


@part
def _top(score: Ints, mask: Ints) -> int:
    top = 0
    for j in range(len(mask)):
        top = max(top, np.int64(score[j]) if mask[j] == 0 else 0)
    return top


@compiled
def survey(
    ground: Ground, proof: Proof, row: Row, out: Ints, start: int, stop: int, sums: Ints
) -> tuple[int, int, int, int]:
    """Go through all pairs of newcomers start..stop; add up the sums of the head of this file. row, out: room.

    Returns (place in REASONS, which proof, newcomer, senior) of the first pair that refutes, else −1s.
    """
    codes, chosen, marks = ground.codes, ground.chosen, ground.codes.marks
    m, none = len(ground.seniors_left), (-1, -1, -1, -1)
    weak, score, mask = row.weak, row.score, row.mask
    for i in range(start, stop):
        look(codes, i, row)
        _full(ground.seniors_left, ground.newcomers_left[i], mask)
        sums[TOP_SCORE] = max(sums[TOP_SCORE], _top(score, mask))
        prefers = marks.columns[marks.starts[PREFERRED, i] : marks.starts[PREFERRED, i + 1]]
        for j in prefers:
            sums[WANTED] += 1 if mask[j] == 0 else 0
        free = 0
        pairs = chosen.columns[chosen.starts[0, i] : chosen.starts[0, i + 1]]
        for j in pairs:
            sums[PLACED] += 1
            sums[TWO_WAY] += 1 if weak[j] > 0 else 0
            sums[TOTAL] += score[j]
            if mask[j] & PIN:
                continue
            free += 1
            if mask[j] != 0:
                return 0, 0, i, np.int64(j)
            if weak[j] > 0 and (sums[WEAKEST] == 0 or weak[j] < sums[WEAKEST]):
                sums[WEAKEST] = weak[j]
        for k in range(len(proof.thresholds)):
            units, base = proof.units[k], 6 + 5 * k
            first = units[0] if ground.unpinned[i] else 0
            own = proof.u[k, i] - first
            largest = _reduced(units, proof.thresholds[k], own, proof.p[k], weak, score, mask, out)
            for j in prefers:
                if out[j] != NONE:
                    out[j] += units[4]
                    largest = max(largest, out[j])
            sums[base + FIRST] += 1 if free > 0 and ground.unpinned[i] else 0
            fault = _weigh_chosen(pairs, prefers, proof, i, k, row, out, sums)
            if fault[0] >= 0:
                return fault
            if largest > 0:
                for j in range(m):
                    if out[j] > 0:
                        if proof.strict[k]:
                            return 3, k, i, j
                        _add(sums, base + DUAL, out[j])
    return none


@part
def _weigh_chosen(
    pairs: Small, prefers: Small, proof: Proof, i: int, k: int, row: Row, out: Ints, sums: Ints
) -> tuple[int, int, int, int]:
    """Add the newcomer's chosen pairs to the primal value, and in a strict proof to the dual value."""
    units, base = proof.units[k], 6 + 5 * k
    for column in pairs:
        j = np.int64(column)
        if row.mask[j] & PIN:
            continue
        value = units[1] + (units[2] if row.weak[j] > 0 else 0) + units[3] * row.score[j]
        for other in prefers:
            value += units[4] if other == j else 0
        _add(sums, base + PRIMAL, value)
        if not proof.strict[k]:
            continue
        if out[j] == NONE:
            return 1, k, i, j
        if out[j] < 0:
            return 2, k, i, j
        _add(sums, base + DUAL, out[j])
        out[j] = NONE
    return -1, -1, -1, -1
