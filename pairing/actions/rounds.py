"""Verbs of rounds: request, run, cancel. The one place where people become the engine's input and its result rows."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from leases.actions import LeaseLost, fail, finish, report, wake
from leases.clock import Clock, running_from
from pairing.actions.reasons import write_reasons
from pairing.bands import low_of, shift_of
from pairing.engine import Contradiction, NotOptimal, Policy, Result, certify, verify
from pairing.models import Proposal, Round, Waiting
from pairing.queries import RULED, Cast, budget_of, load, wish_policy
from pairing.rules import contradictions_in_words
from pairing.wishes import pair_granting, public_why
from people.models import User
from programs.actions import NotOpen
from programs.data.policy import RULES, WISHES, overrides
from programs.models import Participation, Program
from record.sealing import keyed_hash

# How many contradictions one sentence names, and what the engine's stages are called.
MOST_TOLD = 2
STAGES = {
    "reading": "Reading profiles",
    "scoring": "Looking at every possible pair",
    "pairing": "Choosing the pairs",
    "proving": "Proving that no better pairing exists",
    "comparing": "Comparing with chance and with the simplest way",
    "explaining": "Finding out why people wait",
    "done": "Keeping the result",
}

Tell = Callable[[str, int, int], None]
logger = logging.getLogger(__name__)


class RoundUnderWay(Exception):
    """Another round of the program is under way, with other rules."""


class NoRoundsLeft(Exception):
    """As many rounds as may read gaps within a day have done so; `free_at` says when the next one may."""

    def __init__(self, free_at: datetime) -> None:
        self.free_at = free_at
        super().__init__(free_at)


class _Stopped(Exception):
    """The round ends here; the one sentence says why to the person who asked for it."""


@transaction.atomic
def request_round(
    program: Program,
    *,
    by: User,
    now: datetime,
    policy: Mapping[str, Any] | None = None,
    tried_from: Round | None = None,
    more_place_with: Participation | None = None,
) -> Round:
    """Ask for a round and wake its sweep; while the same one is under way that one is returned.

    It runs under the program's policy, or as a what-if under another. Raises NotOpen, RoundUnderWay, NoRoundsLeft.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    if not program.is_open or program.is_paused:
        raise NotOpen
    policy = program.policy if policy is None else overrides(policy)
    under_way = program.rounds.filter(state__in=Round.UNDER_WAY).first()
    if under_way is not None:
        if (under_way.policy, under_way.more_place_with) != (policy, more_place_with):
            raise RoundUnderWay
        return under_way
    budget = budget_of(program, now=now)
    if not budget.left:
        raise NoRoundsLeft(budget.free_at)
    wake("pairing.run_rounds")
    return Round.objects.create(
        program=program,
        requested_by=by,
        requested_at=now,
        policy=policy,
        tried_from=tried_from,
        more_place_with=more_place_with,
    )


@transaction.atomic
def cancel_round(round_: Round, *, by: User, now: datetime) -> bool:
    """Stop a round before its end; return whether it was still under way.

    Its worker loses the lease with this, and writes nothing.
    """
    under_way = Round.objects.filter(pk=round_.pk, state__in=Round.UNDER_WAY)
    sentence = f"{by.name} stopped this round before its end. Nothing was kept."
    stopped = under_way.update(
        state=Round.State.FAILED, failure=sentence, finished_at=now, lease=None, leased_until=None
    )
    return bool(stopped)


@transaction.atomic
def set_policy(program: Program, *, policy: Mapping[str, Any]) -> None:
    """Give a program its rules and wishes; what is not named stays as it was. Raises NotOpen once it is over."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    if program.is_closed:
        raise NotOpen
    named = {each.field for each in (*RULES, *WISHES)}
    kept = {name: value for name, value in program.policy.items() if name not in named}
    Program.objects.filter(pk=program.pk).update(policy={**kept, **overrides({**program.policy, **policy})})


def run_round(round_: Round, *, now: datetime) -> None:
    """Pair the people of a claimed round, prove the result and store it as drafts, all or nothing.

    Every step prolongs the lease. What cannot be paired ends the round with a plain sentence. Raises LeaseLost, with
    nothing written, when another worker has taken over.
    """
    hour = running_from(now)

    def tell(stage: str, done: int, total: int) -> None:
        report(round_, stage=STAGES.get(stage, stage), done=done, total=total, now=hour())

    try:
        _run(round_, tell, now=now, hour=hour)
    except _Stopped as reason:
        fail(round_, sentence=str(reason), now=hour())


def _run(round_: Round, tell: Tell, *, now: datetime, hour: Clock) -> None:
    program = round_.program
    tell("Reading profiles", 0, 0)
    try:
        policy = Policy.from_dict(round_.policy)
    except (TypeError, ValueError):
        raise _Stopped("A pairing rule of this program has a value that cannot be. Edit the rules first.") from None
    cast = load(program, now=now, more_place_with=round_.more_place_with_id)
    _note_reading(round_, cast, now=now)
    _check_sides(cast, program)
    try:
        instance, result = pair_granting(cast.granted, policy, asks=wish_policy(program).asks, progress=tell)
    except Contradiction as contradiction:
        names = {number: place.person.name for number, place in cast.places.items()}
        said = contradictions_in_words(contradiction.problems, names)
        raise _Stopped(f"{' '.join(said[:MOST_TOLD])} Nobody was paired and nothing was changed.") from None
    cast = replace(cast, instance=instance)
    tell("Checking the result", 0, 0)
    try:
        verify(instance, policy, result)
    except Contradiction:
        logger.exception("round %s broke a rule", round_.pk)
        raise _Stopped("The result broke one of your rules and was thrown away. Nothing was changed.") from None
    rules = policy.to_dict()
    round_.policy, round_.engine_version = rules, result.engine_version
    round_.input_hash = keyed_hash(program.survey_key, cast.canonical, json.dumps(rules, sort_keys=True))
    round_.is_certified = _is_certified(round_, cast, policy, result, tell)
    _keep(round_, cast, result, now=hour())


def _note_reading(round_: Round, cast: Cast, *, now: datetime) -> None:
    """Note at once whose gaps were read, also of a round that ends without a result."""
    key = round_.program.survey_key
    prints = {str(place): keyed_hash(key, tale) for place, tale in cast.tales.items()}
    prints[RULED] = keyed_hash(key, cast.ruled)
    noted = Round.objects.filter(pk=round_.pk, state=Round.State.RUNNING, lease=round_.lease)
    if not noted.update(gaps_read_at=now, prints=prints):
        raise LeaseLost


def _check_sides(cast: Cast, program: Program) -> None:
    sides = {program.newcomer_label: cast.instance.newcomers, program.senior_label: cast.instance.seniors}
    for label, people in sides.items():
        if not people:
            raise _Stopped(f"No {label.lower()} is ready to be paired yet, so there was nobody to bring together.")


def _is_certified(round_: Round, cast: Cast, policy: Policy, result: Result, tell: Tell) -> bool:
    """Whether the proof holds that no better pairing exists under these rules."""
    try:
        certify(cast.instance, policy, result, tell)
    except NotOptimal:
        logger.exception("round %s is not proven", round_.pk)
        return False
    return True


@transaction.atomic
def _keep(round_: Round, cast: Cast, result: Result, *, now: datetime) -> None:
    """Store drafts, reasons and headline in one transaction with the end of the lease."""
    proposals = [
        Proposal(round=round_, newcomer=cast.places[match.newcomer], senior=cast.places[match.senior])
        for match in result.pairs
    ]
    Proposal.objects.bulk_create(proposals)
    write_reasons(proposals, cast)
    policy = Policy.from_dict(round_.policy)
    Waiting.objects.bulk_create(
        [
            Waiting(
                round=round_,
                participation=cast.places[left.person],
                why=public_why(cast.granted, policy, who=left.person, side=left.side, why=left.why),
            )
            for left in result.unpaired
        ]
    )
    round_.newcomers, round_.seniors = len(cast.instance.newcomers), len(cast.instance.seniors)
    round_.placed, round_.headline = result.headline.placed, {**asdict(result.headline), "low": _low(round_, result)}
    round_.compared = {name: asdict(headline) for name, headline in result.compared.items()}
    round_.unknown = dict(result.unknown)
    round_.save(
        update_fields=[
            "policy", "engine_version", "input_hash", "is_certified",
            "newcomers", "seniors", "placed", "headline", "compared", "unknown",
        ]
    )  # fmt: skip
    finish(round_, now=now)


def _low(round_: Round, result: Result) -> int:
    """Return what the weaker side of nearly all two-way pairs gets."""
    weaker = (min(sum(match.teaches.values()), sum(match.learns.values())) for match in result.pairs)
    return low_of((least for least in weaker if least), shift=shift_of(round_.input_hash))
