"""Pages of the organisers: one survey, its questions, and how it looks on a phone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from feedback import actions
from feedback.access import survey_door
from feedback.content import NEW, Content, Faulty
from feedback.data.packs import BY_KEY
from feedback.forms import AnswerForm, ItemForm, MoveForm, WordsForm
from feedback.models import Survey
from feedback.queries import confidentiality_statement, written_of
from people.access import PersonRequest
from programs.models import Side

# The page of an answer inside a page of ours; nothing can be sent out of it.
FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "frame-ancestors 'self'; form-action 'none'; base-uri 'none'"
)
MEANWHILE = "Somebody else has changed this survey since you opened it. Nothing was overwritten; look at it once more."


@survey_door
def survey(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Show what a survey asks, in order, with all that can be done to it."""
    written = written_of(survey)
    pack = BY_KEY.get(survey.pack)
    context = {
        "program": survey.program,
        "survey": survey,
        "written": written,
        "content": written.newest.read(),
        "source": pack.source if pack else "",
        "is_asked": survey.requests.exists(),
    }
    return render(request, "feedback/survey.html", context)


@survey_door
def edit_survey(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Change its title and the sentence below."""
    content = written_of(survey).newest.read()
    now = {"revision": survey.revision, "title": content.title, "intro": content.intro}
    form = WordsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        done = _changed(survey, form, lambda was: replace(was, title=told["title"], intro=told["intro"]))
        if done:
            return done
    return render(request, "feedback/edit_survey.html", {"program": survey.program, "survey": survey, "form": form})


@survey_door
def write_item(request: PersonRequest, survey: Survey, item: str) -> HttpResponse:
    """Write a question or a section's heading, new or known."""
    content = written_of(survey).newest.read()
    known = content.item(item)
    if known is None and item != NEW:
        raise Http404
    form = ItemForm(
        request.POST or None, program=survey.program, item=known, initial={"revision": survey.revision, "kind": "scale"}
    )
    if request.method == "POST" and form.is_valid():
        made = form.made(known.key if known else content.new_key(form.cleaned_data["text"]))
        done = _changed(survey, form, lambda was: was.with_item(made), anchor=made.key)
        if done:
            return done
    context = {"program": survey.program, "survey": survey, "form": form, "item": known}
    return render(request, "feedback/write_item.html", context)


def _changed(survey: Survey, form: Any, change: Callable[[Content], Content], anchor: str = "") -> HttpResponse | None:
    """Change the draft and lead back to it; None, with the reason in the form, where it could not be."""
    try:
        actions.edit_draft(survey, revision=form.cleaned_data["revision"], change=change)
    except actions.WrittenMeanwhile:
        form.add_error(None, MEANWHILE)
        form.data = {**form.data.dict(), "revision": Survey.objects.get(pk=survey.pk).revision}
    except Faulty as fault:
        form.add_error(None, f"{fault} Nothing was changed.")
    else:
        return _back_to(survey, anchor)
    return None


def _back_to(survey: Survey, anchor: str = "") -> HttpResponse:
    response = redirect("feedback:survey", program_id=survey.program_id, survey_id=survey.pk)
    response["Location"] += f"#item-{anchor}" if anchor else ""
    return response


@survey_door
@require_POST
def move_item(request: PersonRequest, survey: Survey, item: str) -> HttpResponse:
    """Let an item change places with its neighbour."""
    form = MoveForm(request.POST)
    if form.is_valid():
        up = form.cleaned_data["direction"] == "up"
        if _changed(survey, form, lambda was: was.moved(item, up=up)) is None:
            messages.warning(request, MEANWHILE)
    return _back_to(survey, item)


@survey_door
@require_POST
def remove_item(request: PersonRequest, survey: Survey, item: str) -> HttpResponse:
    """Take an item out of the draft."""
    form = MoveForm({**request.POST.dict(), "direction": "up"})
    if form.is_valid() and _changed(survey, form, lambda was: was.without(item)) is None:
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    return _back_to(survey)


@survey_door
def preview_survey(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Show it as a phone does, for each side."""
    context = {"program": survey.program, "survey": survey, "written": written_of(survey), "sides": _sides(survey)}
    return render(request, "feedback/preview_survey.html", context)


def _sides(survey: Survey) -> list[tuple[str, str]]:
    """Return (side, label): one where both sides are asked the same."""
    content = written_of(survey).newest.read()
    sides = [(side.value, survey.program.label_of(side)) for side in Side]
    return sides if any(item.side for item in content.items) else [(Side.NEWCOMER.value, "both sides")]


@survey_door
def preview_frame(request: PersonRequest, survey: Survey, side: str) -> HttpResponse:
    """Draw what stands in the phone: the page of an answer, which keeps nothing."""
    if side not in set(Side):
        raise Http404
    newest = written_of(survey).newest
    form = AnswerForm(content=newest.read().of_side(side), number=newest.number)
    statement = confidentiality_statement(survey.program)
    context = {"title": form.content.title, "program": survey.program, "form": form, "statement": statement}
    page = render(request, "feedback/preview_frame.html", context)
    page.headers["Content-Security-Policy"] = FRAME_POLICY
    return page
