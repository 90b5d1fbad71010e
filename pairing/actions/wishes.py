"""Verbs of wishes: tell them, add what somebody would have liked better, say what a program takes."""

import json
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from pairing.models import Wishes, WishPolicy
from pairing.queries import Told, across, told_by
from programs.actions import NotOpen
from programs.models import Participation, Program
from record.sealing import seal


class TooManyWishes(Exception):
    """More people are named than a program takes."""


@transaction.atomic
def tell_wishes(
    participation: Participation, *, asks: Sequence[UUID], not_with: Sequence[UUID], likes: Sequence[str]
) -> None:
    """Replace what a person asks for themselves, all of it sealed.

    Whoever is not on the other side, or is named in both lists, stays out of the asks. Raises NotOpen and
    TooManyWishes.
    """
    program = Program.objects.get(pk=participation.program_id)
    if not program.is_open or not participation.is_enrolled:
        raise NotOpen
    if len(asks) > Wishes.MOST_ASKS or len(not_with) > Wishes.MOST_NOT_WITH:
        raise TooManyWishes
    there = set(across(participation).values_list("person", flat=True))
    kept_away = [who for who in dict.fromkeys(not_with) if who in there]
    asked = [who for who in dict.fromkeys(asks) if who in there and who not in kept_away]
    _keep(participation, Told(tuple(asked), tuple(kept_away), tuple(dict.fromkeys(likes))))


def add_wishes(participation: Participation, *, likes: Collection[str] = (), not_with: UUID | None = None) -> None:
    """Add to what a person told before; call it in a transaction."""
    if not likes and not_with is None:
        return
    before = told_by([participation]).get(participation.pk, Told())
    away = dict.fromkeys([*before.not_with, *([not_with] if not_with else [])])
    _keep(participation, Told(before.asks, tuple(away), tuple(dict.fromkeys([*before.likes, *likes]))))


@transaction.atomic
def set_wish_policy(program: Program, *, asks: str, takes_not_with: bool, takes_likes: bool) -> WishPolicy:
    """Say what a program takes of its people's own input, from the next round on."""
    policy, _ = WishPolicy.objects.update_or_create(
        program=program, defaults={"asks": asks, "takes_not_with": takes_not_with, "takes_likes": takes_likes}
    )
    return policy


def _keep(participation: Participation, told: Told) -> None:
    """Seal and store; every field is written, also an empty one, so that what is there tells nothing."""
    row = Wishes.objects.select_for_update().filter(participation=participation).first()
    row = row or Wishes(participation=participation)
    seal(
        row,
        asks=json.dumps([str(who) for who in told.asks]),
        not_with=json.dumps([str(who) for who in told.not_with]),
        likes=json.dumps(list(told.likes)),
    ).save()
