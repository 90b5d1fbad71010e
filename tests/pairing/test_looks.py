"""Whom a round pairs is shown before publishing a few times only, and nothing else on the way tells it (P33)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pairing.actions import NoLooksLeft, look_at_round, publish_round, recall_round, rule_pair
from pairing.bands import low_of, share_of, shift_of, two_way_band
from pairing.models import Reading, Round
from pairing.queries import looks_at
from profiles.actions import tell_gaps
from programs.models import Participation, Side
from tests.factories import NOW, later
from tests.pairing.conftest import enrol, skill
from tests.pairing.test_rounds import run, run_and_look


def pages_of(workshop, round_) -> dict[str, str]:
    """Every address on which a round's pairs, or who waits, could be read."""
    draft = round_.proposals.get(newcomer=workshop.ada)
    other = round_.proposals.get(newcomer=workshop.ben)
    waits = round_.waiting.get().participation_id
    here = [workshop.program.pk, round_.pk]
    return {
        "round": reverse("pairing:round", args=here),
        "publish_round": reverse("pairing:publish_round", args=here),
        "look_at_round": reverse("pairing:look_at_round", args=here),
        "export_pairs": reverse("pairing:export_pairs", args=here),
        "draft": reverse("pairing:draft", args=[*here, draft.pk]),
        "swap_pairs": reverse("pairing:swap_pairs", args=here) + f"?chosen={draft.pk}&chosen={other.pk}",
        "way": reverse("pairing:way", args=[*here, waits]),
        "try_way": reverse("pairing:try_way", args=[*here, waits]),
    }


def test_round_tells_nobodys_pair_before_a_look(workshop, as_person):
    enrol(workshop.program, "Yuri", Side.NEWCOMER, {"Yodels": 1}, {"Yodels": 1}, grade=2)
    round_ = run(workshop.program)
    browser = as_person(workshop.program.coordinator)
    addresses = pages_of(workshop, round_)

    before = {name: browser.get(address) for name, address in addresses.items()}
    browser.post(addresses["look_at_round"])
    after = {name: browser.get(address) for name, address in addresses.items()}

    names = ("Ada", "Ben", "Cleo", "Dora", "Yuri")
    assert {name: page.status_code for name, page in before.items()} == {
        **dict.fromkeys(("round", "publish_round", "look_at_round"), 200),
        **dict.fromkeys(("export_pairs", "draft", "swap_pairs", "way", "try_way"), 404),
    }
    open_pages = ("round", "publish_round", "look_at_round")
    assert [who for name in open_pages for who in names if who in before[name].content.decode()] == []
    assert [who for who in names if who in after["round"].content.decode()] == list(names)
    assert (len(before["round"].context["pairs"]), len(after["round"].context["pairs"])) == (0, 2)
    assert Round.objects.get().looked_by == workshop.program.coordinator


def test_keeping_apart_does_not_count_the_pairs_of_an_unseen_round(workshop, as_person):
    """Who is kept apart one after the other would otherwise be told by how many proposals are left."""
    round_ = run(workshop.program)
    browser = as_person(workshop.program.coordinator)
    page = reverse("pairing:publish_round", args=[workshop.program.pk, round_.pk])

    counts = []
    for senior in (workshop.cleo, workshop.dora):
        rule_pair(
            workshop.program,
            newcomer=workshop.ada,
            senior=senior,
            kind="apart",
            by=workshop.program.coordinator,
            now=NOW,
        )
        counts.append(browser.get(page).context["proposals"])

    assert counts == [2, 2]


def test_each_person_is_looked_at_twice_in_90_days(workshop, as_person):
    program = workshop.program
    for day in (0, 1):
        run_and_look(program, later(days=day))
    third = run(program, later(days=2))

    with pytest.raises(NoLooksLeft) as refused:
        look_at_round(third, by=program.coordinator, now=later(days=2))
    look_at_round(Round.objects.get(requested_at=NOW), by=program.coordinator, now=later(days=2))
    free = looks_at(third, now=later(days=90, minutes=1))
    look_at_round(third, by=program.coordinator, now=later(days=90, minutes=1))

    assert refused.value.free_at == NOW + timedelta(days=90)
    assert free.left == 1
    assert Round.objects.get(pk=third.pk).is_shown


def test_no_look_is_left_is_said_calmly(workshop, as_person, settings):
    settings.LOOKS_IN_90_DAYS = 0
    round_ = run(workshop.program)
    browser = as_person(workshop.program.coordinator)
    page = reverse("pairing:look_at_round", args=[workshop.program.pk, round_.pk])

    asked = browser.get(page).content.decode()
    refused = browser.post(page, follow=True)

    assert "No look is left" in asked
    assert "These people were looked at as often as may be." in str(next(iter(refused.context["messages"])))
    assert not Round.objects.get().is_shown


def test_others_are_looked_at_when_those_who_were_have_gone(workshop):
    """Somebody who waits since the first round holds the looks of the next ones; new people alone have all theirs."""
    program = workshop.program
    for day in (0, 1):
        run_and_look(program, later(days=day))
    Participation.objects.filter(program=program).update(state=Participation.State.LEFT)
    enrol(program, "Gil", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3}, grade=2)
    enrol(program, "Hal", Side.SENIOR, {"Budgets": 3}, {"Knots": 3}, grade=6)

    later_round = run_and_look(program, later(days=2))

    assert later_round.is_shown


def test_recalling_a_round_that_was_published_unseen_costs_a_look(workshop, as_person):
    program = workshop.program
    for day in (0, 1):
        unseen = run(program, later(days=day))
        publish_round(unseen, now=later(days=day))
        recall_round(Round.objects.get(pk=unseen.pk), by=program.coordinator, now=later(days=day))
    third = run(program, later(days=2))
    publish_round(third, now=later(days=2))

    with pytest.raises(NoLooksLeft):
        recall_round(Round.objects.get(pk=third.pk), by=program.coordinator, now=later(days=2))

    assert not Round.objects.get(pk=third.pk).is_recalled


def test_recall_without_a_look_left_is_said_calmly(workshop, as_person, settings):
    settings.LOOKS_IN_90_DAYS = 0
    round_ = run(workshop.program)
    publish_round(round_, now=NOW)
    page = reverse("pairing:recall_round", args=[workshop.program.pk, round_.pk])

    refused = as_person(workshop.program.coordinator).post(page, follow=True)

    assert "Recalling shows you pairs that come to nothing" in str(next(iter(refused.context["messages"])))


def test_people_see_that_their_pairs_were_looked_at(workshop, recorded):
    run_and_look(workshop.program)

    [row] = recorded(workshop.ada.person, Reading)

    assert len(row) == 4


def test_bands_are_moved_by_what_nobody_can_foretell(settings):
    hashes = [f"{at:08x}" for at in range(50)]

    assert {shift_of(each) for each in hashes} == {-2, -1, 0, 1, 2}
    assert shift_of("") == 0
    at_the_edge = {two_way_band({"placed": 40, "two_way": 30}, shift=shift_of(each)) for each in hashes}
    assert len(at_the_edge) == 2


def test_how_many_pairs_differ_is_a_band():
    assert [share_of(20, others, shift=0) for others in (0, 4, 5, 20)] == [
        "Fewer than a quarter of the pairs",
        "Fewer than a quarter of the pairs",
        "A quarter to half of the pairs",
        "Three quarters or more of the pairs",
    ]
    assert share_of(11, 3, shift=0) == ""


def test_weakest_side_is_never_that_of_one_pair():
    assert low_of([1, *[4] * 9], shift=0) == 4
    assert low_of([1] * 5, shift=0) == 0


def test_pages_before_a_look_are_as_long_whatever_the_gaps_are(workshop, as_person):
    browser = as_person(workshop.program.coordinator)
    sizes = []
    for gaps in ({"Budgets": 1}, {"Speeches": 3, "Something secret": 2}):
        tell_gaps(workshop.ada, urgencies={skill(name): urgency for name, urgency in gaps.items()}, now=NOW)
        here = [workshop.program.pk, run(workshop.program).pk]
        names = ("round", "publish_round", "look_at_round", "repeat_round")
        sizes.append([len(browser.get(reverse(f"pairing:{name}", args=here)).content) for name in names])

    assert sizes[0] == sizes[1]
