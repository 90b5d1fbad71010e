"""What-ifs: rounds under other rules, repeated, cancelled, counted, side by side; and what people see of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leases.actions import LeaseLost, claim
from pairing import actions
from pairing.actions import NoRoundsLeft, RoundUnderWay, cancel_round, publish_round, request_round, run_round
from pairing.models import Proposal, Reading, Round
from pairing.queries import budget_of, change_between, load
from pairing.wishes import pair_granting
from profiles.actions import tell_gaps
from programs.models import Participation, Program, Side
from tests.factories import NOW, later, make_participation
from tests.pairing.conftest import enrol, skill
from tests.pairing.test_rounds import proposed, run


def address(name: str, *keys) -> str:
    return reverse(f"pairing:{name}", args=keys)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def try_out(program: Program, now=NOW, **tried) -> Round:
    """Request and run a what-if, as the sweep does."""
    request_round(program, by=program.coordinator, now=now, **tried)
    round_ = claim(Round, now=now)
    run_round(round_, now=now)
    return Round.objects.get(pk=round_.pk)


def test_what_if_runs_other_rules_and_leaves_the_programs_alone(workshop):
    round_ = try_out(workshop.program, policy={"grade_distance_min": 5, "same_team": True})

    workshop.program.refresh_from_db()
    assert (workshop.program.policy, round_.policy["grade_distance_min"]) == ({}, 5)
    assert proposed(round_) == [("Ada", "Dora")]


def test_what_if_is_not_swallowed_by_a_round_under_way(workshop):
    program = workshop.program
    first = request_round(program, by=program.coordinator, now=NOW)

    assert request_round(program, by=program.coordinator, now=NOW) == first
    with pytest.raises(RoundUnderWay):
        request_round(program, by=program.coordinator, now=NOW, policy={"same_team": False})


def test_rounds_are_counted_by_day_and_refused_calmly(workshop, settings, as_person):
    settings.ROUNDS_A_DAY = 2
    program = workshop.program
    run(program, now=NOW)
    run(program, now=later(hours=1))
    late = later(hours=2)

    with pytest.raises(NoRoundsLeft) as refused:
        request_round(program, by=program.coordinator, now=late)

    assert (budget_of(program, now=late).left, refused.value.free_at) == (0, later(days=1))
    assert budget_of(program, now=later(days=1)).left == 1
    Round.objects.update(gaps_read_at=later(days=365 * 90))
    page = as_person(program.coordinator).post(address("rounds", program.pk), follow=True)
    assert [words.split(":")[0] for words in said(page)] == ["All rounds of today are used up"]
    assert (Round.objects.count(), b"Run a round" in page.content) == (2, False)


def test_cancelled_round_counts_only_if_it_had_read(workshop):
    program = workshop.program
    unread = request_round(program, by=program.coordinator, now=NOW)

    stopped = [cancel_round(unread, by=program.coordinator, now=NOW) for _ in range(2)]

    assert stopped == [True, False]
    assert budget_of(program, now=NOW).left == budget_of(program, now=NOW).most


def test_round_cancelled_in_the_middle_writes_nothing(workshop, monkeypatch, as_person):
    program = workshop.program
    request_round(program, by=program.coordinator, now=NOW)
    round_ = claim(Round, now=NOW)
    browser = as_person(program.coordinator)

    def cancelled_meanwhile(*given, **more):
        browser.post(address("cancel_round", program.pk, round_.pk))
        return pair_granting(*given, **more)

    with monkeypatch.context() as changed:
        changed.setattr(actions.rounds, "pair_granting", cancelled_meanwhile)
        with pytest.raises(LeaseLost):
            run_round(round_, now=NOW)

    page = browser.get(address("round", program.pk, round_.pk)).content.decode()
    sentence = f"{program.coordinator.name} stopped this round before its end. Nothing was kept."
    assert (page.count(sentence), Proposal.objects.count()) == (1, 0)
    assert claim(Round, now=later(days=1)) is None
    assert budget_of(program, now=NOW).left == budget_of(program, now=NOW).most - 1


def test_repeated_round_says_that_nothing_changed(workshop, as_person):
    program = workshop.program
    first = run(program)
    browser = as_person(program.coordinator)

    asked = browser.post(address("repeat_round", program.pk, first.pk))
    run_round(claim(Round, now=later(hours=1)), now=later(hours=1))
    page = browser.get(asked.url)

    assert (page.context["change"].is_same, page.context["change"].pairs_new) == (True, 0)
    assert b"same people, same rules, the same 2 pairs" in page.content


def test_change_names_people_by_number_and_profiles_only_from_k_on(workshop):
    program = workshop.program
    first = run(program)
    tell_gaps(workshop.ada, urgencies={skill("Budgets"): 1}, now=NOW)
    enrol(program, "Eve", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=2)
    Participation.objects.filter(pk=workshop.ben.pk).update(state=Participation.State.LEFT)
    second = try_out(program, policy={"same_team": False}, tried_from=first)

    change = change_between(first, second)

    assert change.said == [
        "The two may be in the same team.",
        "1 person is new in it.",
        "1 person is no longer in it.",
        "Fewer than 5 profiles changed.",
    ]
    assert (change.is_same, change.pairs_kept + change.pairs_new) == (False, second.placed)
    first.prints = {str(number): "then" for number in range(9)}
    second.prints = {str(number): "now" for number in range(9)}
    assert change_between(first, second).said[1:] == ["9 profiles changed."]


def test_rounds_side_by_side(workshop, as_person):
    program = workshop.program
    first, second = run(program), try_out(program, later(hours=1), policy={"grade_distance_min": 5})
    browser = as_person(program.coordinator)
    page = address("compare_rounds", program.pk)

    both = browser.get(page, {"round": [first.pk, second.pk, "nonsense"]})
    alone = browser.get(page, {"round": [first.pk]}, follow=True)

    assert [(column.round.placed, column.waiting, column.differs) for column in both.context["columns"]] == [
        (2, 0, []),
        (1, 2, ["The senior is at least 5 grades higher."]),
    ]
    assert said(alone) == ["Choose at least two rounds that are finished."]


def test_people_see_when_the_matcher_read_their_gaps(workshop, recorded):
    program = workshop.program
    run(program)
    Participation.objects.filter(pk=workshop.ben.pk).update(state=Participation.State.LEFT)
    run(program, now=later(days=1))

    reads = [len(recorded(place.person, Reading)) for place in (workshop.ada, workshop.ben)]

    assert reads == [2, 1]
    assert recorded(workshop.ben.person, Reading)[0][1:3] == (program.coordinator.name, program.name)


def test_rounds_with_nobody_to_bring_together_say_so(workshop, as_person):
    program = workshop.program
    browser = as_person(program.coordinator)
    tell_gaps(workshop.cleo, urgencies={}, now=NOW)
    Participation.objects.filter(pk=workshop.dora.pk).update(state=Participation.State.LEFT)

    page = browser.get(address("rounds", program.pk)).content.decode()
    stopped = run(program)

    assert "A round needs at least one person on each side with a finished profile and a free place." in page
    assert stopped.failure == "No senior is ready to be paired yet, so there was nobody to bring together."


def test_round_without_any_allowed_pair_says_so(workshop, as_person):
    program = workshop.program
    round_ = try_out(program, policy={"grade_distance_min": 20})

    page = as_person(program.coordinator).get(address("round", program.pk, round_.pk)).content.decode()

    assert (round_.placed, "No pair is possible" in page) == (0, True)


def test_contradicting_input_is_named(workshop, monkeypatch):
    program = workshop.program
    number = {place.pk: at for at, place in load(program, now=NOW).places.items()}
    whole = load(program, now=NOW)
    twice = frozenset({(number[workshop.ada.pk], number[senior.pk]) for senior in (workshop.cleo, workshop.dora)})
    object.__setattr__(whole.instance, "pins", twice)
    object.__setattr__(whole.instance, "blocks", frozenset({(number[workshop.ada.pk], number[workshop.cleo.pk])}))
    monkeypatch.setattr(actions.rounds, "load", lambda *_args, **_more: whole)

    round_ = run(program)

    assert round_.failure == (
        "Ada and Cleo are kept together by hand, but they are also kept apart, or have met before. "
        "Ada has 1 free place and is kept together with 2 people. Nobody was paired and nothing was changed."
    )


def test_place_more_than_given_is_for_looking_only(workshop):
    program = workshop.program
    eve = enrol(program, "Eve", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=2)

    round_ = try_out(program, more_place_with=workshop.dora)

    assert (round_.placed, round_.waiting.count(), eve.state) == (3, 0, "enrolled")
    with pytest.raises(actions.NotPublishable):
        publish_round(round_, now=NOW)


def test_budget_frees_place_by_place(workshop, settings):
    program = workshop.program
    for hour in range(3):
        run(program, now=later(hours=hour))
    settings.ROUNDS_A_DAY = 2

    budget = budget_of(program, now=later(hours=3))

    assert (budget.left, budget.free_at) == (0, NOW + timedelta(days=1, hours=1))


def test_strangers_to_pairing_see_none_of_it(workshop, as_person):
    round_ = run(workshop.program)
    taking_part = as_person(workshop.ada.person)
    make_participation(workshop.program)

    pages = [
        taking_part.get(address(name, workshop.program.pk, *keys)).status_code
        for name, *keys in (("policy",), ("rehearsals",), ("compare_rounds",), ("repeat_round", round_.pk))
    ]

    assert pages == [403] * 4
