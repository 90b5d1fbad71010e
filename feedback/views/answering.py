"""Pages of whoever is asked: the same form signed in and by the link of a letter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from feedback import actions
from feedback.access import answer_link_door, request_door
from feedback.content import SHOWN
from feedback.forms import AnswerForm
from feedback.models import SurveyRequest
from feedback.queries import confidentiality_statement, content_for, version_of
from people.access import PersonRequest

SAID = {
    actions.AlreadyAnswered: "You have answered this one before. Your first answer stands.",
    actions.SurveyClosed: "This survey is closed. Nothing was stored.",
}


@request_door
def answer_survey(request: PersonRequest, asked: SurveyRequest) -> HttpResponse:
    """Ask somebody who is signed in."""
    return _answer(request, asked, "feedback/answer_survey.html")


@answer_link_door
def answer_by_link(request: HttpRequest, asked: SurveyRequest | None) -> HttpResponse:
    """Ask whoever holds the link of a letter, once."""
    if asked is None:
        return render(request, "feedback/answer_by_link.html", {"title": "This link no longer works"}, status=404)
    return _answer(request, asked, "feedback/answer_by_link.html")


def _answer(request: HttpRequest, asked: SurveyRequest, template: str) -> HttpResponse:
    """Show the form, or take the answer and say what became of it."""
    shown = request.POST.get(SHOWN, "")
    version = version_of(asked, int(shown) if shown.isdecimal() and len(shown) <= 5 else None)
    content = content_for(asked, version)
    form = AnswerForm(request.POST or None, content=content, number=version.number)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_survey(asked, content=content, taps=form.taps, words=form.words, now=timezone.now())
        except (actions.AlreadyAnswered, actions.SurveyClosed) as refusal:
            messages.info(request, SAID[type(refusal)])
        else:
            messages.info(request, "Your answer is kept. Thank you.")
        return redirect(request.path)
    return render(request, template, _shown(asked, form))


def _shown(asked: SurveyRequest, form: AnswerForm) -> dict[str, Any]:
    program = asked.survey.program
    return {
        "title": form.content.title,
        "asked": asked,
        "program": program,
        "form": form,
        "is_closed": asked.is_closed(timezone.now()),
        "is_early": timezone.now() < asked.asked_at,
        "statement": confidentiality_statement(program),
    }
