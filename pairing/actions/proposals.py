"""Verbs of proposals: publish, recall, answer, lapse. Two yeses make a pair."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from outbox.actions import announce, post, post_all
from pairing.actions.looks import look_at_round
from pairing.actions.wishes import add_wishes
from pairing.models import Pair, Proposal, ProposalQuerySet, Round
from pairing.queries import is_outdated, publishable, refused_in_private
from people.models import User
from programs.actions import NoPlaceLeft, take_place
from programs.models import Program, Side
from record.keys import create_data_key

ANSWER_WITHIN = timedelta(days=10)
REMIND_BEFORE = timedelta(days=3)


class NotPublishable(Exception):
    """The round is not finished, or another one was published after it was run."""


class TooLate(Exception):
    """The proposal has ended."""


class AlreadyAnswered(Exception):
    """The other answer was given before."""


@transaction.atomic
def publish_round(round_: Round, *, now: datetime) -> int:
    """Open a round's proposals and tell both people of each; return how many were opened.

    A second time does nothing. Whoever left or filled their places since the run is passed over. Raises
    NotPublishable.
    """
    program = Program.objects.select_for_update().get(pk=round_.program_id)
    round_ = program.rounds.select_for_update().get(pk=round_.pk)
    if round_.is_published:
        return 0
    if not round_.is_done or round_.more_place_with_id or is_outdated(round_):
        raise NotPublishable
    proposals = list(publishable(round_).with_people())
    lapses_at = now + ANSWER_WITHIN
    Proposal.objects.filter(pk__in=[each.pk for each in proposals]).update(
        state=Proposal.State.OPEN, lapses_at=lapses_at
    )
    for proposal, side in refused_in_private(proposals):
        # Whoever keeps away from the other in private is not asked: their no is given, and it ends like any other.
        Proposal.objects.filter(pk=proposal.pk).update(**{f"{side}_says": False})
    facts = [
        (place.person, str(proposal.pk), proposal.pk)
        for proposal in proposals
        for place in (proposal.newcomer, proposal.senior)
    ]
    post_all("proposal", facts, now=now, expires_at=lapses_at)
    post_all("proposal_reminder", facts, now=now, due_at=lapses_at - REMIND_BEFORE, expires_at=lapses_at)
    Round.objects.filter(pk=round_.pk).update(published_at=now)
    announce("round_published", program=program.pk, about=round_.pk, fact=str(round_.pk), now=now)
    return len(proposals)


@transaction.atomic
def recall_round(round_: Round, *, by: User | None = None, now: datetime) -> int:
    """End what is open of a published round, in neutral words; return how many proposals that were.

    Pairs that were made stay. Whether somebody had answered changes nothing that anyone sees (docs/decisions/0011);
    a no is kept as that person's private “not with”, so that they are not asked again. Mails that have not left do
    not leave any more, and only those who got one are told that it ended. A second time does nothing. Organisers have
    seen pairs that come to nothing, so a round that was published unseen costs a look. Raises NoLooksLeft.
    """
    program = Program.objects.select_for_update().get(pk=round_.program_id)
    round_ = program.rounds.select_for_update().get(pk=round_.pk)
    if not round_.is_published or round_.is_recalled:
        return 0
    look_at_round(round_, by=by, now=now)
    still_open = Proposal.objects.open().filter(round=round_)
    for proposal in still_open.with_people():
        for side in Side:
            if proposal.answer_of(side) is False:
                add_wishes(proposal.place_of(side), not_with=proposal.place_of(side.other).person_id)
    recalled = lapse(still_open, now=now)
    Round.objects.filter(pk=round_.pk).update(recalled_at=now)
    return recalled


@transaction.atomic
def answer_proposal(
    proposal: Proposal, *, side: Side, yes: bool, likes: Collection[str] = (), now: datetime
) -> Pair | None:
    """Note one side's answer; the second yes makes the pair and takes a place on both sides.

    The proposal's row is held, so answers come one after the other. The same answer again changes nothing. Returns
    the pair once both said yes, None before and where one of the two has no place left any more. What somebody who
    says no would like instead (`likes`) joins their own sealed wishes. Raises TooLate and AlreadyAnswered.
    """
    held = Proposal.objects.select_for_update(of=("self",)).with_people().get(pk=proposal.pk)
    if held.is_paired and yes:
        return Pair.objects.live().filter(newcomer=held.newcomer, senior=held.senior).first()
    if not held.takes_answers(now):
        raise TooLate
    said = held.answer_of(side)
    if said is not None and said != yes:
        raise AlreadyAnswered
    setattr(held, f"{side}_says", yes)
    held.save(update_fields=[f"{side}_says"])
    if not yes:
        add_wishes(held.place_of(side), likes=likes)
    if held.newcomer_says and held.senior_says:
        return _make_pair(held, now=now)
    return None


@transaction.atomic
def lapse_proposals(*, now: datetime) -> None:
    """End the proposals whose time is over, declined and unanswered alike, and tell both in the same words."""
    over = Proposal.objects.open().filter(lapses_at__lte=now, round__program__paused_at__isnull=True)
    lapse(over, now=now)


def lapse(proposals: ProposalQuerySet, *, now: datetime) -> int:
    """End open proposals, wipe their answers and tell both people; call it in a transaction. Return how many."""
    ending = list(proposals.select_for_update(of=("self",)).with_people())
    for proposal in ending:
        proposal.state = Proposal.State.LAPSED
        proposal.newcomer_says = proposal.senior_says = None
        proposal.save(update_fields=["state", "newcomer_says", "senior_says"])
        for place in (proposal.newcomer, proposal.senior):
            post("proposal_lapsed", to=place.person, fact=str(proposal.pk), about=proposal.pk, now=now)
    return len(ending)


def _make_pair(proposal: Proposal, *, now: datetime) -> Pair | None:
    """Make the pair, or end the proposal calmly when one of the two has filled their places meanwhile."""
    newcomer, senior = proposal.newcomer, proposal.senior
    try:
        with transaction.atomic():
            take_place(newcomer)
            take_place(senior)
    except NoPlaceLeft:
        lapse(Proposal.objects.filter(pk=proposal.pk), now=now)
        return None
    Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.State.PAIRED)
    pair = Pair.objects.create(
        program=newcomer.program, newcomer=newcomer, senior=senior, data_key=create_data_key(now=now), began_at=now
    )
    for place in (newcomer, senior):
        post("pair_made", to=place.person, fact=str(pair.pk), about=pair.pk, now=now)
    return pair
