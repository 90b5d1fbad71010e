"""Doors of insights: leaders read figures, organisers prepare them, everybody reads what was done about them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404

from people.access import PersonRequest, View, marked, role_door
from people.models import Role
from programs.access import COORDINATOR, COUNSELLOR, HR_ADMIN, INVITED, ORGANISERS, PARTICIPANT, SPONSOR, program_door
from programs.models import Program


def _takes_only(*known: str) -> Callable[[View], View]:
    """Refuse query parameters nobody declared: a release has no filters, and what looks like one gets no answer."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if set(request.GET) - set(known):
                return HttpResponseBadRequest("Figures take no such parameter: a release is the same for everyone.")
            return view(request, *args, **kwargs)

        return checked

    return decorate


def figures_door(view: View) -> View:
    """Fetch the program of `program_id` for its leaders; the view gets `program`. No query parameters."""
    return marked(program_door(HR_ADMIN, COORDINATOR, SPONSOR)(_takes_only()(view)), "program: leaders")


def release_door(view: View) -> View:
    """Fetch the finished release `number` of the program of `program_id` for its leaders; the view gets `release`."""

    @wraps(view)
    def guarded(request: PersonRequest, program: Program, number: int, *args: Any, **kwargs: Any) -> HttpResponse:
        release = get_object_or_404(program.releases.done(), number=number)
        release.program = program
        return view(request, release, *args, **kwargs)

    return figures_door(guarded)


def leaders_door(*known: str) -> Callable[[View], View]:
    """Open to whoever may lead a program, with the `known` query parameters; the view shows only programs they do."""

    def decorate(view: View) -> View:
        return role_door(Role.Name.HR_ADMIN, Role.Name.COORDINATOR, Role.Name.SPONSOR)(_takes_only(*known)(view))

    return decorate


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
