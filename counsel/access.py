"""Doors of counsel: the one who asked, and the counsellor who was asked."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from counsel.models import TalkRequest
from people.access import PersonRequest, View, marked


def talk_door(view: View) -> View:
    """Fetch the request of `talk_id` for its two people; to everyone else, HR included, it does not exist."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, talk_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = TalkRequest.objects.of(request.user)
        if request.user.is_counsellor:
            mine |= TalkRequest.objects.filter(counsellor=request.user)
        talk = get_object_or_404(mine.select_related("asked_by", "counsellor", "program", "data_key"), pk=talk_id)
        return view(request, talk, *args, **kwargs)

    return marked(guarded, "own talk")
