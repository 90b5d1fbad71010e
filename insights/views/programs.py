"""Figures of several programs: each with its own, and some side by side. Nothing is added up across programs."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from insights.access import leaders_door
from insights.queries import led_by, newest_releases, outcomes_of
from insights.reports import MOST_BESIDE, programs_beside
from people.access import PersonRequest

A_PAGE = 20


@leaders_door("page")
def all_figures(request: PersonRequest) -> HttpResponse:
    """List the programs whose figures the reader may see: the outcome of each, and its newest release."""
    page = Paginator(led_by(request.user).prefetch_related("outcomes"), A_PAGE).get_page(request.GET.get("page"))
    newest = newest_releases(page.object_list)
    rows = [(program, outcomes_of(program), newest.get(program.pk)) for program in page]
    can_compare = sum(program.figures_on for program in page if program.pk in newest) > 1
    return render(request, "insights/all_figures.html", {"page": page, "rows": rows, "can_compare": can_compare})


@leaders_door("chosen")
def compare_programs(request: PersonRequest) -> HttpResponse:
    """Put the newest releases of chosen programs side by side."""
    chosen = led_by(request.user).filter(pk__in=_ids(request.GET.getlist("chosen")), figures_on=True)
    newest = newest_releases(chosen[: MOST_BESIDE + 1])
    programs = [program for program in chosen.prefetch_related("outcomes") if program.pk in newest]
    if not 2 <= len(programs) <= MOST_BESIDE:
        messages.info(request, f"Choose two to {MOST_BESIDE} programs that have a release.")
        return redirect("insights:all_figures")
    columns = [(program, outcomes_of(program)) for program in programs]
    context = {"columns": columns, "report": programs_beside(newest[program.pk] for program in programs)}
    return render(request, "insights/compare_programs.html", context)


def _ids(words: list[str]) -> list[UUID]:
    """Return what can be an id; anything else chooses nothing."""
    found = []
    for word in words:
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found
