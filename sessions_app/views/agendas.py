"""Pages for organisers: what pairs find in a session."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.actions import ChangedMeanwhile, NotOpen, keep_history
from programs.models import Program
from programs.parts import touched_by
from sessions_app import actions
from sessions_app.forms import AgendaForm, PromptsForm
from sessions_app.queries import agenda_of

MEANWHILE = (
    "Somebody else has changed this since you opened it, and nothing was overwritten. Your words are in the form, "
    "theirs below it. Keep yours only if they should replace theirs."
)
ENDED = "The program has ended, so it stays as it was."


@program_door(*ORGANISERS)
def edit_agenda(request: PersonRequest, program: Program) -> HttpResponse:
    """Write the two halves of a session, with their preview."""
    form = AgendaForm(request.POST or None, program=program)
    context: dict[str, Any] = {"program": program, "form": form, "halves": shown_halves(agenda_of(program))}
    if request.method == "POST" and form.is_valid():
        context["halves"] = shown_halves(form.halves())
        if "save" in request.POST:
            touched = touched_by(program, {"agenda"}) if "sure" not in request.POST else []
            if not touched and _kept(request, program, form, actions.write_agenda, halves=form.halves()):
                return redirect("sessions_app:edit_agenda", program_id=program.pk)
            context["touched"] = touched
            if not touched:
                context["theirs"] = shown_halves(agenda_of(Program.objects.get(pk=program.pk)))
    template = "sessions_app/_halves_shown.html" if request.htmx else "sessions_app/edit_agenda.html"
    return render(request, template, context)


@program_door(*ORGANISERS)
@require_POST
def restore_agenda(request: PersonRequest, program: Program) -> HttpResponse:
    """Go back to the agenda of the template; the history takes that back too."""
    try:
        keep_history(program, actions.restore_agenda, program, by=request.user, now=timezone.now())
    except NotOpen:
        messages.warning(request, ENDED)
    else:
        messages.info(request, "This is the shipped agenda again. The history can take that back.")
    return redirect("sessions_app:edit_agenda", program_id=program.pk)


@program_door(*ORGANISERS)
def edit_prompts(request: PersonRequest, program: Program) -> HttpResponse:
    """Switch shipped questions off, and add one's own."""
    form = PromptsForm(request.POST or None, program=program)
    context: dict[str, Any] = {"program": program, "form": form}
    if request.method == "POST" and form.is_valid():
        if _kept(request, program, form, actions.write_prompts, **form.chosen()):
            return redirect("sessions_app:edit_prompts", program_id=program.pk)
        theirs = Program.objects.get(pk=program.pk).prompts
        context["theirs"] = [text for texts in theirs.get("own", {}).values() for text in texts]
        context["theirs_off"] = theirs.get("off", [])
    return render(request, "sessions_app/edit_prompts.html", context)


def _kept(request: PersonRequest, program: Program, form: Any, verb: Any, **values: Any) -> bool:
    """Keep what a form holds; False where somebody else has changed it meanwhile, which the form then says."""
    told = {"seen": form.cleaned_data["seen"], **values}
    try:
        keep_history(program, verb, program, by=request.user, now=timezone.now(), **told)
    except ChangedMeanwhile:
        form.add_error(None, MEANWHILE)
        form.data = request.POST.copy()
        form.data["seen"] = type(form)(program=Program.objects.get(pk=program.pk)).initial["seen"]
        return False
    except NotOpen:
        messages.warning(request, ENDED)
    else:
        messages.info(request, "From now on, pairs see it like this.")
    return True


def shown_halves(halves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return halves as the newcomer sees them."""
    return [{**half, "direction": "offer" if half["teaches"] == "newcomer" else "learn"} for half in halves]
