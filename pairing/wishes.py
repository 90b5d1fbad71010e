"""What people ask for themselves, put into the engine's terms (docs/decisions/0010).

A wish that fits counts like one shared interest; a private “not with” is a block; two who ask for each other come
first. Nothing here touches the database.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from pairing.engine import Instance, Person, Policy, Result, pair, rules_broken

FAR = 4
# What somebody would like from a partner, by its key; each is judged from what organisers know anyway.
LIKES = {
    "other_department": "Somebody from another department",
    "same_location": "Somebody at my own location",
    "other_location": "Somebody at another location",
    "far_grade": f"Somebody {FAR} or more grades away",
}
_FITS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "other_department": ("department", lambda mine, theirs: mine != theirs),
    "same_location": ("location", lambda mine, theirs: mine == theirs),
    "other_location": ("location", lambda mine, theirs: mine != theirs),
    "far_grade": ("grade", lambda mine, theirs: abs(mine - theirs) >= FAR),
}
# Of asks that cannot all be granted at once, so many are tried one by one.
MOST_TRIED = 20

Two = tuple[int, int]
Key = tuple[int, str, int, int]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Wants:
    """One person's wishes, the people in it by their numbers."""

    asks: frozenset[int] = frozenset()
    not_with: frozenset[int] = frozenset()
    likes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Granted:
    """An instance with everybody's wishes in it.

    secret: its blocks that come from a private “not with” alone, which nothing shown may follow from. mutual: the
    pairs of two who ask for each other.
    """

    instance: Instance
    secret: frozenset[Two]
    mutual: frozenset[Two]


def grant(instance: Instance, wants: Mapping[int, Wants]) -> Granted:
    """Put wishes into an instance. A pair that organisers pinned is no secret block: publishing answers for it."""
    newcomers = {person.id for person in instance.newcomers}
    seniors = {person.id for person in instance.seniors}

    def across(one: int, other: int) -> Iterator[Two]:
        if one in newcomers and other in seniors:
            yield one, other
        elif one in seniors and other in newcomers:
            yield other, one

    shut = {two for one, want in wants.items() for other in want.not_with for two in across(one, other)}
    secret = frozenset(shut) - instance.blocks - instance.pins
    asked = Counter(two for one, want in wants.items() for other in want.asks for two in across(one, other))
    mutual = frozenset(two for two, times in asked.items() if times > 1) - instance.blocks - secret
    granted = replace(instance, blocks=instance.blocks | secret)
    return Granted(_with_bonuses(granted, wants), secret, mutual)


def _with_bonuses(instance: Instance, wants: Mapping[int, Wants]) -> Instance:
    """Let both people of each wish that fits share one more interest: a number that stands for no interest.

    People who would like the same and are alike in it share one number, so that their others are looked up once.
    """
    sides = (instance.newcomers, instance.seniors)
    holders: dict[Key, set[int]] = {}
    for at, (mine, theirs) in enumerate((sides, sides[::-1])):
        there = {person.id for person in theirs}
        for person in mine:
            want = wants.get(person.id, Wants())
            holders |= {(at, "ask", person.id, other): {person.id, other} for other in want.asks & there}
            for like in want.likes:
                field, fits = _FITS[like]
                value = getattr(person, field)
                if value is None:
                    continue
                key = (at, like, value, -1)
                if key not in holders:
                    known = ((other.id, getattr(other, field)) for other in theirs)
                    holders[key] = {who for who, theirs_is in known if theirs_is is not None and fits(value, theirs_is)}
                holders[key].add(person.id)
    first = 1 + max((at for side in sides for person in side for at in person.interests), default=-1)
    more: dict[int, set[int]] = {}
    for at, key in enumerate(sorted(holders), start=first):
        for who in holders[key]:
            more.setdefault(who, set()).add(at)

    def with_more(person: Person) -> Person:
        return replace(person, interests=person.interests | more[person.id]) if person.id in more else person

    return replace(
        instance,
        newcomers=[with_more(person) for person in instance.newcomers],
        seniors=[with_more(person) for person in instance.seniors],
    )


def pair_granting(
    granted: Granted, policy: Policy, *, asks: str, progress: Progress | None = None
) -> tuple[Instance, Result]:
    """Pair everybody, two who ask for each other first, as pins; return the instance that the result proves, too.

    asks "hard": wherever the rules and places allow it. "soft": only where it leaves as many people with a partner
    and as many two-way pairs as without, so that nobody pays for a wish. "off": not at all.
    """

    def quietly(_stage: str, _done: int, _total: int) -> None:
        """Show no stage a second time: that would tell that two ask for each other."""
        if progress:
            progress("done", 1, 1)

    free = pair(granted.instance, policy, progress=progress)
    wanted = _that_fit(granted, policy) if asks != "off" else []
    if {(match.newcomer, match.senior) for match in free.pairs}.issuperset(wanted):
        return granted.instance, free

    def pinned(twos: list[Two]) -> tuple[Instance, Result]:
        instance = replace(granted.instance, pins=granted.instance.pins | set(twos))
        return instance, pair(instance, policy, progress=quietly)

    best = pinned(wanted)
    if asks == "hard" or _rank(best[1]) >= _rank(free):
        return best
    best, kept = (granted.instance, free), list[Two]()
    for two in wanted[:MOST_TRIED]:
        tried = pinned([*kept, two])
        if _rank(tried[1]) >= _rank(free):
            best, kept = tried, [*kept, two]
    return best


def _rank(result: Result) -> tuple[int, int, int]:
    """Return what no wish may cost: newcomers with a partner, pairs, two-way pairs."""
    newcomers = {match.newcomer for match in result.pairs}
    return len(newcomers), result.headline.placed, result.headline.two_way


def _that_fit(granted: Granted, policy: Policy) -> list[Two]:
    """Return the mutual asks that break no rule and that the places beside the pins hold, in the order of ids."""
    instance = granted.instance
    newcomers = {person.id: person for person in instance.newcomers}
    seniors = {person.id: person for person in instance.seniors}
    taken = Counter(who for two in instance.pins for who in two)
    fitting = []
    for one, other in sorted(granted.mutual - instance.pins):
        has_room = taken[one] < newcomers[one].capacity and taken[other] < seniors[other].capacity
        if has_room and not any(rules_broken(newcomers[one], seniors[other], policy)):
            fitting.append((one, other))
            taken.update([one, other])
    return fitting


def public_why(granted: Granted, policy: Policy, *, who: int, side: str, why: str) -> str:
    """Return why somebody waits as it would read if nobody had a private “not with”.

    It is counted as the engine does, with the secret blocks taken out: the rule that alone keeps most partners away,
    else competition. A score under the minimum follows from gaps, so that is competition too.
    """
    if why == "score_min":
        return "competition"
    if not any(who in two for two in granted.secret):
        return why
    instance = granted.instance
    people = {person.id: person for person in (*instance.newcomers, *instance.seniors)}
    known = instance.blocks - granted.secret
    stands_open, alone, forbids = 0, Counter[str](), Counter[str]()
    for other in instance.seniors if side == "newcomer" else instance.newcomers:
        one, two = (who, other.id) if side == "newcomer" else (other.id, who)
        broken = [*rules_broken(people[one], people[two], policy), *(["block"] if (one, two) in known else [])]
        if not other.capacity:
            continue
        forbids.update(broken)
        alone.update(broken if len(broken) == 1 else [])
        stands_open += not broken
    counts = alone if alone or stands_open else forbids
    most = max(sorted(counts), key=counts.__getitem__, default="competition")
    return most if counts[most] > stands_open else "competition"
