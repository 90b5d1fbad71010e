"""Pages of pairing: rounds and the board for organisers, the proposal for its two people, leaving for oneself."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from pairing import actions
from pairing.access import proposal_door
from pairing.bands import bands
from pairing.forms import AnswerForm
from pairing.models import Pair, Proposal
from pairing.queries import is_outdated, pairs_shown, publishable, readiness
from pairing.rules import WHY, in_words, unknown_in_words
from people.access import PersonRequest
from programs.access import ORGANISERS, participation_door, program_door
from programs.actions import NotOpen
from programs.models import Participation, Program
from record.sealing import open_one

organisers = program_door(*ORGANISERS)
own_place = participation_door(*Participation.State)


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


@organisers
def publish_round(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Say what publishing will do, then do it."""
    found = get_object_or_404(program.rounds, pk=round_id)
    if request.method == "POST":
        try:
            opened = actions.publish_round(found, now=timezone.now())
        except actions.NotPublishable:
            messages.warning(request, "Another round was published since. Run a new one and publish that.")
        else:
            told = f"{opened} proposals are out. Each person has a mail." if opened else "This round is out already."
            messages.info(request, told)
        return redirect("pairing:round", program.pk, found.pk)
    proposals = publishable(found)
    context = {
        "program": program,
        "round": found,
        "proposals": proposals.count(),
        "passed_over": found.proposals.filter(state=Proposal.State.DRAFT).count() - proposals.count(),
        "people": len({pk for pair in proposals.values_list("newcomer", "senior") for pk in pair}),
        "lapses_at": timezone.now() + actions.ANSWER_WITHIN,
    }
    return render(request, "pairing/publish_round.html", context)


@organisers
def pairs(request: PersonRequest, program: Program) -> HttpResponse:
    """Show who is a pair since when, and which proposals are open or closed; never who answered what."""
    context = {
        "program": program,
        "pairs": program.pairs.with_people().order_by("ended_at", "newcomer__person__name"),
        "proposals": Proposal.objects.published()
        .filter(round__program=program)
        .exclude(state=Proposal.State.PAIRED)
        .with_people()
        .order_by("-lapses_at", "newcomer__person__name"),
    }
    return render(request, "pairing/pairs.html", context)


@proposal_door
def proposal(request: PersonRequest, proposal: Proposal) -> HttpResponse:
    """Tell one of the two who is proposed and why, and take their answer."""
    side, now = proposal.side_of(request.user), timezone.now()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_proposal(proposal, side=side, yes=form.says_yes, now=now)
        except actions.TooLate:
            messages.info(request, "This proposal had ended before your answer came. Nothing was changed.")
        except actions.AlreadyAnswered:
            messages.info(request, "Your first answer stands.")
        return redirect("pairing:proposal", proposal.pk)
    reason = proposal.reasons.select_related("told_to__data_key").get(told_to=proposal.place_of(side))
    partner = proposal.place_of(side.other).person
    context = {
        "proposal": proposal,
        "program": proposal.round.program,
        "partner": partner,
        "offers": partner.skills_offered.select_related("skill"),
        "reason": json.loads(open_one(reason, "text")),
        "answer": proposal.answer_of(side),
        "takes_answers": proposal.takes_answers(now),
    }
    return render(request, "pairing/proposal.html", context)


@own_place
def leave(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask whether the person would like to leave the program, then let them."""
    program = participation.program
    if request.method == "POST":
        actions.withdraw(participation, now=timezone.now())
        messages.info(request, f"You take no part in {program.name} any more. Nobody is told a reason.")
        return redirect("desk:home")
    live = Pair.objects.live().of(request.user).filter(program=program)
    context = {"participation": participation, "program": program, "pairs": live.count()}
    return render(request, "pairing/leave.html", context)
