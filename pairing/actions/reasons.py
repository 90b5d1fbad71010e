"""Why a proposal is made, written for each side by itself."""

import json
from collections.abc import Iterable, Mapping

from pairing.engine import Person
from pairing.models import Proposal, Reason
from pairing.queries import Cast
from profiles.models import Skill
from programs.models import Participation
from record.sealing import seal

# How many of somebody's own skills their reason names.
OFFERS_TOLD = 3


def write_reasons(proposals: Iterable[Proposal], cast: Cast) -> None:
    """Write each side's reason: their own gap that the other can help with, what both like, what they offer.

    What somebody offers is said in general, never chosen by the other's gap. Proposals whose seniors changed lose
    the reasons they had. Call it in a transaction.
    """
    proposals = list(proposals)
    names = dict(Skill.objects.values_list("pk", "name"))
    Reason.objects.filter(proposal__in=proposals).delete()
    Reason.objects.bulk_create([reason for proposal in proposals for reason in _reasons(proposal, cast, names)])


def _reasons(proposal: Proposal, cast: Cast, names: Mapping[int, str]) -> list[Reason]:
    newcomer, senior = (cast.people[cast.number_of[place.pk]] for place in (proposal.newcomer, proposal.senior))
    share = sorted(cast.interests[at] for at in newcomer.interests & senior.interests if at in cast.interests)

    def reason(told_to: Participation, me: Person, other: Person) -> Reason:
        learn = {skill: min(level, me.gaps[skill]) for skill, level in other.offers.items() if skill in me.gaps}
        told = {
            "learn": _most_first(learn, names),
            "share": share,
            "offer": _most_first(me.offers, names)[:OFFERS_TOLD],
        }
        return seal(Reason(proposal=proposal, told_to=told_to), text=json.dumps(told))

    return [reason(proposal.newcomer, newcomer, senior), reason(proposal.senior, senior, newcomer)]


def _most_first(skills: Mapping[int, int], names: Mapping[int, str]) -> list[str]:
    """Return the names of skills, those with the most weight first."""
    return [names[skill] for skill in sorted(skills, key=lambda skill: (-skills[skill], names[skill]))]
