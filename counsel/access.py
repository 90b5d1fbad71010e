"""Doors of counsel: the one who asked, the counsellor who was asked, and whoever counsels."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from counsel.models import CheckIn, Hour, TalkRequest, TalkRequestQuerySet
from people.access import PersonRequest, View, marked, role_door
from people.models import Role, User

_TALKS = ("asked_by", "counsellor", "program", "data_key", "suggested", "hour")


def _door_of_talks(talks_of: Callable[[User], TalkRequestQuerySet], name: str) -> Callable[[View], View]:
    """Make a door that fetches the request of `talk_id` among the reader's; to everyone else it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: PersonRequest, talk_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            talk = get_object_or_404(talks_of(request.user).select_related(*_TALKS), pk=talk_id)
            return view(request, talk, *args, **kwargs)

        return marked(guarded, name)

    return decorate


def _heard_by(person: User) -> TalkRequestQuerySet:
    return TalkRequest.objects.filter(counsellor=person) if person.is_counsellor else TalkRequest.objects.none()


talk_door = _door_of_talks(lambda person: TalkRequest.objects.of(person) | _heard_by(person), "own talk")
asker_door = _door_of_talks(TalkRequest.objects.of, "own talk, as the one who asked")
counsellor_door = _door_of_talks(_heard_by, "own talk, as its counsellor")


def hour_door(view: View) -> View:
    """Fetch the hour of `hour_id` for the counsellor who offers it."""

    @role_door(Role.Name.COUNSELLOR)
    @wraps(view)
    def guarded(request: PersonRequest, hour_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(Hour.objects.of(request.user), pk=hour_id), *args, **kwargs)

    return marked(guarded, "role: counsellor, own hour")


def check_in_door(view: View) -> View:
    """Fetch the check-in of `check_in_id` for the counsellor whose task it is."""

    @role_door(Role.Name.COUNSELLOR)
    @wraps(view)
    def guarded(request: PersonRequest, check_in_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(CheckIn.objects.of(request.user), pk=check_in_id), *args, **kwargs)

    return marked(guarded, "role: counsellor, own check-in")
