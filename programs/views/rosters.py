"""Pages of a roster: the upload, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from people.access import PersonRequest
from programs import actions
from programs.access import ORGANISERS, program_door
from programs.forms import RosterForm
from programs.models import Program
from programs.roster import COLUMNS, FileFault

MOST_ERRORS = 200


@program_door(*ORGANISERS)
def import_roster(request: PersonRequest, program: Program) -> HttpResponse:
    """Upload a roster; whoever it names is invited."""
    if program.is_closed:
        messages.warning(request, f"{program.name} has ended and takes nobody any more.")
        return redirect("programs:program", program_id=program.pk)
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["roster"]
        try:
            work = actions.request_roster_import(
                program, file_name=file.name, content=file.read(), by=request.user, now=timezone.now()
            )
        except FileFault as fault:
            form.add_error("roster", f"{fault} Nothing was imported.")
        else:
            return redirect("programs:roster_import", program_id=program.pk, import_id=work.pk)
    earlier = program.roster_imports.defer("content").order_by("-requested_at")[:5]
    context = {"form": form, "program": program, "earlier": earlier, "columns": COLUMNS.values()}
    return render(request, "programs/import_roster.html", context)


@program_door(*ORGANISERS)
def roster_import(request: PersonRequest, program: Program, import_id: UUID) -> HttpResponse:
    """Show how far a roster is, then what came of it; a poll gets the progress alone until there is more to show."""
    work = get_object_or_404(program.roster_imports.defer("content"), pk=import_id)
    state = {"requested": "waiting"}.get(work.state, work.state)
    if "HX-Request" in request.headers:
        if not work.is_under_way:
            return HttpResponseClientRefresh()
        return render(request, "programs/_roster_progress.html", {"work": work, "state": state})
    errors = work.errors.all()
    context = {
        "program": program,
        "work": work,
        "state": state,
        "errors": errors[:MOST_ERRORS],
        "error_count": errors.count(),
        "most_errors": MOST_ERRORS,
    }
    return render(request, "programs/roster_import.html", context)
