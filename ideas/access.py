"""Doors of ideas: everyone reads a released one, its pair alone reads a draft."""

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


def can_take(idea: Idea, person: User) -> bool:
    """Whether the person may name who answers: HR admins and the program's coordinator, until it is answered."""
    return not idea.is_answered and bool(roles_with(idea.program, person, None) & set(ORGANISERS))


def can_answer(idea: Idea, person: User) -> bool:
    """Whether the person is the one who answers."""
    return idea.owner_id == person.pk


def _released(idea_id: UUID) -> Idea:
    return get_object_or_404(Idea.objects.released().with_people(), pk=idea_id)


def idea_door(view: View) -> View:
    """Fetch the released idea of `idea_id` for anyone signed in; a draft does not exist here."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, idea_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, _released(idea_id), *args, **kwargs)

    return marked(guarded, "signed in: released idea")


def organiser_door(view: View) -> View:
    """Fetch the released idea of `idea_id` for HR admins and its program's coordinator."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, idea_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        idea = _released(idea_id)
        if not request.user.is_hr_admin and idea.program.coordinator_id != request.user.pk:
            raise PermissionDenied
        return view(request, idea, *args, **kwargs)

    return marked(guarded, "idea: HR admin, coordinator")


def owner_door(view: View) -> View:
    """Fetch the released idea of `idea_id` for the one who was named to answer it."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, idea_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        idea = _released(idea_id)
        if not can_answer(idea, request.user):
            raise PermissionDenied
        return view(request, idea, *args, **kwargs)

    return marked(guarded, "idea: owner")


def pair_idea_door(view: View) -> View:
    """Fetch the idea of `idea_id` through its pair, for either of the two; the view gets `idea`."""

    @wraps(view)
    @pair_door
    def guarded(request: PersonRequest, pair: Pair, idea_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        idea = get_object_or_404(pair.ideas.all(), pk=idea_id)
        idea.pair = pair
        return view(request, idea, *args, **kwargs)

    return marked(guarded, "own pair: idea")
