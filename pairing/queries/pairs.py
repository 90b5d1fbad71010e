"""Reads of pairs: what organisers see of one."""

from dataclasses import dataclass

from pairing.models import Round
from people.models import User
from profiles.models import Level
from programs.models import Side


@dataclass(frozen=True)
class PairShown:
    """What organisers see of one proposal: nothing here follows from a gap."""

    newcomer: User
    senior: User
    newcomer_offers: str
    senior_offers: str
    apart: list[str]
    shared: str


def pairs_shown(round_: Round) -> list[PairShown]:
    """Return a round's proposals by the newcomer's name, with what each offers, what both like, how far apart."""
    whole = ["skills_offered__skill", "interests"]
    proposals = (
        round_.proposals.with_people()
        .prefetch_related(*(f"{side}__person__{field}" for side in Side for field in whole))
        .order_by("newcomer__person__name", "senior__person__name", "pk")
    )
    return [_shown(proposal.newcomer.person, proposal.senior.person) for proposal in proposals]


def _shown(newcomer: User, senior: User) -> PairShown:
    apart = []
    if newcomer.grade is not None and senior.grade is not None:
        steps = abs(senior.grade - newcomer.grade)
        apart.append(f"{steps} {'grade' if steps == 1 else 'grades'} apart")
    if newcomer.department and senior.department:
        same = newcomer.department.casefold() == senior.department.casefold()
        apart.append(f"both in {senior.department}" if same else f"{newcomer.department} and {senior.department}")
    liked = {interest.name.casefold() for interest in newcomer.interests.all()}
    shared = [interest.name for interest in senior.interests.all() if interest.name.casefold() in liked]
    return PairShown(newcomer, senior, _offers_in_words(newcomer), _offers_in_words(senior), apart, ", ".join(shared))


def _offers_in_words(person: User) -> str:
    return ", ".join(offer.skill.name for offer in person.skills_offered.all() if offer.level >= Level.BEGINNER)
