"""Reads of rounds: who is ready for one, whether one may still be published."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F

from pairing.models import Proposal, ProposalQuerySet, Round
from pairing.queries.cast import free_places
from profiles.queries import ready
from programs.models import Participation, Program, Side


def is_outdated(round_: Round) -> bool:
    """Whether another round was published after this one was asked for: its people may be proposed by now."""
    return Round.objects.filter(program=round_.program_id, published_at__gte=round_.requested_at).exists()


def publishable(round_: Round) -> ProposalQuerySet:
    """Choose the drafts whose two people still take part on their side and still have a place."""
    here = {
        f"{side}__{field}": value
        for side in Side
        for field, value in (
            ("state", Participation.State.ENROLLED),
            ("paused_at", None),
            ("is_looking", True),
            ("side", side),
            ("places_taken__lt", F(f"{side}__capacity")),
        )
    }
    return Proposal.objects.filter(round=round_, state=Proposal.State.DRAFT, **here)


@dataclass(frozen=True)
class Readiness:
    """Who could be paired now, and what keeps the others: counts of a status, never of answers."""

    newcomers: int
    seniors: int
    unfinished: int
    invited: int
    answering: int


def readiness(program: Program) -> Readiness:
    """Count who could be paired now, who has not finished the profile, not answered, or has an open proposal."""
    sides = Counter(place.side for place in free_places(program))
    enrolled = program.participations.enrolled()
    return Readiness(
        newcomers=sides[Side.NEWCOMER],
        seniors=sides[Side.SENIOR],
        unfinished=enrolled.count() - ready(enrolled).count(),
        invited=program.participations.invited().count(),
        answering=Proposal.objects.open().filter(round__program=program).count(),
    )
