"""Reads of wishes: what a program takes, what people told, whom they may ask for."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from pairing.models import Proposal, Wishes, WishPolicy
from pairing.wishes import Wants
from programs.models import Participation, ParticipationQuerySet, Program, Side
from record.sealing import open_many

MOST_FOUND = 20
FIELDS = ("asks", "not_with", "likes")


@dataclass(frozen=True)
class Told:
    """One person's wishes in clear: people by their ids."""

    asks: tuple[UUID, ...] = ()
    not_with: tuple[UUID, ...] = ()
    likes: tuple[str, ...] = ()


def wish_policy(program: Program) -> WishPolicy:
    """Return what a program takes of its people's own input."""
    return WishPolicy.objects.filter(program=program).first() or WishPolicy(program=program)


def told_by(participations: Iterable[Participation]) -> dict[UUID, Told]:
    """Return participation id → wishes of everybody who told any, opened in one pass."""
    rows = list(Wishes.objects.filter(participation__in=participations).select_related("participation__data_key"))
    texts = {field: open_many(rows, field) for field in FIELDS}
    words = {row.pk: {field: json.loads(texts[field].get(row.pk, "[]")) for field in FIELDS} for row in rows}
    return {
        row.participation_id: Told(
            asks=tuple(map(UUID, words[row.pk]["asks"])),
            not_with=tuple(map(UUID, words[row.pk]["not_with"])),
            likes=tuple(words[row.pk]["likes"]),
        )
        for row in rows
    }


def wants_of(program: Program, places: Collection[Participation], number: Mapping[UUID, int]) -> dict[int, Wants]:
    """Return everybody's wishes as the engine's numbers, as far as the program takes them."""
    takes = wish_policy(program)
    persons = {place.pk: place.person_id for place in places}
    return {
        number[persons[place]]: Wants(
            asks=frozenset(number[who] for who in told.asks if takes.takes_asks and who in number),
            not_with=frozenset(number[who] for who in told.not_with if takes.takes_not_with and who in number),
            likes=frozenset(told.likes if takes.takes_likes else ()),
        )
        for place, told in told_by(places).items()
    }


def across(participation: Participation) -> ParticipationQuerySet:
    """Choose everybody who takes part on the other side."""
    there = Participation.objects.filter(program=participation.program_id).enrolled()
    return there.on(Side(participation.side).other).exclude(person=participation.person_id).select_related("person")


def found_across(participation: Participation, words: str) -> list[Participation]:
    """Return people on the other side whose name contains each word, by name; nobody without two letters."""
    if len(words.strip()) < 2:
        return []
    named = Q()
    for word in words.split():
        named &= Q(person__name__icontains=word)
    return list(across(participation).filter(named).order_by("person__name", "pk")[:MOST_FOUND])


def refused_in_private(proposals: Collection[Proposal]) -> list[tuple[Proposal, Side]]:
    """Return which side of which proposal has a private “not with” the other, so that its no can be given for it."""
    places = {place.pk: place for each in proposals for place in (each.newcomer, each.senior)}
    if not places or not wish_policy(next(iter(places.values())).program).takes_not_with:
        return []
    told = told_by(places.values())
    return [
        (proposal, side)
        for proposal in proposals
        for side in Side
        if proposal.place_of(side.other).person_id in told.get(proposal.place_of(side).pk, Told()).not_with
    ]
