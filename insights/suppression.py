"""Which groups of a figure's people may be told of. Pure: no rows, no clock.

A figure is one unknown number a person, told over everybody and, for each declared breakdown, over its groups. Groups
that are too small are folded into one, "Other"; where the groups of several breakdowns together would still isolate a
few people, more is folded, and at last the breakdown is hidden. Everything kept has passed `insights.audit.leaks`.
Why this is enough stands in docs/decisions/0034-releases.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from insights.audit import Unfinished, leaks

OTHER = "Other"
# So often a breakdown is folded further before it is hidden; each time is one audit.
MOST_FOLDS = 12

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

    def enough(people: People) -> bool:
        return limits.hold(people, pair_of)

    folded = _folded(groups.items(), frozenset(), enough)
    for _ in range(MOST_FOLDS):
        if not folded:
            return ()
        try:
            found = leaks([*sums, *(people for _, people in folded)], pair_of, limits.people, limits.pairs)
        except Unfinished:
            return ()
        if not found:
            return folded
        folded = _folded(*_with_one_more(folded, frozenset[int]().union(*found)), enough)
    return ()


def _folded(groups: Iterable[tuple[str, People]], other: People, enough: Enough) -> Groups:
    """Return the groups that are large enough; what is not goes into the other, with the smallest of them as needed."""
    small: list[tuple[str, People]] = []
    large: list[tuple[str, People]] = []
    for label, people in groups:
        (large if enough(people) else small).append((label, people))
    other = other.union(*(people for _, people in small))
    large.sort(key=_by_size, reverse=True)
    while large and other and not enough(other):
        other |= large.pop()[1]
    told = (*sorted(large), (OTHER, other)) if other else tuple(sorted(large))
    return told if len(told) > 1 else ()


def _with_one_more(folded: Groups, exposed: People) -> tuple[Groups, People]:
    """Return the groups left, and the other with the smallest group in it that has one of the exposed."""
    rest = sorted(
        (each for each in folded if each[0] != OTHER), key=lambda each: (not each[1] & exposed, _by_size(each))
    )
    other = next((people for label, people in folded if label == OTHER), frozenset[int]())
    gone = 1 if other else 2
    return tuple(rest[gone:]), other.union(*(people for _, people in rest[:gone]))


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
