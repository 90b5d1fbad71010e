"""Pages of a program's figures, of the releases they come from, and the same as files."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from insights import actions
from insights.access import figures_door, release_door
from insights.data.sample import SAMPLE
from insights.models import Release
from insights.queries import outcomes_of, status_figures, words_of
from insights.reports import HEADER, Source, report_of, told_beside
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door, roles_in
from programs.models import Program
from record.exports import XLSX, csv_text, xlsx_bytes


@figures_door
def figures(request: PersonRequest, program: Program) -> HttpResponse:
    """Show a program's leaders the outcome, then the newest release; before the first, what can be told and when."""
    if not program.figures_on:
        return render(request, "insights/figures.html", {"program": program, "outcomes": outcomes_of(program)})
    newest = program.releases.first()
    releases = list(program.releases.done())
    context = _frame(request, program, releases)
    organises = context["organises"]
    context |= {"work": newest if organises and newest and not newest.is_done else None, "release": None}
    if releases:
        context |= _told(releases, organises=organises)
    else:
        context["status"] = told_beside([Source("Now", None, status_figures(program))])
        context["sample"] = told_beside([Source("Sample", None, SAMPLE)])
    return render(request, "insights/figures.html", context)


@release_door
def release(request: PersonRequest, release: Release) -> HttpResponse:
    """Show one release as it was told, beside those before it."""
    releases = list(release.program.releases.done())
    context = _frame(request, release.program, releases)
    until_then = [each for each in releases if each.number <= release.number]
    context |= _told(until_then, organises=context["organises"])
    return render(request, "insights/release.html", context)


def _frame(request: PersonRequest, program: Program, releases: list[Release]) -> dict[str, Any]:
    """Return what every page of figures shows around them."""
    return {
        "program": program,
        "outcomes": outcomes_of(program),
        "releases": releases,
        "organises": bool(roles_in(program, request.user) & set(ORGANISERS)),
        "people": settings.SMALLEST_GROUP,
        "pairs": settings.FEWEST_PAIRS,
        "writers": settings.FEWEST_WRITERS,
    }


def _told(releases: list[Release], *, organises: bool) -> dict[str, Any]:
    """Return what the first release tells, beside those after it."""
    return {
        "release": releases[0],
        "report": report_of(releases),
        "words": words_of(releases[0]) if organises else [],
    }


@release_door
def export_release(_request: PersonRequest, release: Release, file_type: str) -> HttpResponse:
    """Hand out as a file exactly the cells that the page of a release shows."""
    earlier = release.program.releases.done().filter(number__lte=release.number)
    rows = [told.row() for told in report_of(earlier).told()]
    if file_type == "csv":
        answer = HttpResponse(csv_text(HEADER, rows), content_type="text/csv; charset=utf-8")
    elif file_type == "xlsx":
        answer = HttpResponse(xlsx_bytes(HEADER, rows, title="Figures"), content_type=XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="figures-{release.number}.{file_type}"'
    return answer


@program_door(*ORGANISERS)
def request_release(request: PersonRequest, program: Program) -> HttpResponse:
    """Ask for the next release."""
    if request.method == "POST":
        try:
            actions.request_release(program, by=request.user, now=timezone.now())
        except actions.TooSoon:
            messages.info(request, "A release was refused within the last day. Please try again tomorrow.")
        except actions.SwitchedOff:
            messages.info(request, "Figures are switched off in this program. Nothing was counted.")
        return redirect("insights:figures", program_id=program.pk)
    context = {"program": program, "people": settings.SMALLEST_GROUP, "pairs": settings.FEWEST_PAIRS}
    return render(request, "insights/request_release.html", context)


@program_door(*ORGANISERS)
def release_progress(request: PersonRequest, program: Program) -> HttpResponse:
    """Answer how far the newest release is."""
    return render(request, "insights/release_progress.html", {"program": program, "work": program.releases.first()})
