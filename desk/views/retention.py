"""How long things are kept, what went and what goes tonight; and what a program notices, asks and counts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from desk.forms import ClocksForm, SwitchesForm
from people.access import PersonRequest, role_door
from people.models import Role
from programs import actions as programs
from programs.access import ORGANISERS, program_door
from programs.models import Program
from record import actions as record
from record.backups import reach
from record.clocks import CLOCKS
from record.exports import csv_text
from record.models import Change, DeletionRun
from record.retention import days_in_force, lengths_now, title_of, what_would_go

RUNS_SHOWN = 14


@role_door(Role.Name.HR_ADMIN)
def retention(request: PersonRequest) -> HttpResponse:
    """Set the clocks; show what the last nights deleted, what waits for a closing, and how far backups reach."""
    now, lengths = timezone.now(), lengths_now()
    form = ClocksForm(
        request.POST or None, in_force={key: days_in_force(clock, lengths) for key, clock in CLOCKS.items()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change = record.set_clocks(form.cleaned_data, by=request.user, now=now)
        except record.ShorterThanShared:
            form.add_error("status", "Who took part cannot be forgotten before what the two of a pair share.")
        else:
            messages.info(request, change.sentence if change else "Every clock stays as it was.")
            return redirect("desk:retention")
    context = {
        "form": form,
        "runs": DeletionRun.objects.all()[:RUNS_SHOWN],
        "changes": Change.objects.filter(program__isnull=True).select_related("made_by")[:10],
        "reach": reach(now=now),
        "overdue": Program.objects.running().filter(ends_on__lt=now.date()).order_by("ends_on"),
    }
    return render(request, "desk/retention.html", context)


@role_door(Role.Name.HR_ADMIN)
def tonight(request: PersonRequest) -> HttpResponse:
    """Show what the next run would delete: counts by category only, and nothing is deleted."""
    return render(request, "desk/tonight.html", {"due": what_would_go(now=timezone.now())})


@role_door(Role.Name.HR_ADMIN)
def deletion_certificate(_request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Hand out the certificate of one night as a table."""
    run = get_object_or_404(DeletionRun, pk=run_id)
    header = ("Night", "Category", "Clock", "Length", "Rows deleted")
    rows = [
        (run.day.isoformat(), title_of(each["category"]), CLOCKS[each["clock"]].title, each["length"], each["rows"])
        for each in run.counts
    ]
    rows.append((run.day.isoformat(), "Keys destroyed", "", "", run.keys_destroyed))
    name = f"deletion-{run.day.isoformat()}.csv"
    return HttpResponse(
        csv_text(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@program_door(*ORGANISERS)
def switches(request: PersonRequest, program: Program) -> HttpResponse:
    """Switch what a program notices, asks and counts, in words of what it does and who sees it."""
    form = SwitchesForm(request.POST if request.method == "POST" else None, program=program)
    if request.method == "POST" and form.is_valid():
        changed = programs.set_switches(program, values=form.cleaned_data, by=request.user, now=timezone.now())
        messages.info(request, "The switches are set." if changed else "Every switch stays as it was.")
        return redirect("desk:switches", program_id=program.pk)
    changes = Change.objects.filter(program=program.pk).select_related("made_by")[:10]
    return render(request, "desk/switches.html", {"program": program, "form": form, "changes": changes})
