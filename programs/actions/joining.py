"""Verbs of taking part: join, wait for an answer or a place, leave; and the places a person has for partners."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, When

from outbox.actions import post_all
from people.models import User
from programs.actions.held import NotOpen, locked
from programs.models import Participation, Program, Side
from record.keys import create_data_key

State = Participation.State


class AlreadyEnrolled(Exception):
    """The person takes part or has asked to already, or was declined; nothing was changed."""


class NotInvited(Exception):
    """The program is for invited people, and this person is not among them."""


class NoPlaceLeft(Exception):
    """The person has as many partners as they can take."""


@transaction.atomic
def enrol(participation: Participation, *, side: str, capacity: int, now: datetime) -> Participation:
    """Say yes to a side with room for `capacity` partners, 1 to 3; who left may come back.

    Where the program looks at each request, the yes waits for its answer; where the side is full, for a place.
    Raises NotOpen and AlreadyEnrolled.
    """
    program = locked(participation.program)
    if not program.is_open:
        raise NotOpen
    state = State.ASKED if program.approves_joining else _state_on(program, side)
    said_yes = Participation.objects.filter(pk=participation.pk, state__in=[State.INVITED, State.LEFT]).update(
        state=state,
        side=side,
        capacity=capacity,
        asked_at=now,
        enrolled_at=now if state == State.ENROLLED else None,
        left_at=None,
        oriented_at=Case(When(side=side, then=F("oriented_at"))),
    )
    if not said_yes:
        raise AlreadyEnrolled
    participation.refresh_from_db()
    return participation


def _state_on(program: Program, side: str) -> Participation.State:
    """Return what a yes to a side becomes now: nobody passes those who wait."""
    most = program.places_on(side)
    if most is None:
        return State.ENROLLED
    before = program.participations.on(side).filter(state__in=[State.ENROLLED, State.WAITING]).count()
    return State.ENROLLED if before < most else State.WAITING


@transaction.atomic
def join(program: Program, *, person: User, side: str, capacity: int, now: datetime) -> Participation:
    """Enrol a person who was invited, or anyone where the program lets anyone in; raises NotInvited beside enrol's."""
    program = locked(program)
    participation = Participation.objects.of(person).filter(program=program).first()
    if participation is None:
        if program.entry != Program.Entry.ANYONE:
            raise NotInvited
        participation = Participation.objects.create(
            program=program, person=person, data_key=create_data_key(now=now), invited_at=now
        )
    return enrol(participation, side=side, capacity=capacity, now=now)


@transaction.atomic
def admit(program: Program, *, chosen: Collection[UUID], now: datetime) -> tuple[int, int]:
    """Say yes to requests, also to those declined before; return how many take part now and how many wait for a place.

    Who asked first comes first. Each is told by mail. Raises NotOpen.
    """
    program = locked(program)
    if not program.is_open:
        raise NotOpen
    asking = program.participations.filter(
        pk__in=chosen, state__in=[State.ASKED, State.DECLINED], person__is_active=True
    )
    admitted: dict[State, list[Participation]] = {State.ENROLLED: [], State.WAITING: []}
    for each in asking.in_line().with_people():
        each.state = _state_on(program, each.side)
        each.enrolled_at = now if each.is_enrolled else None
        each.save(update_fields=["state", "enrolled_at"])
        admitted[State(each.state)].append(each)
    _tell("joined", admitted[State.ENROLLED], now=now)
    _tell("place_awaited", admitted[State.WAITING], now=now)
    return len(admitted[State.ENROLLED]), len(admitted[State.WAITING])


@transaction.atomic
def decline(program: Program, *, chosen: Collection[UUID], now: datetime) -> int:
    """Say that there is no place this time, without a reason; return to how many. A second time changes nothing."""
    asking = program.participations.filter(pk__in=chosen, state=State.ASKED).select_for_update(of=("self",))
    declined = list(asking.with_people())
    Participation.objects.filter(pk__in=[each.pk for each in declined]).update(state=State.DECLINED)
    _tell("request_declined", declined, now=now)
    return len(declined)


def move_up(*, now: datetime) -> int:
    """Give the places that have become free to those who wait longest, and tell them; return to how many."""
    waiting = Participation.objects.filter(state=State.WAITING, program__paused_at__isnull=True)
    programs = Program.objects.running().filter(pk__in=waiting.values("program"))
    return sum(_move_up(program, side=side, now=now) for program in programs for side in Side)


@transaction.atomic
def _move_up(program: Program, *, side: str, now: datetime) -> int:
    program = locked(program)
    most = program.places_on(side)
    free = None if most is None else max(0, most - program.participations.on(side).enrolled().count())
    waiting = program.participations.on(side).filter(state=State.WAITING, person__is_active=True)
    next_ones = list(waiting.in_line().with_people()[:free])
    Participation.objects.filter(pk__in=[each.pk for each in next_ones]).update(state=State.ENROLLED, enrolled_at=now)
    _tell("joined", next_ones, now=now)
    return len(next_ones)


def _tell(kind: str, participations: Iterable[Participation], *, now: datetime) -> None:
    """Post one kind of letter to each; a person who asks again later is told again."""
    post_all(kind, [(each.person, f"{each.pk}:{each.asked_at}", each.pk) for each in participations], now=now)


def leave(participation: Participation, *, now: datetime) -> None:
    """Take no part any more, without a reason; a second time changes nothing.

    Pairs are ended by the verb above, `pairing.actions.withdraw`, which calls this one.
    """
    Participation.objects.filter(pk=participation.pk).exclude(state=State.LEFT).update(
        state=State.LEFT, left_at=now, paused_at=None, paused_until=None, is_looking=True
    )


def take_place(participation: Participation) -> None:
    """Take one of the person's places for a partner; raises NoPlaceLeft, also in a race."""
    taken = (
        Participation.objects.enrolled()
        .with_places()
        .filter(pk=participation.pk)
        .update(places_taken=F("places_taken") + 1)
    )
    if not taken:
        raise NoPlaceLeft


def free_place(participation: Participation) -> None:
    """Give a place back; with none taken nothing changes."""
    Participation.objects.filter(pk=participation.pk, places_taken__gt=0).update(places_taken=F("places_taken") - 1)
