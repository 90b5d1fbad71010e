"""Doors of counsel: the one who asked, the counsellor who was asked, and whoever counsels."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from counsel.models import CheckIn, Hour, TalkRequest
from people.access import PersonRequest, View, marked, role_door
from people.models import Role

_TALKS = ("asked_by", "counsellor", "program", "data_key", "suggested", "hour")


def talk_door(view: View) -> View:
    """Fetch the request of `talk_id` for its two people; to everyone else, HR included, it does not exist."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, talk_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = TalkRequest.objects.of(request.user)
        if request.user.is_counsellor:
            mine |= TalkRequest.objects.filter(counsellor=request.user)
        talk = get_object_or_404(mine.select_related(*_TALKS), pk=talk_id)
        return view(request, talk, *args, **kwargs)

    return marked(guarded, "own talk")


def asker_door(view: View) -> View:
    """Fetch the request of `talk_id` for the one who made it, and for nobody else."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, talk_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = TalkRequest.objects.of(request.user).select_related(*_TALKS)
        return view(request, get_object_or_404(mine, pk=talk_id), *args, **kwargs)

    return marked(guarded, "own talk, as the one who asked")


def counsellor_door(view: View) -> View:
    """Fetch the request of `talk_id` for its counsellor, and for nobody else."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, talk_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        theirs = TalkRequest.objects.filter(counsellor=request.user) if request.user.is_counsellor else None
        theirs = TalkRequest.objects.none() if theirs is None else theirs.select_related(*_TALKS)
        return view(request, get_object_or_404(theirs, pk=talk_id), *args, **kwargs)

    return marked(guarded, "own talk, as its counsellor")


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
