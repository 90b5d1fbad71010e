"""Reads of rounds: who is ready, how many are left today, what changed between two, what may still be published."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q

from pairing.bands import Beside, bands, share_of, shift_of, side_by_side
from pairing.models import Proposal, ProposalQuerySet, Round, Ruling, Way
from pairing.queries.cast import free_places
from pairing.rules import WHY
from profiles.queries import ready
from programs.data.policy import RULES, differences
from programs.models import Participation, Program, Side


def is_outdated(round_: Round) -> bool:
    """Whether another round was published after this one was asked for: its people may be proposed by now.

    A round that was recalled proposes nobody any more.
    """
    later = Round.objects.filter(program=round_.program_id, published_at__gte=round_.requested_at, recalled_at=None)
    return later.exclude(pk=round_.pk).exists()


def publishable(round_: Round) -> ProposalQuerySet:
    """Choose the drafts whose two people still take part on their side, still have a place and are not kept apart."""
    here = {
        f"{side}__{field}": value
        for side in Side
        for field, value in (
            ("state", Participation.State.ENROLLED),
            ("paused_at", None),
            ("is_looking", True),
            ("side", side),
            ("places_taken__lt", F(f"{side}__capacity")),
        )
    }
    apart = Ruling.objects.filter(newcomer=OuterRef("newcomer"), senior=OuterRef("senior"), kind=Ruling.Kind.APART)
    return Proposal.objects.filter(~Exists(apart), round=round_, state=Proposal.State.DRAFT, **here)


@dataclass(frozen=True)
class Readiness:
    """Who could be paired now, and what keeps the others: counts of a status, never of answers."""

    newcomers: int
    seniors: int
    unfinished: int
    invited: int
    answering: int


def readiness(program: Program) -> Readiness:
    """Count who could be paired now, who has not finished the profile, not answered, or has an open proposal."""
    sides = Counter(place.side for place in free_places(program))
    enrolled = program.participations.enrolled()
    return Readiness(
        newcomers=sides[Side.NEWCOMER],
        seniors=sides[Side.SENIOR],
        unfinished=enrolled.count() - ready(enrolled).count(),
        invited=program.participations.invited().count(),
        answering=Proposal.objects.open().filter(round__program=program).count(),
    )


def left_alone(program: Program) -> dict[str, int]:
    """Count what a round for late joiners leaves as it is."""
    return {
        "live": program.pairs.live().count(),
        "answering": Proposal.objects.open().filter(round__program=program).count(),
    }


# The name under which a round's prints keep who is kept together and apart.
RULED = "ruled"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Allowance:
    """How many of something may be within a span, how many still may, and when the next one may if none is left."""

    most: int
    left: int
    free_at: datetime


def budget_of(program: Program, *, now: datetime) -> Allowance:
    """Count the rounds of the last 24 hours that read gaps, or are about to."""
    most = settings.ROUNDS_A_DAY
    counted = Q(gaps_read_at__gt=now - A_DAY) | Q(state__in=Round.UNDER_WAY)
    rounds = program.rounds.filter(counted, origin=Round.Origin.ENGINE)
    used = sorted(read or now for read in rounds.values_list("gaps_read_at", flat=True))
    # Once none is left, the next may run when so many have grown a day old that one fits in.
    over = len(used) - most
    return Allowance(most, max(0, -over), used[over] + A_DAY if used and over >= 0 else now)


@dataclass(frozen=True)
class Change:
    """What happened between two rounds, as far as organisers may know it.

    pairs_kept, pairs_new: pairs of the later one that the earlier has, has not. share: how many of the pairs are
    others, in words; a band where the pairs of one of the two are not shown, empty where they are too few for one.
    """

    earlier: Round
    is_same_input: bool
    said: list[str]
    pairs_kept: int
    pairs_new: int
    share: str

    @property
    def is_same(self) -> bool:
        """Whether the same people under the same rules were given the same pairs."""
        return self.is_same_input and not self.pairs_new


def change_between(earlier: Round, later: Round) -> Change:
    """Compare two finished rounds of one program."""
    before, after = (_pairs_of(each) for each in (earlier, later))
    said = differences(earlier.policy, later.policy)
    said += _people_changed(earlier.prints, later.prints)
    if earlier.more_place_with_id != later.more_place_with_id:
        said.append("One of the two rounds thinks of somebody with one place more.")
    if earlier.engine_version != later.engine_version:
        said.append("The matcher itself is of another version.")
    is_same = bool(later.input_hash) and (earlier.input_hash, earlier.engine_version) == (
        later.input_hash, later.engine_version,
    )  # fmt: skip
    kept, new = len(after & before), len(after - before)
    if earlier.is_shown and later.is_shown:
        share = f"{new} of {kept + new} pairs"
    else:
        share = share_of(kept + new, new, shift=shift_of(later.input_hash))
    return Change(earlier, is_same, said, kept, new, share)


def _pairs_of(round_: Round) -> set[tuple[object, object]]:
    return set(round_.proposals.values_list("newcomer", "senior"))


def _people_changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Say who joined and left by number; of changed profiles only that there are some, until they are k."""
    then, now = before.keys() - {RULED}, after.keys() - {RULED}
    said = [
        f"{count} {'person is' if count == 1 else 'people are'} {what}."
        for count, what in ((len(now - then), "new in it"), (len(then - now), "no longer in it"))
        if count
    ]
    changed = sum(before[key] != after[key] for key in then & now)
    few = settings.SMALLEST_GROUP
    if changed:
        said.append(f"{changed} profiles changed." if changed >= few else f"Fewer than {few} profiles changed.")
    if before.get(RULED) != after.get(RULED):
        said.append("Who has met, or is kept together or apart, changed.")
    return said


@dataclass(frozen=True)
class RoundTold:
    """A round in the list: what it is, and how its rules differ from the program's."""

    round: Round
    differs: list[str]


def told_rounds(rounds: Iterable[Round], program: Program) -> list[RoundTold]:
    """Say of each round which rules it has that the program does not have."""
    return [RoundTold(each, differences(program.policy, each.policy)) for each in rounds]


@dataclass(frozen=True)
class Column:
    """A round beside others, in words that organisers may read."""

    round: Round
    bands: list[str]
    beside: list[Beside]
    waiting: int
    differs: list[str]
    change: Change | None


MOST_BESIDE = 4


def rounds_side_by_side(program: Program, chosen: Iterable[str]) -> list[Column]:
    """Return the chosen finished rounds, the oldest first; each of the later ones is compared with the oldest."""
    keys = [key for key in map(_key, chosen) if key is not None]
    done = program.rounds.filter(pk__in=keys, state=Round.State.DONE, origin=Round.Origin.ENGINE)
    found = list(done.annotate(waiting_count=Count("waiting")).order_by("requested_at")[:MOST_BESIDE])
    return [
        Column(
            round=each,
            bands=bands(each.headline, each.compared, shift=shift_of(each.input_hash)),
            beside=side_by_side(each.headline, each.compared, shift=shift_of(each.input_hash)),
            waiting=each.waiting_count,
            differs=differences(program.policy, each.policy),
            change=change_between(found[0], each) if each is not found[0] else None,
        )
        for each in found
    ]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class WaitingShown:
    """Somebody who waits, and the rule in the way in words."""

    place: Participation
    name: str
    why: str


def waiting_shown(round_: Round, *, names: Callable[[Participation], str]) -> list[WaitingShown]:
    """Return who waits, as `names` calls them and in that order: rules and competition, never gaps.

    Whether somebody waits may hang on what others would like to learn, so nobody is named before the pairs are shown.
    """
    if not round_.is_shown:
        return []
    waiting = round_.waiting.select_related("participation__person", "participation__program")
    shown = [WaitingShown(left.participation, names(left.participation), WHY[left.why]) for left in waiting]
    return sorted(shown, key=lambda left: left.name)


@dataclass(frozen=True)
class PartnerShown:
    """Somebody with whom one more place would do, as the reader may call them."""

    key: UUID
    name: str


@dataclass(frozen=True)
class WayShown:
    """What would free somebody, in a sentence."""

    sentence: str
    partners: list[PartnerShown]


def way_shown(way: Way, *, names: Callable[[Participation], str]) -> WayShown:
    """Put a way into words, people as `names` calls them. Raises LookupError where the policy has no such rule."""
    if way.is_place:
        shown = [PartnerShown(each.pk, names(each)) for each in way.partners.with_people()]
        partners = sorted(shown, key=lambda partner: partner.name)
        who = partners[0].name if len(partners) == 1 else "one of the people below"
        return WayShown(f"One more place with {who} would do. Only they can give it, in their own profile.", partners)
    if not way.field:
        return WayShown("No single change of a rule would do. More people on the other side would.", [])
    [rule] = (rule for rule in RULES if rule.field == way.field)
    return WayShown(f"This rule instead would do: {rule.said(way.value)}", [])
