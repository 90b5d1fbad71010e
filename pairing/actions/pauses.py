"""Waking a program that rested: the verb above `programs.actions.resume_program`, because proposals lapse."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from outbox.actions import post
from pairing.actions.proposals import REMIND_BEFORE
from pairing.models import Proposal
from people.models import User
from programs import actions as programs
from programs.models import Program


@transaction.atomic
def resume_program(program: Program, *, now: datetime) -> bool:
    """Wake a program and give its open proposals back the time they lost; False when it did not rest."""
    since = programs.resume_program(program, now=now)
    if since is None:
        return False
    mine = Proposal.objects.open().filter(round__program=program)
    mine.update(lapses_at=F("lapses_at") + (now - since))
    for proposal in mine.with_people():
        for place in (proposal.newcomer, proposal.senior):
            _remind(proposal, place.person, now=now)
    return True


def _remind(proposal: Proposal, person: User, *, now: datetime) -> None:
    """Remind anew before the new end: what was due before or while the program rested is no longer true."""
    ends = proposal.lapses_at
    if ends is not None:
        fact = f"{proposal.pk}:{ends:%Y-%m-%dT%H:%M}"
        due_at = max(now, ends - REMIND_BEFORE)
        post("proposal_reminder", to=person, fact=fact, about=proposal.pk, now=now, due_at=due_at, expires_at=ends)
