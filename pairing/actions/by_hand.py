"""Verbs of pairs that people decide: propose some, exchange the seniors of two drafts, undo that.

Each is checked against the hard rules. A private “not with” is no hindrance, because refusing would give it away.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from pairing.actions.reasons import write_reasons
from pairing.actions.rulings import HandRefused
from pairing.bands import price_band
from pairing.engine import Contradiction, is_ready, pair
from pairing.models import Proposal, Round, Ruling, Swap
from pairing.queries import Checker, checker, is_outdated
from people.models import User
from programs.actions import NotOpen
from programs.models import Participation, Program

Two = tuple[Participation, Participation]


class NotDraft(Exception):
    """The round has been published, or another one since it was run, so its pairs stay as they are."""


class NothingToUndo(Exception):
    """No swap of this round stands."""


@transaction.atomic
def propose_by_hand(program: Program, *, pairs: Sequence[Two], origin: str, by: User, now: datetime) -> Round:
    """Make a finished round out of pairs that people decided, newcomer first; nobody is told before it is published.

    All or nothing. Raises NotOpen, and HandRefused with what hinders any of the pairs.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    if not program.is_open:
        raise NotOpen
    checks = checker(program, now=now)
    hindrances = [sentence for said in checks.all_hindrances(pairs) for sentence in said]
    if hindrances:
        raise HandRefused(hindrances)
    round_ = Round.objects.create(
        program=program,
        origin=origin,
        state=Round.State.DONE,
        requested_by=by,
        requested_at=now,
        finished_at=now,
        policy=checks.policy.to_dict(),
        newcomers=len({newcomer.pk for newcomer, _ in pairs}),
        seniors=len({senior.pk for _, senior in pairs}),
        placed=len(pairs),
        gaps_read_at=now,
        prints={str(place.pk): "" for two in pairs for place in two},
    )
    proposals = [Proposal(round=round_, newcomer=newcomer, senior=senior) for newcomer, senior in pairs]
    Proposal.objects.bulk_create(proposals)
    write_reasons(proposals, checks.cast)
    return round_


@transaction.atomic
def swap_seniors(round_: Round, *, one: Proposal, other: Proposal, by: User, now: datetime) -> Swap:
    """Let two drafts of a round exchange their seniors, where both new pairs keep the hard rules.

    Raises NotDraft, and HandRefused with what hinders it.
    """
    round_ = _held(round_)
    hindrances = swap_hindrances(checker(round_.program, now=now), one, other)
    if hindrances:
        raise HandRefused(hindrances)
    swap = Swap.objects.create(round=round_, one=one, other=other, made_by=by, made_at=now)
    _exchange(round_, one, other, now=now)
    return swap


@transaction.atomic
def undo_swap(round_: Round, *, now: datetime) -> Swap:
    """Give the two drafts of the newest standing swap their seniors back. Raises NotDraft and NothingToUndo.

    Raises HandRefused where somebody has left, or lost their place, since.
    """
    round_ = _held(round_)
    swap = round_.swaps.filter(undone_at=None).first()
    if swap is None:
        raise NothingToUndo
    one, other = (Proposal.objects.with_people().get(pk=pk) for pk in (swap.one_id, swap.other_id))
    cast = checker(round_.program, now=now).cast
    gone = [
        place.person.name
        for each in (one, other)
        for place in (each.newcomer, each.senior)
        if place.pk not in cast.number_of
    ]
    if gone:
        raise HandRefused([f"{name} cannot be paired any more, so this stays as it is." for name in gone])
    Swap.objects.filter(pk=swap.pk).update(undone_at=now)
    _exchange(round_, one, other, now=now)
    return swap


def swap_hindrances(checks: Checker, one: Proposal, other: Proposal) -> list[str]:
    """Return why two drafts cannot exchange their seniors."""
    if one.newcomer_id == other.newcomer_id or one.senior_id == other.senior_id:
        return ["These two pairs have a person in common, so there is nothing to exchange."]
    pinned = [
        f"You keep {each.newcomer.person.name} and {each.senior.person.name} together. Undo that first."
        for each in (one, other)
        if _is_pinned(checks.rulings, each)
    ]
    there = set(one.round.proposals.values_list("newcomer", "senior"))
    said = list(pinned)
    for newcomer, senior in ((one.newcomer, other.senior), (other.newcomer, one.senior)):
        if (newcomer.pk, senior.pk) in there:
            said.append(f"{newcomer.person.name} and {senior.person.name} are a pair of this round already.")
        else:
            said += checks.hindrances(newcomer, senior)
    return list(dict.fromkeys(said))


def _is_pinned(rulings: Mapping[tuple[UUID, UUID], Ruling], proposal: Proposal) -> bool:
    ruling = rulings.get((proposal.newcomer_id, proposal.senior_id))
    return ruling is not None and ruling.keeps_together


def _held(round_: Round) -> Round:
    """Return the round, its program held, where its drafts may still be changed."""
    program = Program.objects.select_for_update().get(pk=round_.program_id)
    held = program.rounds.select_for_update().get(pk=round_.pk)
    if not held.is_draft or is_outdated(held):
        raise NotDraft
    held.program = program
    return held


def _exchange(round_: Round, one: Proposal, other: Proposal, *, now: datetime) -> None:
    """Exchange two seniors, write the reasons anew, and say what all changes cost after k of them, 2k, 4k and so on.

    So prices are read a few times in a round's life, and no single change can be priced by doing and undoing it.
    """
    one.senior, other.senior = other.senior, one.senior
    for proposal in (one, other):
        Proposal.objects.filter(pk=proposal.pk).update(senior=proposal.senior)
    checks = checker(round_.program, now=now)
    write_reasons([one, other], checks.cast)
    changes = round_.swaps.count() + round_.swaps.exclude(undone_at=None).count()
    groups, rest = divmod(changes, settings.SMALLEST_GROUP)
    if round_.is_by_engine and not rest and groups.bit_count() == 1:
        price = _price(round_, checks, set(round_.proposals.values_list("newcomer", "senior")))
        Round.objects.filter(pk=round_.pk).update(hand_price=price)


def _price(round_: Round, checks: Checker, drafts: Collection[tuple[UUID, UUID]]) -> str:
    """Say in words what the changes by hand cost the round altogether; nothing where it cannot be told.

    Not told either while the engine is still being compiled, for which no page waits.
    """
    number = checks.cast.number_of
    if not is_ready() or not all(key in number for two in drafts for key in two):
        return ""
    pins = frozenset((number[newcomer], number[senior]) for newcomer, senior in drafts)
    instance = replace(checks.cast.instance, pins=pins, blocks=checks.cast.instance.blocks - pins)
    try:
        result = pair(instance, checks.policy)
    except Contradiction:
        return ""
    left = sum(match.score for match in result.pairs if (match.newcomer, match.senior) in pins)
    return price_band(round_.headline, left) or ""
