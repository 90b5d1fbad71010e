"""Pages of proposals: publishing those of a round, and one for its two people."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from pairing import actions
from pairing.access import proposal_door
from pairing.forms import AnswerForm
from pairing.models import Proposal
from pairing.queries import publishable
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.models import Program
from record.sealing import open_one

organisers = program_door(*ORGANISERS)


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
