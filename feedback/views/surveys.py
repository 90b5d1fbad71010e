"""Pages of the organisers: which surveys a program has, when each is sent, and where new ones come from."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from feedback import actions
from feedback.access import survey_door
from feedback.content import USUAL_SCALE, Content, Faulty, Item, Kind, numbered
from feedback.data.packs import BY_KEY, PACKS
from feedback.forms import AddForm, FileForm, PlanForm
from feedback.models import Survey
from feedback.moments import Moment
from feedback.queries import confidentiality_statement, file_of, surveys_of, written_of
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.models import Program

FULL = "This program has as many surveys as it may have. Take one out first."


@program_door(*ORGANISERS)
def surveys(request: PersonRequest, program: Program) -> HttpResponse:
    """List what is asked and when, and what else may be asked."""
    if not program.surveys.exists():
        actions.furnish(program, now=timezone.now())
    written = surveys_of(program)
    here = {each.survey.pack for each in written}
    context = {
        "program": program,
        "written": written,
        "packs": [pack for pack in PACKS if not (pack.is_usual and pack.key in here)],
        "form": FileForm(),
        "statement": confidentiality_statement(program),
    }
    return render(request, "feedback/surveys.html", context)


@program_door(*ORGANISERS)
def add_survey(request: PersonRequest, program: Program) -> HttpResponse:
    """Begin a survey of one's own."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        empty = Content(form.cleaned_data["title"], "", ())
        text = form.cleaned_data["question"]
        first = Item(empty.new_key(text), Kind.SCALE, text, numbered(USUAL_SCALE), is_required=True)
        return _added(request, program, actions.add_survey, content=empty.with_item(first), moment=Moment.MID, days=0)
    return render(request, "feedback/add_survey.html", {"program": program, "form": form})


@program_door(*ORGANISERS)
@require_POST
def load_pack(request: PersonRequest, program: Program) -> HttpResponse:
    """Add one of the surveys that ship."""
    pack = request.POST.get("pack", "")
    if pack not in BY_KEY:
        raise Http404
    return _added(request, program, actions.load_pack, pack=pack)


@program_door(*ORGANISERS)
def import_survey(request: PersonRequest, program: Program) -> HttpResponse:
    """Add the survey of a file."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, program, actions.import_survey, text=form.cleaned_data["file"])
        except Faulty as fault:
            form.add_error("file", f"{fault} Nothing was added.")
    return render(request, "feedback/import_survey.html", {"program": program, "form": form})


def _added(request: PersonRequest, program: Program, verb: Callable[..., Survey], **values: Any) -> HttpResponse:
    try:
        survey = verb(program, now=timezone.now(), **values)
    except actions.TooMany:
        messages.warning(request, FULL)
        return redirect("feedback:surveys", program_id=program.pk)
    messages.info(request, f"“{survey.title}” is a draft now. Nobody is asked until you use it and switch it on.")
    return redirect("feedback:survey", program_id=program.pk, survey_id=survey.pk)


@survey_door
@require_POST
def copy_survey(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Add the same survey once more."""
    content = written_of(survey).newest.read()
    return _added(request, survey.program, lambda _, **values: actions.copy_survey(survey, content=content, **values))


@survey_door
def plan_survey(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Set when it is sent, and whether."""
    form = PlanForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_survey(survey, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.NoDraft:
            form.add_error("is_on", "Use its draft first: there is nothing yet that people could be asked.")
        except actions.AlreadyAsked:
            form.add_error("moment", "People were asked already, so its moment stays. Copy it to ask at another.")
        else:
            messages.info(request, "The plan is kept. It holds for what comes from now on.")
            return redirect("feedback:surveys", program_id=survey.program_id)
    return render(request, "feedback/plan_survey.html", {"program": survey.program, "survey": survey, "form": form})


@survey_door
@require_POST
def use_survey(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Ask the draft from now on."""
    revision = request.POST.get("revision", "")
    try:
        actions.use_survey(survey, revision=int(revision) if revision.isdecimal() else -1, now=timezone.now())
    except actions.WrittenMeanwhile:
        messages.warning(request, "Somebody else has changed this draft since. Look at it once more, then use it.")
    except actions.NoDraft:
        messages.info(request, "There is no draft. What you see is in use already.")
    else:
        messages.info(request, "This is what people are asked from now on. Answers given before stay with theirs.")
    return redirect("feedback:survey", program_id=survey.program_id, survey_id=survey.pk)


@survey_door
@require_POST
def drop_draft(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Go back to the version in use."""
    try:
        actions.drop_draft(survey)
    except actions.NoDraft:
        messages.info(request, "There is no draft beside what is in use.")
    else:
        messages.info(request, "The draft is gone. What is in use was never changed.")
    return redirect("feedback:survey", program_id=survey.program_id, survey_id=survey.pk)


@survey_door
def remove_survey(request: PersonRequest, survey: Survey) -> HttpResponse:
    """Ask whether to take it out, and take it out."""
    if request.method == "POST":
        try:
            actions.remove_survey(survey)
        except actions.AlreadyAsked:
            messages.warning(request, "People were asked this survey, so it stays. You can switch it off.")
        else:
            messages.info(request, f"“{survey.title}” is taken out.")
        return redirect("feedback:surveys", program_id=survey.program_id)
    return render(request, "feedback/remove_survey.html", {"program": survey.program, "survey": survey})


@survey_door
def export_survey(request: PersonRequest, survey: Survey) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Return the survey as a file."""
    told = file_of(survey, written_of(survey).newest.read())
    response = HttpResponse(json.dumps(told, indent=2, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{survey.key}.survey.json"'
    return response
