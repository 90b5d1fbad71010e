"""Pages of figures and of the releases they come from."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from insights import actions
from insights.access import figures_door
from insights.data.sample import SAMPLE
from insights.queries import charts, outcome_rows, status_figures, status_of, with_bars, words_of
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door, roles_in
from programs.models import Program


@figures_door
def figures(request: PersonRequest, program: Program) -> HttpResponse:
    """Show a program's leaders the outcome, then the newest release; before the first, what can be told and when."""
    if not program.figures_on:
        return render(request, "insights/figures.html", {"program": program, "outcomes": outcome_rows(program)})
    newest = program.releases.first()
    releases = list(program.releases.done())
    organises = bool(roles_in(program, request.user) & set(ORGANISERS))
    shown = releases[0] if releases else None
    context = {
        "program": program,
        "outcomes": outcome_rows(program),
        "release": shown,
        "releases": releases,
        "status": with_bars(status_of(shown) if shown else status_figures(program)),
        "charts": charts(releases),
        "words": words_of(shown) if shown and organises else [],
        "work": newest if organises and newest and not newest.is_done else None,
        "organises": organises,
        "sample": [] if shown else with_bars(SAMPLE),
        "people": settings.SMALLEST_GROUP,
        "pairs": settings.FEWEST_PAIRS,
        "writers": settings.FEWEST_WRITERS,
    }
    return render(request, "insights/figures.html", context)


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
