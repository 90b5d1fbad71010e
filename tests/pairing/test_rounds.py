"""A round from request to proposals: the right pairs, proven, told to each in their own words."""

import json
from datetime import UTC, datetime

import pytest

from leases.actions import LeaseLost, claim
from outbox.models import Message
from pairing import actions
from pairing.actions import NotPublishable, look_at_round, publish_round, request_round, run_round
from pairing.actions import rounds as rounds_module
from pairing.models import Pair, Proposal, Reason, Round, Waiting
from pairing.queries import load
from pairing.tasks import run_rounds
from people.models import User
from profiles.actions import set_interests, set_rhythm, tell_gaps
from programs.actions import NotOpen
from programs.models import Participation, Program, Side
from record.sealing import open_one
from tests.factories import NOW, later, make_pair, make_person, make_program
from tests.pairing.conftest import enrol, skill


def run(program: Program, now=NOW) -> Round:
    """Request and run a round, as the sweep does."""
    request_round(program, by=program.coordinator, now=now)
    round_ = claim(Round, now=now)
    assert round_ is not None
    run_round(round_, now=now)
    return Round.objects.get(pk=round_.pk)


def run_and_look(program: Program, now=NOW) -> Round:
    """Run a round, and let its coordinator look at the pairs."""
    round_ = run(program, now)
    look_at_round(round_, by=program.coordinator, now=now)
    return Round.objects.get(pk=round_.pk)


def proposed(round_: Round) -> list[tuple[str, str]]:
    return sorted(
        round_.proposals.values_list("newcomer__person__name", "senior__person__name"),
    )


def reason_for(place: Participation) -> dict[str, list[str]]:
    return json.loads(open_one(Reason.objects.get(told_to=place), "text"))


def test_run_round_finds_the_known_best_pairs_and_proves_them(workshop):
    round_ = run(workshop.program)

    assert (round_.state, round_.failure) == (Round.State.DONE, "")
    assert proposed(round_) == workshop.best
    assert (round_.newcomers, round_.seniors, round_.placed, round_.is_certified) == (2, 2, 2, True)
    assert (round_.headline["two_way"], round_.headline["weakest"]) == (2, 1)
    assert {each.state for each in round_.proposals.all()} == {Proposal.State.DRAFT}


def test_run_round_tells_each_side_their_own_gap_and_their_own_offers(workshop):
    set_interests(workshop.ada.person, names=["Night trains", "Chess"], now=NOW)
    set_interests(workshop.dora.person, names=["chess"], now=NOW)

    run(workshop.program)

    assert reason_for(workshop.ada) == {"learn": ["Budgets"], "share": ["Chess"], "offer": ["Knots"]}
    assert reason_for(workshop.dora) == {"learn": ["Knots"], "share": ["Chess"], "offer": ["Budgets"]}
    assert reason_for(workshop.ben) == {"learn": ["Speeches"], "share": [], "offer": ["Tea", "Maps"]}


def test_run_round_leaves_no_gap_in_clear_anywhere(workshop, dumped):
    tell_gaps(workshop.ada, urgencies={skill("Budgets"): 3, skill("Canary"): 3}, now=NOW)
    gaps_before = (dumped("Canary"), dumped("Budgets"))

    round_ = run(workshop.program)
    publish_round(round_, now=NOW)

    # The words stand on the skill list and nowhere else.
    assert (dumped("Canary"), dumped("Budgets")) == gaps_before == (1, 1)
    assert dumped('"learn"') == 0


def test_same_people_give_the_same_hash_and_a_changed_gap_another(workshop):
    first = run(workshop.program)
    second = run(workshop.program)
    tell_gaps(workshop.ada, urgencies={skill("Budgets"): 1}, now=NOW)
    third = run(workshop.program)

    assert (first.input_hash == second.input_hash, second.input_hash == third.input_hash) == (True, False)
    assert proposed(first) == proposed(second)


def test_reporting_line_at_any_depth_is_never_paired(workshop):
    middle = make_person("Middle", manager=workshop.dora.person)
    lower = make_person("Lower", manager=middle)
    User.objects.filter(pk=workshop.ada.person_id).update(manager=lower)

    cast = load(workshop.program, now=NOW)
    round_ = run(workshop.program)

    ada = next(number for number, place in cast.places.items() if place == workshop.ada)
    assert len(cast.people[ada].managers) == 3
    assert ("Ada", "Dora") not in proposed(round_)


def test_circle_of_managers_ends(workshop):
    User.objects.filter(pk=workshop.ada.person_id).update(manager=workshop.ben.person_id)
    User.objects.filter(pk=workshop.ben.person_id).update(manager=workshop.ada.person_id)

    cast = load(workshop.program, now=NOW)

    assert sorted(len(person.managers) for person in cast.people.values()) == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("zone", "now", "first"),
    [
        ("Europe/London", datetime(2026, 3, 2, tzinfo=UTC), 18),
        ("Europe/London", datetime(2026, 7, 1, tzinfo=UTC), 16),
        ("Asia/Kathmandu", datetime(2026, 3, 2, tzinfo=UTC), 6),
        ("Pacific/Auckland", datetime(2026, 3, 2, tzinfo=UTC), 328),
    ],
)
def test_working_hours_become_half_hours_of_the_week_in_utc(workshop, zone, now, first):
    set_rhythm(workshop.ada.person, languages=["en"], workdays=[0], work_from=18, work_to=20, zone=zone, now=NOW)

    cast = load(workshop.program, now=now)

    hours = next(cast.people[number].hours for number, place in cast.places.items() if place == workshop.ada)
    assert hours == {first, first + 1}


def test_load_leaves_out_who_is_full_away_or_unfinished(workshop):
    Participation.objects.filter(pk=workshop.ada.pk).update(places_taken=1)
    Participation.objects.filter(pk=workshop.ben.pk).update(state=Participation.State.LEFT)
    tell_gaps(workshop.cleo, urgencies={}, now=NOW)

    cast = load(workshop.program, now=NOW)

    assert [place.person.name for place in cast.places.values()] == ["Dora"]


def test_load_lowers_places_by_open_proposals(workshop):
    Participation.objects.filter(pk=workshop.cleo.pk).update(capacity=2)
    publish_round(run(workshop.program), now=NOW)

    cast = load(workshop.program, now=NOW)

    assert [(place.person.name, cast.people[at].capacity) for at, place in cast.places.items()] == [("Cleo", 1)]


def test_people_who_met_or_were_proposed_are_not_proposed_again(workshop):
    elsewhere = make_program("Elsewhere")
    enrol(elsewhere, "Zoe", Side.SENIOR, {}, {})
    met = make_pair(
        elsewhere,
        Participation.objects.create(
            program=elsewhere, person=workshop.dora.person, side=Side.NEWCOMER, state="enrolled",
            data_key=elsewhere.survey_key, invited_at=NOW,
        ),
        Participation.objects.create(
            program=elsewhere, person=workshop.ada.person, side=Side.SENIOR, state="enrolled",
            data_key=workshop.program.survey_key, invited_at=NOW,
        ),
    )  # fmt: skip
    Pair.objects.filter(pk=met.pk).update(ended_at=NOW)

    round_ = run(workshop.program)

    assert proposed(round_) == [("Ada", "Cleo"), ("Ben", "Dora")]


def test_lapsed_proposals_are_blocked_in_the_next_round(workshop):
    publish_round(run(workshop.program), now=NOW)
    actions.lapse_proposals(now=later(days=10))

    round_ = run(workshop.program, now=later(days=11))

    assert proposed(round_) == [("Ada", "Cleo"), ("Ben", "Dora")]


def test_round_with_an_empty_side_says_so(cast):
    round_ = run(cast.program)

    assert (round_.has_failed, round_.failure) == (
        True,
        "No newcomer is ready to be paired yet, so there was nobody to bring together.",
    )


def test_round_with_an_impossible_rule_says_so(workshop):
    Program.objects.filter(pk=workshop.program.pk).update(policy={"location": "nearby"})

    round_ = run(workshop.program)

    assert round_.failure == "A pairing rule of this program has a value that cannot be. Edit the rules first."


def test_unpaired_people_are_told_by_rule(workshop):
    enrol(workshop.program, "Eve", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=2)

    round_ = run(workshop.program)

    assert list(Waiting.objects.filter(round=round_).values_list("participation__person__name", "why")) == [
        ("Eve", "competition")
    ]


def test_request_round_keeps_one_under_way(workshop):
    first = request_round(workshop.program, by=workshop.program.coordinator, now=NOW)
    second = request_round(workshop.program, by=workshop.program.coordinator, now=later(minutes=1))

    assert (first, Round.objects.count()) == (second, 1)


def test_request_round_refuses_a_closed_program(workshop):
    Program.objects.filter(pk=workshop.program.pk).update(state=Program.State.CLOSED)

    with pytest.raises(NotOpen):
        request_round(workshop.program, by=workshop.program.coordinator, now=NOW)


def test_run_rounds_sweeps_until_nothing_waits(workshop):
    elsewhere = make_program("Elsewhere")
    for program in (workshop.program, elsewhere):
        request_round(program, by=program.coordinator, now=NOW)

    run_rounds()

    assert sorted(Round.objects.values_list("state", flat=True)) == [Round.State.DONE, Round.State.FAILED]


class WorkerKilled(BaseException):
    """What a worker feels of a kill in the middle of a round."""


@pytest.mark.parametrize("dies_in", ["pair_granting", "verify", "finish"])
def test_round_of_a_stopped_worker_is_finished_by_the_next_sweep(workshop, monkeypatch, dies_in):
    request_round(workshop.program, by=workshop.program.coordinator, now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(rounds_module, dies_in, lambda *_args, **_more: (_ for _ in ()).throw(WorkerKilled))
        with pytest.raises(WorkerKilled):
            run_round(claim(Round, now=NOW), now=NOW)
    halfway = (Round.objects.get().state, Proposal.objects.count(), Reason.objects.count())

    too_early = claim(Round, now=later(minutes=1))
    run_round(claim(Round, now=later(minutes=3)), now=later(minutes=3))

    assert halfway == (Round.State.RUNNING, 0, 0)
    assert too_early is None
    assert (Round.objects.get().state, Proposal.objects.count(), Reason.objects.count()) == (Round.State.DONE, 2, 4)


def test_worker_that_lost_its_lease_writes_nothing(workshop):
    request_round(workshop.program, by=workshop.program.coordinator, now=NOW)
    slow = claim(Round, now=NOW)
    quick = claim(Round, now=later(minutes=3))
    run_round(quick, now=later(minutes=3))

    with pytest.raises(LeaseLost):
        run_round(slow, now=later(minutes=4))

    assert (Round.objects.get().state, Proposal.objects.count()) == (Round.State.DONE, 2)


def test_publish_round_tells_each_person_once_with_a_reminder(workshop, told):
    round_ = run(workshop.program)

    opened = [publish_round(round_, now=NOW), publish_round(round_, now=later(minutes=1))]

    names = ["Ada", "Ben", "Cleo", "Dora"]
    assert opened == [2, 0]
    assert told() == [("proposal", name) for name in names] + [("proposal_reminder", name) for name in names]
    assert set(Proposal.objects.values_list("state", "lapses_at")) == {(Proposal.State.OPEN, later(days=10))}
    assert set(Message.objects.filter(kind="proposal_reminder").values_list("due_at", flat=True)) == {later(days=7)}
    assert Round.objects.get().published_at == NOW


def test_publish_round_passes_over_who_left_or_is_full(workshop):
    round_ = run(workshop.program)
    Participation.objects.filter(pk=workshop.ada.pk).update(state=Participation.State.LEFT)
    Participation.objects.filter(pk=workshop.cleo.pk).update(places_taken=1)

    opened = publish_round(round_, now=NOW)

    assert (opened, set(round_.proposals.values_list("state", flat=True))) == (0, {Proposal.State.DRAFT})


def test_publish_round_passes_over_who_came_back_on_the_other_side(workshop):
    round_ = run(workshop.program)
    Participation.objects.filter(pk=workshop.ada.pk).update(side=Side.SENIOR)

    assert (publish_round(round_, now=NOW), Proposal.objects.open().get().newcomer) == (1, workshop.ben)


def test_publish_round_refuses_an_older_one_and_an_unfinished_one(workshop):
    older, newer = run(workshop.program), run(workshop.program, now=later(minutes=1))
    publish_round(newer, now=later(minutes=2))
    waiting = request_round(workshop.program, by=workshop.program.coordinator, now=later(minutes=3))

    for round_ in (older, waiting):
        with pytest.raises(NotPublishable):
            publish_round(round_, now=later(minutes=4))
