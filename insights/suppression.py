"""Which groups of a figure's people may be told of. Pure: no rows, no clock.

A figure is one unknown number a person, told over everybody and, for each declared breakdown, over its groups. Groups
that are too small are folded into one, "Other"; where the groups of several breakdowns together would still isolate a
few people, more is folded, and at last the breakdown is hidden. Everything kept has passed `insights.audit.leaks`.
Why this is enough stands in docs/decisions/0034-releases.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from insights.audit import Unfinished, leaks

OTHER = "Other"
# So many ways of folding a breakdown are audited before it is hidden.
MOST_TRIES = 24

People = frozenset[int]
Enough = Callable[[People], bool]
Groups = tuple[tuple[str, People], ...]


class Overlapping(Exception):
    """Somebody is in two groups of one breakdown, so that sums over them would not add up; holds the groups."""


@dataclass(frozen=True)
class Way:
    """One declared breakdown: its name, and the people of each of its groups."""

    key: str
    groups: Mapping[str, People]


@dataclass(frozen=True)
class Limits:
    """How few people, and people of how few pairs, nothing may be told of."""

    people: int
    pairs: int

    def hold(self, people: People, pair_of: Mapping[int, int]) -> bool:
        """Whether these are enough people of enough pairs; whoever has no pair counts as one of their own."""
        homes = {pair_of.get(person, (person,)) for person in people}
        return len(people) >= self.people and len(homes) >= self.pairs

    def may_be_divided(self, people: People) -> bool:
        """Whether there are more than a few groups' worth of people; fewer are told of over everybody only."""
        return len(people) > 4 * self.people


def kept(everybody: People, ways: Sequence[Way], pair_of: Mapping[int, int], limits: Limits) -> dict[str, Groups]:
    """Return the groups that may be told of by breakdown, "Other" last; none where a breakdown is hidden.

    Earlier breakdowns are kept before later ones. Raises Overlapping.
    """
    for way in ways:
        refuse_overlaps(way)
    told: dict[str, Groups] = {way.key: () for way in ways}
    if not limits.may_be_divided(everybody):
        return told
    sums = [everybody]
    for way in ways:
        groups = _fitting(way.groups, sums, pair_of, limits)
        told[way.key] = groups
        sums += [people for _, people in groups]
    return told


def refuse_overlaps(way: Way) -> None:
    """Raise Overlapping where somebody is in two groups."""
    seen: dict[int, str] = {}
    for label, people in way.groups.items():
        for person in people:
            if person in seen:
                raise Overlapping(way.key, seen[person], label)
            seen[person] = label


def _fitting(
    groups: Mapping[str, People], sums: Sequence[People], pair_of: Mapping[int, int], limits: Limits
) -> Groups:
    """Return the finest folding of a breakdown that tells of nobody together with the sums told already."""
    for folded in islice(_foldings(groups, lambda people: limits.hold(people, pair_of)), MOST_TRIES):
        try:
            if not leaks([*sums, *(people for _, people in folded)], pair_of, limits.people, limits.pairs):
                return folded
        except Unfinished:
            return ()
    return ()


def _foldings(groups: Mapping[str, People], enough: Enough) -> Iterator[Groups]:
    """Yield the ways of folding, those first that keep the most groups, and of them those that fold the smallest.

    What is too small is always folded, with as many of the others as make it large enough.
    """
    large = sorted((each for each in groups.items() if enough(each[1])), key=_by_size)
    small = [people for people in groups.values() if not enough(people)]
    for more in range(len(large)):
        for chosen in combinations(large, more):
            other = frozenset[int]().union(*small, *(people for _, people in chosen))
            kept_apart = sorted(each for each in large if each not in chosen)
            if not small and not chosen:
                folded = tuple(kept_apart)
            elif enough(other) and len(small) + more > 1:
                folded = (*kept_apart, (OTHER, other))
            else:
                continue
            if len(folded) > 1:
                yield folded


def _by_size(group: tuple[str, People]) -> tuple[int, str]:
    return len(group[1]), group[0]


def to_drop(everybody: People, told: Mapping[str, Groups], pair_of: Mapping[int, int], limits: Limits) -> str | None:
    """Return the breakdown that has to go before a figure may be published; None where none has to.

    The last proof before publishing, over exactly the sums that are told. Where none helps alone it is the one of the
    most groups.
    """
    if not _leak(everybody, told, pair_of, limits):
        return None
    by_size = sorted((key for key in told if told[key]), key=lambda key: len(told[key]))
    helping = (
        key
        for key in by_size
        if not _leak(everybody, {other: told[other] for other in told if other != key}, pair_of, limits)
    )
    return next(helping, by_size[-1] if by_size else "")


def _leak(everybody: People, told: Mapping[str, Groups], pair_of: Mapping[int, int], limits: Limits) -> bool:
    """Whether some combination of the sums is about too few, or nobody can tell in time."""
    sums = [everybody, *(people for groups in told.values() for _, people in groups)]
    try:
        return bool(leaks(sums, pair_of, limits.people, limits.pairs))
    except Unfinished:
        return True
