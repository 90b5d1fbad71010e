"""Leaving a program: the verb above `programs.actions.leave`, because pairs and proposals hang on a place."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from outbox.actions import post
from pairing.actions.proposals import lapse
from pairing.models import Pair, Proposal
from programs.actions import free_place, leave
from programs.models import Participation


@transaction.atomic
def withdraw(participation: Participation, *, now: datetime) -> None:
    """Leave a program: open proposals and live pairs end in neutral words, and the partners' places are free again.

    Proposals go first: an acceptance under way either comes before, and its pair ends here, or finds them ended.
    """
    mine = Q(newcomer=participation) | Q(senior=participation)
    lapse(Proposal.objects.open().filter(mine), now=now)
    for pair in Pair.objects.live().filter(mine).select_for_update(of=("self",)).with_people():
        Pair.objects.filter(pk=pair.pk).update(ended_at=now)
        partner = pair.partner_of(participation.person)
        free_place(participation)
        free_place(partner)
        post("pair_ended", to=partner.person, fact=str(pair.pk), about=pair.pk, now=now)
    leave(participation, now=now)
