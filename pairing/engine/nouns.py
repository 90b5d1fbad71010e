"""What goes into a round and what comes out of it. Ids are the caller's; every quantity is an integer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ENGINE_VERSION = "2.0"

HALF_HOURS = 336  # in a week
LEVELS = 3  # self-words of an offer, importance of a gap

Pair = tuple[int, int]  # (newcomer id, senior id)


class Contradiction(ValueError):
    """The input asks for what cannot be, or a result breaks a rule. `problems` says what, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(self.problems))


class NotOptimal(ValueError):
    """The certificate does not prove the result. `pair` is the pair that shows it, where one does."""

    def __init__(self, reason: str, pair: Pair | None = None) -> None:
        self.reason = reason
        self.pair = pair
        super().__init__(reason if pair is None else f"{reason}: newcomer {pair[0]}, senior {pair[1]}")


@dataclass(frozen=True)
class Person:
    """Somebody on either side, as far as the matcher may know them.

    offers: skill id -> 1..3 (beginner, can do, can teach); gaps: skill id -> importance 1..3.
    managers: ids up the whole reporting line, nearest first; they may be people outside the instance.
    hours: half-hours of the week in UTC, 0..335, in which the person works.
    capacity: how many pairs the person may be in; 0 keeps them out of this round.
    None and empty sets mean *unknown*; what is unknown never forbids a pair. Raises ValueError on values out of range.
    """

    id: int
    offers: Mapping[int, int]
    gaps: Mapping[int, int]
    interests: frozenset[int] = frozenset()
    grade: int | None = None
    team: int | None = None
    department: int | None = None
    location: int | None = None
    managers: tuple[int, ...] = ()
    languages: frozenset[int] = frozenset()
    hours: frozenset[int] = frozenset()
    capacity: int = 1

    def __post_init__(self) -> None:
        for name, levels in (("offers", self.offers), ("gaps", self.gaps)):
            if any(not 1 <= level <= LEVELS for level in levels.values()):
                raise ValueError(f"person {self.id}: {name} must lie in 1..{LEVELS}")
        if any(not 0 <= hour < HALF_HOURS for hour in self.hours):
            raise ValueError(f"person {self.id}: hours must lie in 0..{HALF_HOURS - 1}")
        if self.capacity < 0:
            raise ValueError(f"person {self.id}: capacity must not be negative")


@dataclass(frozen=True)
class Instance:
    """One round's input. Pairs are (newcomer id, senior id).

    pins: pairs that must stand. blocks: pairs that must not (declared conflicts, earlier pairs, live pairs).
    prefer: pairs kept where the order of better leaves the choice; unknown ids in it are ignored, so that the
    published pairs can be handed over as they are after somebody left.
    """

    newcomers: Sequence[Person]
    seniors: Sequence[Person]
    pins: frozenset[Pair] = frozenset()
    blocks: frozenset[Pair] = frozenset()
    prefer: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Match:
    """One pair.

    teaches: skill id -> min(offer, importance) that the newcomer can teach the senior; learns: the same from the
    senior to the newcomer. parts: name -> share of the score; they add up to `score`, and a weight of 0 has none.
    """

    newcomer: int
    senior: int
    teaches: dict[int, int]
    learns: dict[int, int]
    score: int
    parts: dict[str, int]


@dataclass(frozen=True)
class Unpaired:
    """Somebody with a place to fill and no pair. Whoever has capacity 0 asks for none and is not listed.

    side: "newcomer" | "senior". why: a name in `rules.RULES`, "score_min" or "competition". "score_min" follows
    from gaps: whoever shows `why` to a third person says "competition" for it.
    """

    person: int
    side: str
    why: str


@dataclass(frozen=True)
class Headline:
    """The four numbers of a pairing.

    placed: pairs. two_way: pairs in which each can teach the other something. weakest: the smaller direction of the
    worst-served two-way pair that is not a pin, 0 if there is none. total: sum of the scores.
    """

    placed: int
    two_way: int
    weakest: int
    total: int


@dataclass(frozen=True)
class Units:
    """What one pair is worth as a single integer, so that one certificate covers the whole order.

    value = pair + two_way·[both can teach] + score·(its score) + prefer·[it is preferred], plus `first` once for
    every newcomer whose first pair it is. Each unit outweighs all that the later ones can add up to.
    """

    first: int
    pair: int
    two_way: int
    score: int
    prefer: int


@dataclass(frozen=True)
class Bound:
    """Prices (id -> integer, not negative) that bound the value of every pairing; see `certify` for the formula.

    Pairings in which some pair has 0 < weaker side < threshold are left out. A newcomer's price is that of the
    first place.
    """

    threshold: int
    units: Units
    newcomers: dict[int, int]
    seniors: dict[int, int]


@dataclass(frozen=True)
class Certificate:
    """Three bounds that prove the order of better.

    places: no pairing at all places more people or, placing as many, has more two-way pairs. best: none that keeps
    the weakest side has a larger sum or, then, more preferred pairs. next: lifting the weakest side by one would cost
    a place or a two-way pair (None if no two-way pair was chosen freely).
    """

    places: Bound
    best: Bound
    next: Bound | None


@dataclass(frozen=True)
class Result:
    """A finished round.

    compared: "random" and "greedy" on the same input. cost_of_fairness: sum of scores given up for the weakest side
    (same places, same number of two-way pairs). unknown: rule that is on -> number of people for whom it could not
    be checked.
    """

    pairs: tuple[Match, ...]
    unpaired: tuple[Unpaired, ...]
    headline: Headline
    compared: dict[str, Headline]
    certificate: Certificate
    cost_of_fairness: int
    unknown: dict[str, int] = field(default_factory=dict)
    engine_version: str = ENGINE_VERSION


@dataclass(frozen=True)
class Suggestion:
    """One change after which a waiting person is placed and no fewer pairs are made.

    change: "place" (one more place with `partner`) or the policy field that takes `value`. opens: how many pairs the
    change newly allows. headline: what re-solving reached. A change of score_min follows from gaps, see `Unpaired`.
    """

    person: int
    change: str
    partner: int | None
    value: int | str | None
    opens: int
    headline: Headline
