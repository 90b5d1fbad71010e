"""Doors of insights: leaders read figures, organisers prepare them, everybody reads what was done about them."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404

from people.access import PersonRequest, View, marked
from programs.access import COORDINATOR, COUNSELLOR, HR_ADMIN, INVITED, ORGANISERS, PARTICIPANT, SPONSOR, program_door
from programs.models import Program


def figures_door(view: View) -> View:
    """Fetch the program for its leaders; a release has no filters, so any query parameter is a bad request."""

    @wraps(view)
    @program_door(HR_ADMIN, COORDINATOR, SPONSOR)
    def guarded(request: PersonRequest, program: Program, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET:
            return HttpResponseBadRequest("Figures take no parameters: a release is the same for everyone.")
        return view(request, program, *args, **kwargs)

    return marked(guarded, "program: leaders")


# Everybody in a program, not those who only happen to be allowed to join it.
everybody_in = program_door(HR_ADMIN, COORDINATOR, SPONSOR, COUNSELLOR, PARTICIPANT, INVITED)


def reply_door(view: View) -> View:
    """Fetch the reply of `reply_id` in the program of `program_id` for its organisers; the view gets `reply`."""

    @wraps(view)
    @program_door(*ORGANISERS)
    def guarded(request: PersonRequest, program: Program, reply_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        reply = get_object_or_404(program.replies.select_related("release"), pk=reply_id)
        reply.program = program
        return view(request, reply, *args, **kwargs)

    return marked(guarded, "program: a reply, for its organisers")
