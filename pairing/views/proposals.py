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
from pairing.queries import people_told, publishable, wish_policy
from pairing.views.hand import BLIND
from pairing.views.rounds import again_on
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.models import Program
from record.sealing import open_one

organisers = program_door(*ORGANISERS)
NO_RECALL = "Recalling shows you pairs that come to nothing, and these people were looked at as often as may be."


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
            out = "1 proposal is out" if opened == 1 else f"{opened} proposals are out"
            told = f"{out}. The mails leave within a minute." if opened else "This round is out already."
            messages.info(request, told)
        return redirect("pairing:round", program.pk, found.pk)
    # Who of an unseen round still takes part, or is kept apart, would tell whom it pairs: it is counted as it was run.
    proposals = list(publishable(found).with_people()) if found.is_shown else []
    people = people_told(proposals)
    context = {
        "program": program,
        "round": found,
        "proposals": len(proposals) if found.is_shown else found.placed,
        "passed_over": found.proposals.filter(state=Proposal.State.DRAFT).count() - len(proposals),
        "people": len(people),
        "names": [] if request.session.get(BLIND) else [place.person.name for place in people],
        "swaps": found.swaps.filter(undone_at=None).count(),
        "lapses_at": timezone.now() + actions.ANSWER_WITHIN,
    }
    return render(request, "pairing/publish_round.html", context)


@organisers
def recall_round(request: PersonRequest, program: Program, round_id: UUID) -> HttpResponse:
    """Say what taking a published round back will do, then do it."""
    found = get_object_or_404(program.rounds, pk=round_id)
    if request.method == "POST":
        try:
            recalled = actions.recall_round(found, by=request.user, now=timezone.now())
        except actions.NoLooksLeft as none_left:
            messages.info(request, f"{NO_RECALL} {again_on(none_left.free_at)}")
            return redirect("pairing:round", program.pk, found.pk)
        ended = "1 proposal has" if recalled == 1 else f"{recalled} proposals have"
        messages.info(request, f"{ended} ended. Pairs that were made stay." if recalled else "Nothing of it is open.")
        return redirect("pairing:round", program.pk, found.pk)
    context = {
        "program": program,
        "round": found,
        "open": found.proposals.filter(state=Proposal.State.OPEN).count(),
        "paired": found.proposals.filter(state=Proposal.State.PAIRED).count(),
    }
    return render(request, "pairing/recall_round.html", context)


@proposal_door
def proposal(request: PersonRequest, proposal: Proposal) -> HttpResponse:
    """Tell one of the two who is proposed and why, and take their answer."""
    side, now = proposal.side_of(request.user), timezone.now()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_proposal(proposal, side=side, yes=form.says_yes, likes=form.cleaned_data["likes"], now=now)
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
        "likes": form["likes"] if wish_policy(proposal.round.program).takes_likes else None,
    }
    return render(request, "pairing/proposal.html", context)
