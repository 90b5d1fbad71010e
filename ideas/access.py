"""Doors of ideas: everyone reads a released one, its pair alone reads a draft."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from ideas.models import Idea
from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest, View, marked
from people.models import User
from programs.access import ORGANISERS, roles_with


def organises(idea: Idea, person: User) -> bool:
    """Whether the person organises the idea's program."""
    return bool(roles_with(idea.program, person, None) & set(ORGANISERS))


def can_take(idea: Idea, person: User) -> bool:
    """Whether the person may name who answers: the program's organisers, until it is answered."""
    return organises(idea, person) and not idea.is_answered


def can_answer(idea: Idea, person: User) -> bool:
    """Whether the person is the one who answers."""
    return idea.owner_id == person.pk


def _released_door(door: str, may: Callable[[Idea, User], bool]) -> Callable[[View], View]:
    """Fetch the released idea of `idea_id` for whoever `may`; a draft does not exist here."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: PersonRequest, idea_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            idea = get_object_or_404(Idea.objects.released().with_people(), pk=idea_id)
            if not may(idea, request.user):
                raise PermissionDenied
            return view(request, idea, *args, **kwargs)

        return marked(guarded, door)

    return decorate


idea_door = _released_door("signed in: released idea", lambda _idea, _person: True)
organiser_door = _released_door("idea: HR admin, coordinator", organises)
owner_door = _released_door("idea: owner", can_answer)


def pair_idea_door(view: View) -> View:
    """Fetch the idea of `idea_id` through its pair, for either of the two; the view gets `idea`."""

    @wraps(view)
    @pair_door
    def guarded(request: PersonRequest, pair: Pair, idea_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        idea = get_object_or_404(pair.ideas.all(), pk=idea_id)
        idea.pair = pair
        return view(request, idea, *args, **kwargs)

    return marked(guarded, "own pair: idea")
