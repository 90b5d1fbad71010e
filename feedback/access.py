"""Doors of feedback: the person who was asked, the link in their mail, and who writes the surveys of a program."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from feedback.models import OPEN_FOR, Survey, SurveyRequest
from outbox.links import BadLink, read
from people.access import PersonRequest, View, marked
from programs.access import ORGANISERS, program_door
from programs.models import Program

ANSWER = "answer a survey"


def request_door(view: View) -> View:
    """Fetch the request of `request_id` for the person asked; to everyone else, the partner included, there is none."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, request_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = get_object_or_404(SurveyRequest.objects.of(request.user).with_people(), pk=request_id)
        return view(request, asked, *args, **kwargs)

    return marked(guarded, "own survey")


def answer_link_door(view: View) -> View:
    """Read the link of `token` out of a letter; the view gets what was `asked`, None when the link is no good.

    It stands in for signing in and can do one thing: answer, once. It shows nothing that anybody answered.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            [key] = read(ANSWER, token, max_age=OPEN_FOR)
        except BadLink:
            return view(request, None, *args, **kwargs)
        here = SurveyRequest.objects.filter(participation__person__is_active=True).with_people()
        return view(request, here.filter(pk=key).first(), *args, **kwargs)

    return marked(guarded, "link to one survey")


def survey_door(view: View) -> View:
    """Fetch the survey of `survey_id` in the program of `program_id` for its organisers; the view gets `survey`."""

    @program_door(*ORGANISERS)
    @wraps(view)
    def guarded(request: PersonRequest, program: Program, survey_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        survey = get_object_or_404(Survey.objects.select_related("program"), program=program, pk=survey_id)
        return view(request, survey, *args, **kwargs)

    return marked(guarded, "program: a survey, for its organisers")
