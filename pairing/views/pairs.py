"""Pages of pairs: the organisers' board, leaving for oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pairing import actions
from pairing.models import Pair, Proposal
from people.access import PersonRequest
from programs.access import ORGANISERS, participation_door, program_door
from programs.models import Participation, Program

organisers = program_door(*ORGANISERS)
own_place = participation_door(*Participation.State)


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
