"""Pages of setting a program up: its steps, what people will see, its history, its copy and its file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from people.access import PersonRequest, role_door
from people.models import Role
from programs import actions, files
from programs.access import ORGANISERS, program_door
from programs.data.shipped import TEMPLATES
from programs.forms import BY_STEP, START, STEPS, ImportForm, ProgramForm, begun, differing, draft_of
from programs.models import Program
from programs.parts import Faulty, shown_by, touched_by
from programs.queries import history_of
from programs.views.orientations import while_it_runs

MEANWHILE = (
    "Somebody else has changed this since you opened it, and nothing was overwritten. Your words are in the form, "
    "theirs below it. Keep yours only if they should replace theirs."
)


@role_door(Role.Name.HR_ADMIN)
def choose_template(request: PersonRequest) -> HttpResponse:
    """Show the templates to begin a program with, and the programs that can be copied."""
    past = Program.objects.order_by("-created_at")[:12]
    return render(request, "programs/choose_template.html", {"templates": TEMPLATES, "past": past})


@role_door(Role.Name.HR_ADMIN)
def create_program(request: PersonRequest, template: str) -> HttpResponse:
    """Make a draft out of a template: its name, its first day and who stands for it; the rest can wait."""
    shipped = next((each for each in TEMPLATES if each.key == template), None)
    if shipped is None:
        raise Http404
    draft = draft_of(shipped, today=timezone.localdate(), coordinator=request.user)
    form = ProgramForm(request.POST or None, instance=draft, step=START, label="Begin the draft")
    if request.method == "POST" and form.is_valid():
        fresh = draft_of(shipped, today=timezone.localdate(), coordinator=request.user)
        values = begun(fresh, form.values())
        made = actions.create_program(template=template, values=values, outcome={}, by=request.user, now=timezone.now())
        messages.info(request, f"{made.name} is a draft. Nobody is told before you open it.")
        return redirect("programs:edit_step", program_id=made.pk, step=STEPS[0].key)
    return render(request, "programs/create_program.html", {"form": form, "template": shipped})


@program_door(*ORGANISERS)
@while_it_runs
def edit_program(request: PersonRequest, program: Program) -> HttpResponse:
    """List everything that can be set for a program, each with the page that sets it."""
    return render(request, "programs/edit_program.html", {"program": program, "steps": STEPS})


@program_door(*ORGANISERS)
@while_it_runs
def edit_step(request: PersonRequest, program: Program, step: str) -> HttpResponse:
    """Set one step; while the program runs, what the change touches is said before it holds."""
    found = BY_STEP.get(step)
    if found is None:
        raise Http404
    name, label = program.name, "Continue" if program.is_draft else "Keep these changes"
    form = _form_of(program, step, data=request.POST or None)
    context: dict[str, Any] = {"form": form, "program": program, "name": name, "step": found, "label": label}
    if request.method == "POST" and form.is_valid():
        touched = touched_by(program, form.changed_settings) if "sure" not in request.POST else []
        if not touched:
            answer = _keep(request, program, form)
            if answer is not None:
                return answer
            theirs = _form_of(Program.objects.get(pk=program.pk), step)
            context["theirs"] = differing(form, theirs)
            form.data = request.POST.copy()
            form.data["seen"] = theirs.initial["seen"]
            form.add_error(None, MEANWHILE)
        context["touched"] = touched
    at = STEPS.index(found)
    context |= {"number": at + 1, "total": len(STEPS), "before": STEPS[at - 1].key if at else ""}
    context["shown"] = shown_by(Program.objects.select_related("counsellor", "coordinator").get(pk=program.pk))
    return render(request, "programs/edit_step.html", context)


def _form_of(program: Program, step: str, *, data: Any = None) -> ProgramForm:
    """Return the form of a step; a draft without an outcome begins with that of its template."""
    shipped = next((each.outcome for each in TEMPLATES if each.key == program.template), None)
    outcome = program.outcomes.order_by("pk").first() or (shipped if program.is_draft else None)
    return ProgramForm(data, instance=program, step=BY_STEP[step], outcome=outcome, label="")


def _keep(request: PersonRequest, program: Program, form: ProgramForm) -> HttpResponse | None:
    """Keep a step and go on; None where somebody else has changed it meanwhile."""
    told = {"values": form.values(), "outcome": form.outcome()}
    seen = {"names": form.step.settings, "seen": form.cleaned_data["seen"]}
    try:
        actions.keep_history(
            program, actions.edit_program, program, by=request.user, now=timezone.now(), **told, **seen
        )
    except actions.ChangedMeanwhile:
        return None
    at = STEPS.index(form.step) + 1
    if program.is_draft and at < len(STEPS):
        return redirect("programs:edit_step", program_id=program.pk, step=STEPS[at].key)
    messages.info(request, f"“{form.step.title}” is kept.")
    return redirect("programs:edit_program", program_id=program.pk)


@program_door(*ORGANISERS)
def preview_program(request: PersonRequest, program: Program) -> HttpResponse:
    """Show what a participant will see, with what the form of a step holds; nothing is kept."""
    name, step = program.name, request.POST.get("step", "")
    if step in BY_STEP:
        _form_of(program, step, data=request.POST).is_valid()
    context = {"program": program, "name": name, "shown": shown_by(program)}
    return render(request, "programs/_preview.html" if request.htmx else "programs/preview_program.html", context)


@program_door(*ORGANISERS)
def history(request: PersonRequest, program: Program) -> HttpResponse:
    """Tell who changed what, and when."""
    return render(request, "programs/history.html", {"program": program, "told": history_of(program)})


@program_door(*ORGANISERS)
@require_POST
@while_it_runs
def undo_change(request: PersonRequest, program: Program, change_id: UUID) -> HttpResponse:
    """Take one change back."""
    change = get_object_or_404(program.changes, pk=change_id)
    try:
        actions.undo_change(change, by=request.user, now=timezone.now())
    except actions.CannotUndo as why:
        messages.warning(request, f"Nothing was changed. {why}")
    else:
        messages.info(request, "It stands again as it stood before.")
    return redirect("programs:history", program_id=program.pk)


@role_door(Role.Name.HR_ADMIN)
def duplicate_program(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """Begin a draft with everything that is set for another program, without its people."""
    program = get_object_or_404(Program, pk=program_id)
    draft = Program(
        name=f"{program.name[:100]} (copy)",
        starts_on=timezone.localdate(),
        coordinator_id=program.coordinator_id,
        sponsor_id=program.sponsor_id,
        counsellor_id=program.counsellor_id,
    )
    form = ProgramForm(request.POST or None, instance=draft, step=START, label="Begin the draft")
    del form.fields["is_pilot"]
    form.helper.layout.fields.remove("is_pilot")
    if request.method == "POST" and form.is_valid():
        settings = {name: value for share in files.travelling(program).values() for name, value in share.items()}
        values = form.values()
        values["ends_on"] = values["starts_on"] + (program.ends_on - program.starts_on)
        made = actions.copy_program(
            settings, template=program.template, values=values, by=request.user, now=timezone.now()
        )
        messages.info(request, f"{made.name} is a draft. Nobody is told before you open it.")
        return redirect("programs:program", program_id=made.pk)
    return render(request, "programs/duplicate_program.html", {"form": form, "program": program})


@program_door(*ORGANISERS)
def export_program(_request: PersonRequest, program: Program) -> HttpResponse:
    """Send the program's file."""
    name = slugify(program.name) or "program"
    headers = {"Content-Disposition": f'attachment; filename="{name}.viceversa.json"'}
    return HttpResponse(files.written(program), content_type="application/json", headers=headers)


@role_door(Role.Name.HR_ADMIN)
def import_program(request: PersonRequest) -> HttpResponse:
    """Begin a draft with a program's file; a file that cannot be used makes nothing."""
    draft = Program(coordinator=request.user, starts_on=timezone.localdate())
    form = ImportForm(request.POST or None, request.FILES or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        try:
            made = _from_file(request, form)
        except (files.BrokenFile, Faulty) as fault:
            form.add_error("file", f"{fault} Nothing was made.")
        else:
            messages.info(request, f"{made.name} is a draft. Nobody is told before you open it.")
            return redirect("programs:program", program_id=made.pk)
    return render(request, "programs/import_program.html", {"form": form})


def _from_file(request: PersonRequest, form: ImportForm) -> Program:
    template, settings = files.read(form.cleaned_data["file"])
    values = {name: value for name, value in form.values().items() if value}
    values["ends_on"] = values["starts_on"] + files.length_in(settings)
    return actions.copy_program(settings, template=template, values=values, by=request.user, now=timezone.now())
