"""Pages of rounds: run one, cancel it, see how far it is and what came out, put several side by side."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from pairing import actions
from pairing.bands import bands, shift_of, side_by_side
from pairing.models import Round
from pairing.queries import (
    budget_of,
    change_between,
    is_outdated,
    looks_at,
    readiness,
    rounds_side_by_side,
    told_rounds,
    waiting_shown,
)
from pairing.rules import unknown_in_words
from pairing.views.hand import table_of
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.actions import NotOpen
from programs.data.policy import differences, in_words
from programs.models import Program
from record.moments import your_hour

organisers = program_door(*ORGANISERS)
PER_PAGE = 20


@organisers
def rounds(request: PersonRequest, program: Program) -> HttpResponse:
    """List who ran which round when, say who is ready and how many rounds are left, and run another."""
    now = timezone.now()
    if request.method == "POST":
        return ask_for_round(request, program)
    page = Paginator(program.rounds.select_related("requested_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "program": program,
        "page": page,
        "rounds": told_rounds(page.object_list, program),
        "can_compare": program.rounds.filter(state=Round.State.DONE)[1:].exists(),
        "ready": readiness(program),
        "budget": budget_of(program, now=now),
    }
    return render(request, "pairing/rounds.html", context)


def ask_for_round(request: PersonRequest, program: Program, **tried: Any) -> HttpResponse:
    """Ask for a round, as it is or tried from another, and lead to it or say calmly why there is none."""
    try:
        asked = actions.request_round(program, by=request.user, now=timezone.now(), **tried)
    except NotOpen:
        messages.warning(request, f"{program.name} is not open, so nobody can be paired now.")
    except actions.RoundUnderWay:
        messages.info(request, "Another round is under way. Try this once it has ended, or stop that one first.")
    except actions.NoRoundsLeft as none_left:
        messages.info(
            request,
            "All rounds of today are used up: each one reads what people told only the matcher. "
            f"The next can run {your_hour(none_left.free_at)}.",
        )
    else:
        return redirect("pairing:round", program.pk, asked.pk)
    return redirect("pairing:rounds", program.pk)


@organisers
def round(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:  # noqa: A001 - the page's one name
    """Show one round: how far it is, then what came out, as far as organisers may see it."""
    found = get_object_or_404(program.rounds.select_related("tried_from", "more_place_with__person"), pk=round_id)
    context: dict[str, Any] = {"program": program, "round": found}
    if found.is_done:
        earlier, table = found.tried_from, table_of(request, program, found)
        shift = shift_of(found.input_hash)
        context |= table | {
            "bands": bands(found.headline, found.compared, shift=shift) if found.is_by_engine else [],
            "beside": side_by_side(found.headline, found.compared, shift=shift) if found.is_by_engine else [],
            "rules": in_words(found.policy),
            "differs": differences(program.policy, found.policy),
            "unknown": unknown_in_words(found.unknown),
            "waiting": waiting_shown(found, names=table["names"]),
            "waiting_count": found.waiting.count(),
            "change": change_between(earlier, found) if earlier is not None and earlier.is_done else None,
            "budget": budget_of(program, now=timezone.now()),
            "looks": looks_at(found, now=timezone.now()),
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


@organisers
def look_at_round(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Say what it costs to see whom an unpublished round pairs, then show it."""
    found = get_object_or_404(program.rounds, pk=round_id, state=Round.State.DONE)
    now = timezone.now()
    if request.method == "POST":
        try:
            actions.look_at_round(found, by=request.user, now=now)
        except actions.NoLooksLeft as none_left:
            messages.info(request, f"These people were looked at as often as may be. {again_on(none_left.free_at)}")
    if request.method == "POST" or found.is_shown:
        return redirect("pairing:round", program.pk, found.pk)
    context = {"program": program, "round": found, "looks": looks_at(found, now=now)}
    return render(request, "pairing/look_at_round.html", context)


def again_on(hour: datetime) -> str:
    """Say when there is a look again."""
    return f"There is a look again on {your_hour(hour)}."


@organisers
def cancel_round(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Ask whether to stop a round before its end, and stop it."""
    found = get_object_or_404(program.rounds, pk=round_id)
    if request.method == "POST":
        if not actions.cancel_round(found, by=request.user, now=timezone.now()):
            messages.info(request, "This round had ended before. Nothing was changed.")
        return redirect("pairing:round", program.pk, found.pk)
    return render(request, "pairing/cancel_round.html", {"program": program, "round": found})


@organisers
def repeat_round(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Run a round again under its own rules; its page then says what has changed since."""
    found = get_object_or_404(program.rounds, pk=round_id)
    if request.method == "POST":
        return ask_for_round(
            request, program, policy=found.policy, tried_from=found, more_place_with=found.more_place_with
        )
    context = {"program": program, "round": found, "budget": budget_of(program, now=timezone.now())}
    return render(request, "pairing/repeat_round.html", context)


@organisers
def compare_rounds(request: PersonRequest, program: Program) -> HttpResponse:
    """Put the chosen rounds side by side."""
    beside = rounds_side_by_side(program, request.GET.getlist("round"))
    if len(beside) < 2:
        messages.info(request, "Choose at least two rounds that are finished.")
        return redirect("pairing:rounds", program.pk)
    return render(request, "pairing/compare_rounds.html", {"program": program, "columns": beside})
