"""Doors of insights: leaders read, organisers prepare."""

from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBadRequest

from people.access import PersonRequest, View, marked
from programs.access import COORDINATOR, HR_ADMIN, SPONSOR, program_door
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
