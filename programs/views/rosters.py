"""Pages of a roster: the upload, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from people.access import PersonRequest
from programs import actions
from programs.access import ORGANISERS, program_door
from programs.forms import ApplyForm, ColumnsForm, GradesForm, RosterForm, SheetForm
from programs.models import Program, RosterImport
from programs.queries import another_is_running, columns_before, file_of
from programs.roster import COLUMNS, FileFault, Preview, guess_columns, open_book, preview

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
            work = actions.upload_roster(
                program,
                file_name=file.name,
                content=file.file,
                by=request.user,
                now=timezone.now(),
                invites=not form.cleaned_data["only_people"],
            )
        except FileFault as fault:
            form.add_error("roster", f"{fault} Nothing was imported.")
        else:
            return redirect("programs:roster_import", program_id=program.pk, import_id=work.pk)
    earlier = program.roster_imports.order_by("-requested_at")[:5]
    context = {
        "form": form,
        "program": program,
        "earlier": earlier,
        "columns": COLUMNS.values(),
        "changes_people": request.user.is_hr_admin,
    }
    return render(request, "programs/import_roster.html", context)


@program_door(*ORGANISERS)
def roster_columns(request: PersonRequest, program: Program, import_id: UUID) -> HttpResponse:
    """Say which column of the file holds what; the choice is guessed first."""
    work = get_object_or_404(program.roster_imports, pk=import_id)
    if not work.is_in_preparation:
        return _page_of(work)
    context: dict[str, Any] = {"program": program, "work": work}
    try:
        book = open_book(file_of(work))
        sheet = request.GET.get("sheet", work.sheet)
        sheet = sheet if sheet in book.sheets else work.sheet
        if len(book.sheets) > 1:
            context["sheet_form"] = SheetForm(initial={"sheet": sheet}, sheets=book.sheets)
        start = preview(book, sheet)
        form = ColumnsForm(request.POST or None, preview=start, initial=_columns_at_first(work, sheet, start))
        context |= {"form": form, "samples": [(title, start.samples(at)) for at, title in enumerate(start.header)]}
        if request.method == "POST" and form.is_valid():
            return _page_of(actions.map_roster(work, sheet=sheet, columns=form.columns()))
    except FileFault as fault:
        context["fault"] = str(fault)
    except actions.AlreadyRequested:
        return _page_of(work)
    return render(request, "programs/roster_columns.html", context)


def _columns_at_first(work: RosterImport, sheet: str, start: Preview) -> dict[str, int]:
    """Return what was chosen for this sheet, or before for the same first line, or else a guess."""
    chosen: dict[str, int] = work.columns if sheet == work.sheet else {}
    return chosen or columns_before(start.header) or guess_columns(start)


@program_door(*ORGANISERS)
def roster_grades(request: PersonRequest, program: Program, import_id: UUID) -> HttpResponse:
    """Put the names of grades in order."""
    work = get_object_or_404(program.roster_imports, pk=import_id)
    if not work.is_in_preparation or not work.grade_order:
        return _page_of(work)
    form = GradesForm(request.POST or None, order=work.grade_order)
    if request.method == "POST" and form.is_valid():
        try:
            work = actions.order_grades(work, order=form.order())
        except actions.AlreadyRequested:
            messages.info(request, "This roster is being applied already.")
        return _page_of(work)
    return render(request, "programs/roster_grades.html", {"form": form, "program": program, "work": work})


@program_door(*ORGANISERS)
@require_POST
def apply_roster(request: PersonRequest, program: Program, import_id: UUID) -> HttpResponse:
    """Apply a roster whose summary was seen."""
    work = get_object_or_404(program.roster_imports, pk=import_id)
    form = ApplyForm(request.POST)
    form.is_valid()
    actions.apply_roster(work, is_everybody=form.cleaned_data["is_everybody"] and request.user.is_hr_admin)
    return _page_of(work)


def _page_of(work: RosterImport) -> HttpResponse:
    return redirect("programs:roster_import", program_id=work.program_id, import_id=work.pk)


def _progress_of(work: RosterImport) -> dict[str, Any]:
    """Return what the progress of a roster shows; of two at once the second waits its turn, and says so."""
    waits = work.is_under_way and work.state == RosterImport.State.REQUESTED and another_is_running(work)
    return {"work": work, "waits": waits}


@program_door(*ORGANISERS)
def roster_import(request: PersonRequest, program: Program, import_id: UUID) -> HttpResponse:
    """Show how far a roster is, then what came of it; a poll gets the progress alone until there is more to show."""
    work = get_object_or_404(program.roster_imports, pk=import_id)
    if work.is_uploaded or work.is_mapped:
        step = "roster_columns" if work.is_uploaded else "roster_grades"
        return redirect(f"programs:{step}", program_id=program.pk, import_id=work.pk)
    if request.htmx:
        if not work.is_under_way:
            return HttpResponseClientRefresh()
        return render(request, "programs/_roster_progress.html", _progress_of(work))
    errors = work.errors.all()
    context = {
        "program": program,
        **_progress_of(work),
        "may_mark_leavers": request.user.is_hr_admin and work.may_change_people,
        "may_change_people": work.may_change_people,
        "read_columns": [
            (COLUMNS[name].title, work.headers[work.columns[name]]) for name in COLUMNS if name in work.columns
        ],
        "changes": [(COLUMNS[name].title, work.changes[name]) for name in COLUMNS if name in work.changes],
        "come_back": work.changes.get("is_active", 0),
        "usable": work.people_new + work.people_changed + work.people_unchanged,
        "errors": errors[:MOST_ERRORS],
        "error_count": errors.count(),
        "most_errors": MOST_ERRORS,
    }
    return render(request, "programs/roster_import.html", context)
