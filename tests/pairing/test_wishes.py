"""The person's own input: it counts, it is exact, and nobody else can read or infer it."""

from dataclasses import replace

import pytest

from pairing.actions import (
    HandRefused,
    TooManyWishes,
    answer_proposal,
    publish_round,
    rule_pair,
    set_wish_policy,
    tell_wishes,
)
from pairing.engine import Instance, Person, Policy, certify, pair, verify
from pairing.models import Proposal, Ruling, Waiting, Wishes, WishPolicy
from pairing.queries import found_across, told_by, wish_policy
from pairing.wishes import Wants, grant, pair_granting, public_why
from programs.actions import NotOpen
from programs.models import Participation, Program, Side
from tests.factories import NOW, later
from tests.pairing.conftest import enrol
from tests.pairing.test_rounds import proposed, run

BARE = replace(Policy.only_skills(), weight_interest=1, interest_most=3)


def tell(place: Participation, *, asks=(), not_with=(), likes=()) -> None:
    tell_wishes(
        place, asks=[each.person_id for each in asks], not_with=[each.person_id for each in not_with], likes=list(likes)
    )


def twos(result) -> list[tuple[int, int]]:
    return [(match.newcomer, match.senior) for match in result.pairs]


def test_private_not_with_keeps_two_apart_and_is_called_competition(workshop):
    tell(workshop.dora, not_with=[workshop.ada])
    Participation.objects.filter(pk=workshop.ben.pk).update(state=Participation.State.LEFT)
    Participation.objects.filter(pk=workshop.cleo.pk).update(state=Participation.State.LEFT)

    round_ = run(workshop.program)

    assert proposed(round_) == []
    assert set(Waiting.objects.values_list("participation__person__name", "why")) == {
        ("Ada", "competition"),
        ("Dora", "competition"),
    }


def test_public_why_is_what_it_would_be_without_any_not_with():
    """For every small world: whoever is left over is told a reason that no “not with” has changed."""
    seniors = [Person(10 + at, {0: 1}, {0: 1}, team=at % 2, grade=at) for at in range(4)]
    mine = Person(1, {0: 1}, {0: 1}, team=0, grade=0)
    policy = replace(BARE, same_team=True, grade_distance_min=2)
    for blocked in range(4):
        instance = Instance([mine], seniors, blocks=frozenset({(1, 10 + blocked)}))
        taken = replace(instance, seniors=[replace(each, capacity=1) for each in seniors])
        for hidden in range(1, 16):
            away = frozenset(10 + at for at in range(4) if hidden >> at & 1)
            granted = grant(taken, {1: Wants(not_with=away)})
            without = grant(taken, {})
            said = [
                public_why(each, policy, who=1, side="newcomer", why=why)
                for each, why in ((granted, "block"), (granted, "same_team"))
            ]
            # The one senior no rule keeps away stands open: then it is competition, with or without a secret.
            stands_open = [at for at in range(4) if at % 2 and at >= 2 and at != blocked]
            expected = "competition" if stands_open else said[0]
            if granted.secret:
                assert said == [expected, expected]
                assert "block" not in said or blocked == 3
            assert public_why(without, policy, who=1, side="newcomer", why="same_team") == "same_team"


def test_not_with_does_not_hinder_what_organisers_do_but_gives_the_no_for_the_person(
    workshop, told, post_round, mailoutbox
):
    tell(workshop.dora, not_with=[workshop.ada])
    by = workshop.program.coordinator
    rule_pair(workshop.program, newcomer=workshop.ada, senior=workshop.dora, kind="together", by=by, now=NOW)

    round_ = run(workshop.program)
    publish_round(round_, now=NOW)
    letters = post_round(mailoutbox, NOW)

    assert proposed(round_) == workshop.best
    assert Proposal.objects.get(newcomer=workshop.ada).senior_says is False
    assert sorted(letter.to[0].split(".")[0] for letter in letters) == ["ada", "ben", "cleo"]


def test_mutual_asks_come_first_where_they_cost_nobody(workshop):
    fay = enrol(workshop.program, "Fay", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3}, grade=2)
    tell(fay, asks=[workshop.dora])
    one_way = proposed(run(workshop.program))
    tell(workshop.dora, asks=[fay])
    soft = proposed(run(workshop.program))
    set_wish_policy(workshop.program, asks="off", takes_not_with=True, takes_likes=True)

    # Ada and Fay offer and ask the same; an ask of one counts like a shared interest, that of both decides.
    assert one_way == soft == [("Ben", "Cleo"), ("Fay", "Dora")]
    assert len(proposed(run(workshop.program))) == 2


def test_a_costly_mutual_ask_is_granted_only_where_asks_are_hard(workshop):
    tell(workshop.ada, asks=[workshop.cleo])
    tell(workshop.cleo, asks=[workshop.ada])

    soft = proposed(run(workshop.program))
    set_wish_policy(workshop.program, asks="hard", takes_not_with=True, takes_likes=True)

    assert soft == workshop.best
    assert proposed(run(workshop.program)) == [("Ada", "Cleo"), ("Ben", "Dora")]


@pytest.mark.parametrize("asks", ["soft", "hard", "off"])
def test_granting_is_exact_and_never_costs_a_place_or_an_exchange_where_soft(asks):
    """Three asks at once of which two exclude each other and one breaks a rule; every result is proven."""
    newcomers = [Person(at, {at: 2}, {at + 10: 2}, team=at) for at in range(4)]
    seniors = [Person(10 + at, {at + 10: 2}, {at: 2}, team=at + 1) for at in range(4)]
    wants = {0: Wants(asks=frozenset({11})), 11: Wants(asks=frozenset({0, 1})), 1: Wants(asks=frozenset({11, 10}))}
    policy = replace(BARE, same_team=True)
    granted = grant(Instance(newcomers, seniors), wants)
    free = pair(granted.instance, policy)
    once, told = list[str](), list[str]()
    pair(granted.instance, policy, lambda stage, _done, _total: once.append(stage))

    instance, result = pair_granting(granted, policy, asks=asks, progress=lambda stage, *_: told.append(stage))

    # Going through the stages again would tell that two ask for each other.
    assert (told[: len(once)], set(told[len(once) :]) - {"done"}) == (once, set())
    verify(instance, policy, result)
    certify(instance, policy, result)
    assert granted.mutual == {(0, 11), (1, 11)}
    if asks == "hard":
        assert instance.pins == {(0, 11)}
    else:
        assert (result.headline.placed, result.headline.two_way) == (free.headline.placed, free.headline.two_way)
        assert result.headline == free.headline


def test_a_like_counts_as_one_shared_interest_and_is_no_interest_in_the_reason(workshop):
    for place, department in ((workshop.ada, "Ops"), (workshop.cleo, "Ops"), (workshop.dora, "IT")):
        place.person.department = department
        place.person.save()
    newcomer = Person(1, {0: 1}, {0: 1}, department=1)
    instance = Instance([newcomer], [Person(2, {0: 1}, {0: 1}, department=1), Person(3, {0: 1}, {0: 1}, department=2)])
    granted = grant(instance, {1: Wants(likes=frozenset({"other_department"}))}).instance
    tell(workshop.ada, likes=["other_department"])

    assert twos(pair(granted, BARE)) == [(1, 3)]
    assert pair(granted, BARE).headline.total == pair(instance, BARE).headline.total + 1
    assert proposed(run(workshop.program)) == workshop.best


def test_wishes_are_sealed_bounded_and_of_the_other_side(workshop, dumped):
    before = dumped(str(workshop.dora.person_id))
    tell(workshop.ada, asks=[workshop.dora, workshop.ben], not_with=[workshop.cleo], likes=["far_grade"])
    told = told_by([workshop.ada])[workshop.ada.pk]

    assert (told.asks, told.not_with, told.likes) == (
        (workshop.dora.person_id,),
        (workshop.cleo.person_id,),
        ("far_grade",),
    )
    assert (dumped("far_grade"), dumped(str(workshop.dora.person_id))) == (0, before)
    with pytest.raises(TooManyWishes):
        tell(workshop.ada, asks=[workshop.dora] * 4)
    Program.objects.update(state=Program.State.CLOSED)
    with pytest.raises(NotOpen):
        tell(workshop.ada)


def test_what_a_program_does_not_take_does_not_count(workshop):
    tell(workshop.dora, not_with=[workshop.ada], asks=[workshop.ben])
    set_wish_policy(workshop.program, asks="off", takes_not_with=False, takes_likes=False)

    assert proposed(run(workshop.program)) == workshop.best
    assert wish_policy(workshop.program).takes_any is False
    assert WishPolicy.objects.count() == 1


def test_declining_may_add_a_wish_that_stays_with_the_person(workshop):
    publish_round(run(workshop.program), now=NOW)
    proposal = Proposal.objects.get(newcomer=workshop.ada)

    answer_proposal(proposal, side=Side.NEWCOMER, yes=False, likes=["same_location"], now=NOW)
    answer_proposal(proposal, side=Side.SENIOR, yes=True, likes=["far_grade"], now=later(hours=1))

    assert told_by([workshop.ada])[workshop.ada.pk].likes == ("same_location",)
    assert Wishes.objects.count() == 1


def test_found_across_finds_names_on_the_other_side_alone(workshop):
    enrol(workshop.program, "Doris Dee", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1})

    assert [each.person.name for each in found_across(workshop.ada, "do")] == ["Dora"]
    assert (found_across(workshop.ada, "d"), found_across(workshop.ada, "meridian")) == ([], [])


def test_a_ruling_is_not_refused_for_a_private_reason(workshop):
    """Whether a pin is refused must not depend on a “not with”."""
    tell(workshop.dora, not_with=[workshop.ada])
    by = workshop.program.coordinator

    try:
        rule_pair(workshop.program, newcomer=workshop.ada, senior=workshop.dora, kind="together", by=by, now=NOW)
    except HandRefused:  # pragma: no cover
        pytest.fail("the refusal gives a private wish away")
    assert Ruling.objects.count() == 1
