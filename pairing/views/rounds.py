"""Pages of rounds: run one, see how far it is and what came out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from pairing import actions
from pairing.bands import bands
from pairing.queries import is_outdated, pairs_shown, readiness
from pairing.rules import WHY, unknown_in_words
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.actions import NotOpen
from programs.data.policy import in_words
from programs.models import Program

organisers = program_door(*ORGANISERS)


@organisers
def rounds(request: PersonRequest, program: Program) -> HttpResponse:
    """List the rounds of a program, say who is ready, and run another."""
    if request.method == "POST":
        try:
            asked = actions.request_round(program, by=request.user, now=timezone.now())
        except NotOpen:
            messages.warning(request, f"{program.name} is not open, so nobody can be paired now.")
            return redirect("pairing:rounds", program.pk)
        return redirect("pairing:round", program.pk, asked.pk)
    context = {"program": program, "rounds": program.rounds.all(), "ready": readiness(program)}
    return render(request, "pairing/rounds.html", context)


@organisers
def round(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:  # noqa: A001 - the page's one name
    """Show one round: how far it is, then what came out, as far as organisers may see it."""
    found = get_object_or_404(program.rounds, pk=round_id)
    context: dict[str, Any] = {"program": program, "round": found}
    if found.is_done:
        waiting = found.waiting.select_related("participation__person", "participation__program")
        context |= {
            "pairs": pairs_shown(found),
            "bands": bands(found.headline, found.compared),
            "rules": in_words(found.policy),
            "unknown": unknown_in_words(found.unknown),
            "waiting": [
                (left.participation, WHY[left.why]) for left in waiting.order_by("participation__person__name")
            ],
            "is_outdated": not found.is_published and is_outdated(found),
        }
    return render(request, "pairing/round.html", context)


@organisers
def round_progress(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Answer how far a round is; at its end the page is read anew."""
    found = get_object_or_404(program.rounds, pk=round_id)
    if not found.is_under_way and request.htmx:
        return HttpResponseClientRefresh()
    return render(request, "pairing/round_progress.html", {"program": program, "round": found})
