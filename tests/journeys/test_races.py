"""Verbs of different people at the same moment, on real connections: one effect, no place taken twice."""

import pytest

from outbox.models import Message
from pairing.actions import answer_proposal, end_pair, lapse_proposals, publish_round, request_round, withdraw
from pairing.models import NeverAgain, Pair, Proposal, Round
from programs.actions import enrol, invite, join
from programs.models import Participation, Program, Side
from tests.factories import NOW, later, make_pair, make_participation, make_person, make_program, make_proposal
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(db) -> Program:
    return make_program(entry="anyone")


@pytest.fixture
def senior(program) -> Participation:
    """Somebody with a single place."""
    return make_participation(program, side=Side.SENIOR)


def newcomers(program: Program, count: int) -> list[Participation]:
    return [make_participation(program, side=Side.NEWCOMER) for _ in range(count)]


def places(*people: Participation) -> list[int]:
    return [Participation.objects.get(pk=each.pk).places_taken for each in people]


def test_enrolling_on_both_sides_at_once_takes_part_on_one(program):
    person = make_person()

    def press(side):
        return lambda: join(program, person=person, side=side, capacity=1, now=NOW)

    assert at_once(*[press(side) for side in Side] * 2) == ["AlreadyEnrolled"] * 3
    assert Participation.objects.filter(person=person, state="enrolled").count() == 1


def test_inviting_at_once_makes_one_participation(program):
    person = make_person()

    assert at_once(*[lambda: invite(program, person=person, now=NOW)] * 4) == []
    assert (Participation.objects.count(), Message.objects.filter(kind="invitation").count()) == (1, 1)


def test_the_last_place_goes_to_one(program, senior):
    proposals = [make_proposal(program, newcomer, senior) for newcomer in newcomers(program, 3)]
    Proposal.objects.update(newcomer_says=True)

    def accept(proposal):
        return lambda: answer_proposal(proposal, side=Side.SENIOR, yes=True, now=NOW)

    assert at_once(*map(accept, proposals)) == []
    pair = Pair.objects.get()
    assert (places(senior, pair.newcomer), sum(places(*(each.newcomer for each in proposals)))) == ([1, 1], 1)
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["lapsed", "lapsed", "paired"]


def test_accepting_leaving_and_lapsing_at_once_leave_no_place_taken(program, senior):
    for _ in range(4):
        (newcomer,) = newcomers(program, 1)
        proposal = make_proposal(program, newcomer, senior)
        Proposal.objects.filter(pk=proposal.pk).update(newcomer_says=True, lapses_at=later(days=1))

        faults = at_once(
            lambda: answer_proposal(proposal, side=Side.SENIOR, yes=True, now=NOW),  # noqa: B023 - done at once
            lambda: withdraw(newcomer, now=NOW),  # noqa: B023
            lambda: lapse_proposals(now=later(days=2)),
        )

        assert set(faults) <= {"TooLate"}
        assert (places(senior, newcomer), Pair.objects.live().count(), Proposal.objects.open().count()) == (
            [0, 0],
            0,
            0,
        )


def test_both_of_a_pair_leaving_at_once_end_it_once(program, senior):
    (newcomer,) = newcomers(program, 1)
    answer = {"yes": True, "now": NOW}
    proposal = make_proposal(program, newcomer, senior)
    for side in Side:
        answer_proposal(proposal, side=side, **answer)

    assert at_once(*[lambda who=who: withdraw(who, now=NOW) for who in (newcomer, senior)] * 2) == []
    assert (places(senior, newcomer), Pair.objects.live().count()) == ([0, 0], 0)


def test_publishing_two_rounds_at_once_opens_one(program, senior):
    rounds = []
    for newcomer in newcomers(program, 2):
        proposal = make_proposal(program, newcomer, senior)
        rounds.append(proposal.round)
    Proposal.objects.update(state="draft")
    Round.objects.update(published_at=None)

    faults = at_once(*[lambda each=each: publish_round(each, now=later(minutes=1)) for each in rounds * 2])

    assert (set(faults), Proposal.objects.open().count()) == ({"NotPublishable"}, 1)
    assert Message.objects.filter(kind="proposal").count() == 2


def test_asking_for_a_round_at_once_asks_for_one(program):
    assert at_once(*[lambda: request_round(program, by=program.coordinator, now=NOW)] * 4) == []
    assert Round.objects.count() == 1


def test_coming_back_and_leaving_at_once_ends_in_one_of_the_two(program, senior):
    withdraw(senior, now=NOW)

    faults = at_once(
        *[lambda: enrol(senior, side=Side.NEWCOMER, capacity=1, now=NOW)] * 2, lambda: withdraw(senior, now=NOW)
    )

    assert set(faults) <= {"AlreadyEnrolled"}
    assert Participation.objects.get(pk=senior.pk).places_taken == 0


def test_both_ending_their_pair_and_one_leaving_at_once_end_it_once(program, senior):
    (newcomer,) = newcomers(program, 1)
    pair = make_pair(program, newcomer, senior)

    faults = at_once(
        *[lambda side=side: end_pair(pair, side=side, now=NOW) for side in Side] * 2,
        lambda: withdraw(newcomer, now=NOW),
    )

    assert faults == []
    assert (places(senior, newcomer), Pair.objects.live().count(), NeverAgain.objects.count()) == ([0, 0], 0, 1)
    assert Message.objects.filter(kind="pair_ended", to=senior.person).count() == 1
