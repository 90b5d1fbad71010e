"""Doors of a pair and of a proposal: the two people themselves, nobody else."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from pairing.models import Pair, Proposal
from people.access import PersonRequest, View, marked
from programs.models import Program


def _refuse(request: PersonRequest, program_id: UUID) -> None:
    """Answer 403 to people of the program, 404 to strangers."""
    get_object_or_404(Program.objects.visible_to(request.user), pk=program_id)
    raise PermissionDenied


def pair_door(view: View) -> View:
    """Fetch the pair of `pair_id` for either of its two people; the view gets `pair`."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, pair_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        pair = get_object_or_404(Pair.objects.with_people(), pk=pair_id)
        if request.user.pk not in {pair.newcomer.person_id, pair.senior.person_id}:
            _refuse(request, pair.program_id)
        return view(request, pair, *args, **kwargs)

    return marked(guarded, "own pair")


def proposal_door(view: View) -> View:
    """Fetch the published proposal of `proposal_id` for either of its two people; the view gets `proposal`."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, proposal_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        proposal = get_object_or_404(Proposal.objects.published().with_people(), pk=proposal_id)
        if request.user.pk not in {proposal.newcomer.person_id, proposal.senior.person_id}:
            _refuse(request, proposal.round.program_id)
        return view(request, proposal, *args, **kwargs)

    return marked(guarded, "own proposal")
