"""The one door of feedback: the person who was asked."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from feedback.models import PulseRequest
from people.access import PersonRequest, View, marked


def pulse_door(view: View) -> View:
    """Fetch the pulse of `request_id` for the person asked; to everyone else, the partner included, there is none."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, request_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        pulse = get_object_or_404(PulseRequest.objects.of(request.user).with_people(), pk=request_id)
        return view(request, pulse, *args, **kwargs)

    return marked(guarded, "own pulse")
