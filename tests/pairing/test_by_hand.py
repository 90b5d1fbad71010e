"""What organisers decide by hand: kept together, kept apart, exchanged, proposed, recalled; each checked and undone."""

import pytest

from outbox.models import Message
from pairing.actions import (
    HandRefused,
    NotDraft,
    NothingToUndo,
    answer_proposal,
    propose_by_hand,
    publish_round,
    recall_round,
    rule_pair,
    swap_seniors,
    undo_ruling,
    undo_swap,
)
from pairing.bands import price_band
from pairing.models import Pair, Proposal, Round, Ruling, Swap
from pairing.queries import told_by
from programs.actions import NotOpen
from programs.models import Participation, Program, Side
from tests.factories import NOW, later, make_pair
from tests.pairing.conftest import enrol
from tests.pairing.test_rounds import proposed, reason_for, run

TOO_NEAR = "their grades are nearer or farther apart than your rule allows"
TOGETHER, APART = Ruling.Kind.TOGETHER, Ruling.Kind.APART


def rule(workshop, newcomer: Participation, senior: Participation, kind: str) -> Ruling:
    program = workshop.program
    return rule_pair(program, newcomer=newcomer, senior=senior, kind=kind, by=program.coordinator, now=NOW)


def refusal(function, *args, **kwargs) -> list[str]:
    with pytest.raises(HandRefused) as refused:
        function(*args, **kwargs)
    return refused.value.sentences


def draft(round_: Round, newcomer: Participation) -> Proposal:
    return round_.proposals.with_people().get(newcomer=newcomer)


def swap(workshop, round_: Round, one: Participation, other: Participation) -> Swap:
    by = workshop.program.coordinator
    return swap_seniors(round_, one=draft(round_, one), other=draft(round_, other), by=by, now=NOW)


def test_two_kept_together_or_apart_are_so_in_every_round_until_undone(workshop):
    together = rule(workshop, workshop.ada, workshop.cleo, TOGETHER)
    with_pin = proposed(run(workshop.program))
    undo_ruling(together)
    without = proposed(run(workshop.program))
    rule(workshop, workshop.ada, workshop.dora, APART)

    assert with_pin == [("Ada", "Cleo"), ("Ben", "Dora")]
    assert without == workshop.best
    assert proposed(run(workshop.program)) == [("Ada", "Cleo"), ("Ben", "Dora")]


def test_a_ruling_says_who_and_when_and_the_same_again_changes_nothing(workshop):
    first, second = (rule(workshop, workshop.ada, workshop.cleo, TOGETHER) for _ in range(2))

    assert (first, Ruling.objects.count()) == (second, 1)
    assert (first.made_by, first.made_at) == (workshop.program.coordinator, NOW)


def test_a_pin_that_cannot_be_is_said_and_refused(workshop):
    ann = enrol(workshop.program, "Ann", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=6, team="Rails")
    eve = enrol(workshop.program, "Eve", Side.SENIOR, {"Maps": 1}, {"Knots": 1}, grade=7, team="rails")
    met = enrol(workshop.program, "Mo", Side.SENIOR, {"Maps": 1}, {"Knots": 1}, grade=9)
    pair = make_pair(workshop.program, ann, met)
    Participation.objects.filter(pk__in=[ann.pk, met.pk]).update(places_taken=0)
    Pair.objects.filter(pk=pair.pk).update(ended_at=NOW)
    full = enrol(workshop.program, "Fay", Side.SENIOR, {"Maps": 1}, {"Knots": 1}, grade=9)
    Participation.objects.filter(pk=full.pk).update(places_taken=1)
    full.refresh_from_db()
    rule(workshop, workshop.ada, workshop.cleo, TOGETHER)
    rule(workshop, workshop.ben, workshop.dora, APART)

    said = {
        "rules": refusal(rule, workshop, ann, eve, TOGETHER),
        "met": refusal(rule, workshop, ann, met, TOGETHER),
        "full": refusal(rule, workshop, ann, full, TOGETHER),
        "taken": refusal(rule, workshop, workshop.ben, workshop.cleo, TOGETHER),
        "both": refusal(rule, workshop, workshop.ben, workshop.dora, TOGETHER),
        "side": refusal(rule, workshop, workshop.ada, workshop.ben, TOGETHER),
        "self": refusal(rule, workshop, workshop.ada, workshop.ada, TOGETHER),
    }

    assert said == {
        "rules": [f"Ann and Eve cannot be a pair: both work in the same team and {TOO_NEAR}."],
        "met": ["Ann and Mo have met or been proposed to each other before."],
        "full": ["Fay has no free place."],
        "taken": ["Cleo has no free place beside those already kept together with them."],
        "both": ["You keep Ben and Dora apart. Undo that first: nobody can be both together and apart."],
        "side": ["Ben takes part on the side “newcomer”, not on the side “senior”."],
        "self": ["Ada stands on both sides. A pair takes two people."],
    }
    assert Ruling.objects.count() == 2


def test_a_pin_that_a_rule_has_come_to_forbid_stops_the_round_by_name(workshop):
    rule(workshop, workshop.ada, workshop.cleo, TOGETHER)
    Program.objects.update(policy={"grade_distance_min": 5})
    workshop.program.refresh_from_db()

    round_ = run(workshop.program)

    assert (round_.state, round_.failure) == (
        Round.State.FAILED,
        f"Ada and Cleo are kept together by hand, but {TOO_NEAR}. Nobody was paired and nothing was changed.",
    )


def test_keeping_two_apart_takes_their_draft_out_of_what_is_published(workshop):
    round_ = run(workshop.program)
    rule(workshop, workshop.ada, workshop.dora, APART)

    assert (publish_round(round_, now=NOW), Proposal.objects.open().get().newcomer) == (1, workshop.ben)


def test_swap_exchanges_seniors_and_writes_the_reasons_anew_until_undone(workshop):
    round_ = run(workshop.program)

    made = swap(workshop, round_, workshop.ada, workshop.ben)
    swapped, told = proposed(round_), (reason_for(workshop.ada), reason_for(workshop.cleo))
    undo_swap(round_, now=later(minutes=1))

    assert swapped == [("Ada", "Cleo"), ("Ben", "Dora")]
    assert told == (
        {"learn": [], "share": [], "offer": ["Knots"]},
        {"learn": [], "share": [], "offer": ["Speeches"]},
    )
    assert (proposed(round_), reason_for(workshop.ada)["learn"]) == (workshop.best, ["Budgets"])
    assert (made.made_by, Swap.objects.get().undone_at) == (workshop.program.coordinator, later(minutes=1))
    with pytest.raises(NothingToUndo):
        undo_swap(round_, now=NOW)


def test_swap_that_breaks_a_rule_or_a_pin_or_comes_too_late_is_refused(workshop):
    Participation.objects.filter(pk=workshop.dora.pk).update(capacity=2)
    workshop.ben.person.team = workshop.dora.person.team = "Rails"
    for place in (workshop.ben, workshop.dora):
        place.person.save()
    eli = enrol(workshop.program, "Eli", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3}, grade=2)
    rule(workshop, workshop.ada, workshop.dora, TOGETHER)
    round_ = run(workshop.program)

    said = refusal(swap, workshop, round_, workshop.ada, workshop.ben)
    nothing = refusal(swap, workshop, round_, workshop.ada, eli)
    publish_round(round_, now=NOW)

    assert said == [
        "You keep Ada and Dora together. Undo that first.",
        "Ben and Dora cannot be a pair: both work in the same team.",
    ]
    assert nothing == ["These two pairs have a person in common, so there is nothing to exchange."]
    with pytest.raises(NotDraft):
        swap(workshop, round_, workshop.ben, eli)


def test_the_price_of_swaps_is_a_band_after_every_fifth_and_never_of_one(workshop):
    for at in range(3):
        enrol(workshop.program, f"New {at}", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3}, grade=1)
        enrol(workshop.program, f"Old {at}", Side.SENIOR, {"Budgets": 3}, {"Knots": 3}, grade=8)
    round_ = run(workshop.program)
    prices = []
    for _ in range(3):
        swap(workshop, round_, workshop.ada, workshop.ben)
        prices.append(Round.objects.get().hand_price)
        undo_swap(round_, now=NOW)
        prices.append(Round.objects.get().hand_price)

    assert prices[:4] == [""] * 4
    assert prices[4] == prices[5] != ""
    assert [price_band({"placed": 5, "total": 100}, left) for left in (95, 80, 20)] == [
        "All changes by hand together cost less than a tenth of what people can learn.",
        "All changes by hand together cost between a tenth and a quarter of what people can learn.",
        "All changes by hand together cost more than a quarter of what people can learn.",
    ]
    assert price_band({"placed": 4, "total": 100}, 50) is None


def by_hand(workshop, *pairs) -> Round:
    return propose_by_hand(
        workshop.program, pairs=pairs, origin=Round.Origin.HAND, by=workshop.program.coordinator, now=NOW
    )


def test_pairs_by_hand_are_a_round_like_any_other_without_figures(workshop, told):
    round_ = by_hand(workshop, (workshop.ada, workshop.cleo))
    before = told()
    publish_round(round_, now=NOW)
    for side in Side:
        answer_proposal(draft(round_, workshop.ada), side=side, yes=True, now=NOW)

    assert (before, round_.headline, round_.placed, round_.is_certified) == ([], {}, 1, False)
    assert reason_for(workshop.ada) == {"learn": [], "share": [], "offer": ["Knots"]}
    assert [(pair.newcomer, pair.senior) for pair in Pair.objects.all()] == [(workshop.ada, workshop.cleo)]


def test_pairs_by_hand_are_refused_all_or_nothing(workshop):
    twice = refusal(by_hand, workshop, (workshop.ada, workshop.cleo), (workshop.ada, workshop.cleo))
    too_many = refusal(by_hand, workshop, (workshop.ada, workshop.cleo), (workshop.ben, workshop.cleo))
    Program.objects.update(state=Program.State.CLOSED)

    assert twice == ["Ada and Cleo stand here twice."]
    assert too_many == ["Cleo has no free place left for this pair."]
    assert Round.objects.count() == 0
    with pytest.raises(NotOpen):
        by_hand(workshop, (workshop.ada, workshop.cleo))


def test_recall_ends_what_is_open_for_everybody_alike(workshop, told, post_round, mailoutbox):
    """Ada has the mail and has said no; the mails of Ben and Cleo have not left yet."""
    round_ = run(workshop.program)
    publish_round(round_, now=NOW)
    Message.objects.exclude(to__name__in=["Ada", "Dora"]).update(due_at=later(hours=2), next_try_at=later(hours=2))
    post_round(mailoutbox, NOW)
    answer_proposal(draft(round_, workshop.ada), side=Side.NEWCOMER, yes=False, now=NOW)

    recalled = [recall_round(round_, now=later(hours=1)) for _ in range(2)]
    letters = post_round(mailoutbox, later(hours=3))

    assert recalled == [2, 0]
    assert set(Proposal.objects.values_list("state", "newcomer_says", "senior_says")) == {("lapsed", None, None)}
    assert sorted((letter.to[0].split(".")[0], letter.subject) for letter in letters) == [
        ("ada", "A proposal has ended"),
        ("dora", "A proposal has ended"),
    ]
    assert told_by([workshop.ada])[workshop.ada.pk].not_with == (workshop.dora.person_id,)
    assert proposed(run(workshop.program, now=later(hours=4))) == [("Ada", "Cleo"), ("Ben", "Dora")]


def test_recall_leaves_pairs_that_were_made_and_frees_an_older_round(workshop):
    older, newer = run(workshop.program), run(workshop.program, now=later(minutes=1))
    publish_round(newer, now=later(minutes=2))
    for side in Side:
        answer_proposal(draft(newer, workshop.ada), side=side, yes=True, now=later(minutes=3))

    recalled = recall_round(newer, now=later(minutes=4))

    assert (recalled, Pair.objects.live().count()) == (1, 1)
    assert publish_round(older, now=later(minutes=5)) == 1
