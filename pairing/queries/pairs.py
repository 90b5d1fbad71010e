"""Reads of the pairs of a round, as organisers see them: nothing here follows from a gap or a private wish."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pairing.models import Proposal, Round, Ruling
from pairing.rules import KEPT, rules_on
from people.models import User
from profiles.models import Interest, Level
from programs.models import Participation, Side

# By which column a table of pairs may be sorted, and what its rows are sorted by then.
ORDERS = {
    "newcomer": "newcomer__person__name",
    "senior": "senior__person__name",
    "likes": "likes",
    "apart": "apart",
}
Names = Callable[[Participation], str]


@dataclass(frozen=True)
class PairShown:
    """What organisers see of one proposal.

    apart: how far apart the two are, in words. kept: each rule of the round with whether it could be checked.
    ruling: "together", "apart" or nothing. is_moved: whether somebody exchanged its senior by hand.
    """

    key: UUID
    newcomer: str
    senior: str
    newcomer_offers: str
    senior_offers: str
    apart: list[str]
    shared: str
    kept: list[tuple[str, bool]]
    ruling: str
    is_moved: bool

    @property
    def unknown(self) -> int:
        """How many rules could not be checked."""
        return sum(not is_known for _, is_known in self.kept)


def names_of(round_: Round, *, blind: bool) -> Names:
    """Return how people of a round are called: by name, or blind by a number that stays theirs in this round.

    The numbers follow keys drawn by lot, so they say nothing of the name, the team or when somebody came.
    """
    if not blind:
        return lambda place: place.person.name
    ids: set[tuple[str, UUID]] = {
        (side, pk) for side in Side for pk in round_.proposals.values_list(side.value, flat=True)
    }
    ids |= set(round_.waiting.values_list("participation__side", "participation"))
    numbers = {
        pk: number
        for side in Side
        for number, pk in enumerate(sorted(pk for its_side, pk in ids if its_side == side), start=1)
    }
    program = round_.program
    return lambda place: f"{program.label_of(place.side).capitalize()} {numbers.get(place.pk, 0)}"


def pairs_of(round_: Round, *, words: str = "", show: str = "", order: str = "newcomer", blind: bool = False) -> Any:
    """Choose and sort a round's proposals, none where its pairs are not shown.

    Blind, words look through what people offer, and names sort nothing.
    show: "together", "apart", "moved" or "likes" (something in common); order: a key of ORDERS, "-" before it for
    the other way round.
    """
    ruled = Ruling.objects.filter(newcomer=OuterRef("newcomer"), senior=OuterRef("senior"))
    moved = round_.swaps.filter(Q(one=OuterRef("pk")) | Q(other=OuterRef("pk")), undone_at=None)
    drafts = round_.proposals.all() if round_.is_shown else round_.proposals.none()
    chosen = drafts.annotate(
        ruling=Subquery(ruled.values("kind")[:1]),
        is_moved=Exists(moved),
        likes=_likes(),
        apart=F("senior__person__grade") - F("newcomer__person__grade"),
    )
    for word in words.split():
        chosen = chosen.filter(_holds(word, blind=blind)).distinct()
    if show in Ruling.Kind.values:
        chosen = chosen.filter(ruling=show)
    elif show == "moved":
        chosen = chosen.filter(is_moved=True)
    elif show == "likes":
        chosen = chosen.filter(likes__gt=0)
    key = order.removeprefix("-")
    field = F(f"{key}_id" if blind and key in set(Side) else ORDERS.get(key, ORDERS["newcomer"]))
    first = field.desc(nulls_last=True) if order.startswith("-") else field.asc(nulls_last=True)
    return chosen.order_by(first, "newcomer_id" if blind else "newcomer__person__name", "pk")


def _likes() -> Coalesce:
    """Count what both like."""
    same = Interest.objects.filter(person=OuterRef(OuterRef("newcomer__person")), name__iexact=OuterRef("name"))
    both = Interest.objects.filter(Exists(same), person=OuterRef("senior__person"))
    count = both.order_by().values("person").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


def _holds(word: str, *, blind: bool) -> Q:
    fields = ("skills_offered__skill__name",) if blind else ("name", "email", "team", "department")
    found = Q()
    for side, field in ((side, field) for side in Side for field in fields):
        found |= Q(**{f"{side}__person__{field}__icontains": word})
    return found


def with_whole_people(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Fetch what `pairs_shown` says of both."""
    whole = ["profile", "skills_offered__skill", "interests"]
    return proposals.select_related("newcomer__person", "senior__person").prefetch_related(
        *(f"{side}__person__{field}" for side in Side for field in whole)
    )


def pairs_shown(round_: Round, proposals: Iterable[Any], *, names: Names, blind: bool = False) -> list[PairShown]:
    """Return what organisers see of each proposal of `pairs_of`, fetched `with_whole_people`."""
    rules = rules_on(round_.policy)
    return [_shown(proposal, rules, names=names, blind=blind) for proposal in proposals]


def _shown(proposal: Any, rules: list[str], *, names: Names, blind: bool) -> PairShown:
    newcomer, senior = proposal.newcomer.person, proposal.senior.person
    liked = {interest.name.casefold() for interest in newcomer.interests.all()}
    return PairShown(
        proposal.pk,
        names(proposal.newcomer),
        names(proposal.senior),
        _offers_in_words(newcomer),
        _offers_in_words(senior),
        _apart(newcomer, senior, blind=blind),
        ", ".join(interest.name for interest in senior.interests.all() if interest.name.casefold() in liked),
        [(KEPT[rule][0], all(_is_known(person, KEPT[rule][1]) for person in (newcomer, senior))) for rule in rules],
        proposal.ruling or "",
        proposal.is_moved,
    )


def _apart(newcomer: User, senior: User, *, blind: bool) -> list[str]:
    apart = []
    if newcomer.grade is not None and senior.grade is not None:
        steps = abs(senior.grade - newcomer.grade)
        apart.append(f"{steps} {'grade' if steps == 1 else 'grades'} apart")
    if newcomer.department and senior.department:
        same = newcomer.department.casefold() == senior.department.casefold()
        named = f"both in {senior.department}" if same else f"{newcomer.department} and {senior.department}"
        apart.append(("same department" if same else "different departments") if blind else named)
    return apart


def _is_known(person: User, fields: Iterable[str]) -> bool:
    """Whether what a rule reads of a person is there; what is not never forbids."""
    profile = getattr(person, "profile", None)
    known = {
        "grade": person.grade is not None,
        "languages": bool(profile and profile.languages),
        "hours": bool(profile and profile.workdays),
    }
    return all(known.get(field, bool(getattr(person, field, ""))) for field in fields)


def _offers_in_words(person: User) -> str:
    return ", ".join(offer.skill.name for offer in person.skills_offered.all() if offer.level >= Level.BEGINNER)


def people_told(proposals: Iterable[Proposal]) -> list[Participation]:
    """Return everybody whom publishing these proposals tells, each once, by name."""
    places = {place.pk: place for place in chain.from_iterable((each.newcomer, each.senior) for each in proposals)}
    return sorted(places.values(), key=lambda place: (place.person.name, str(place.pk)))
