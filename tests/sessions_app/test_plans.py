"""The plan for the other: drafted alone, proposed, changed and agreed by the one it is for."""

import pytest
from django.urls import reverse

from programs.models import Side
from sessions_app.actions import (
    NothingPlanned,
    NotYourTurn,
    SheetsClosed,
    agree_plan,
    propose_plan,
    write_plan,
)
from sessions_app.models import Plan
from sessions_app.queries import first_draft, goals_and_themes, plan_of
from tests.factories import NOW, later

LINES = {"goals": ["canary-goal"], "themes": ["canary-theme"]}


def content(client, name, pair):
    return client.get(reverse(f"sessions_app:{name}", args=[pair.pk])).content.decode()


def test_a_plan_waits_for_both_sheets(cast):
    with pytest.raises(SheetsClosed, match="Both sheets come first"):
        propose_plan(cast.pair, side=Side.NEWCOMER, **LINES, now=NOW)

    assert Plan.objects.count() == 0


def test_the_first_draft_comes_out_of_what_the_other_lets_be_seen(cast, walk):
    assert first_draft(cast.pair, designer=Side.SENIOR) == ([], [])
    walk.share_both()

    goals, themes = first_draft(cast.pair, designer=Side.SENIOR)

    assert goals == ["canary-newcomer-learn"]
    assert themes == [
        "Get to know each other’s work",
        *["canary-newcomer-learn"] * 4,
        "Look back, and decide what stays",
    ]


def test_before_it_is_proposed_the_other_sees_nothing(cast, walk, as_person, told):
    walk.share_both()
    before = content(as_person(cast.senior), "their_plan", cast.pair)
    sent = told()

    write_plan(cast.pair, side=Side.NEWCOMER, designer=Side.NEWCOMER, **LINES, now=NOW)

    after = content(as_person(cast.senior), "their_plan", cast.pair)
    assert ("canary-goal" in after, "There is no plan for you yet" in after) == (False, True)
    assert len(after) == len(before)
    assert told() == sent
    with pytest.raises(NotYourTurn):
        write_plan(cast.pair, side=Side.SENIOR, designer=Side.NEWCOMER, goals=["mine"], themes=[], now=NOW)
    with pytest.raises(NotYourTurn):
        agree_plan(cast.pair, side=Side.SENIOR, goals=["mine"], themes=[], now=NOW)


def test_propose_plan_shows_it_and_tells_once(cast, walk, as_person, told):
    walk.share_both()
    client = as_person(cast.newcomer)
    address = reverse("sessions_app:my_plan", args=[cast.pair.pk])

    client.post(address, {"goal_1": "canary-goal", "theme_1": "canary-theme", "propose": "yes", "version": "0"})
    client.post(address, {"goal_1": "another", "propose": "yes", "version": "1"})

    assert goals_and_themes(plan_of(cast.pair, designer=Side.NEWCOMER))[0] == ["canary-goal"]
    assert "canary-goal" in content(as_person(cast.senior), "their_plan", cast.pair)
    assert [row for row in told() if row[0] == "plan_proposed"] == [("plan_proposed", cast.senior.name)]


def test_the_pen_passes_with_the_proposal(cast, walk):
    walk.share_both()
    propose_plan(cast.pair, side=Side.NEWCOMER, **LINES, now=NOW)

    with pytest.raises(NotYourTurn, match="with Sol now"):
        write_plan(cast.pair, side=Side.NEWCOMER, designer=Side.NEWCOMER, goals=["late"], themes=[], now=NOW)


def test_agree_plan_takes_the_wording_of_the_one_it_is_for(cast, walk, as_person):
    walk.share_both()
    propose_plan(cast.pair, side=Side.NEWCOMER, **LINES, now=NOW)

    as_person(cast.senior).post(
        reverse("sessions_app:their_plan", args=[cast.pair.pk]),
        {"goal_1": "my own words", "theme_2": "second", "agree": "yes", "version": "1"},
    )

    plan = plan_of(cast.pair, designer=Side.NEWCOMER)
    assert plan.is_agreed
    assert goals_and_themes(plan) == (["my own words"], ["", "second", "", "", "", ""])
    assert "my own words" in content(as_person(cast.newcomer), "my_plan", cast.pair)


def test_an_agreed_plan_stays_as_it_is(cast, walk):
    walk.share_both()
    walk.agree_plans()

    agree_plan(cast.pair, side=Side.SENIOR, goals=["other"], themes=[], now=later(days=1))
    with pytest.raises(NotYourTurn, match="agreed by both"):
        write_plan(cast.pair, side=Side.SENIOR, designer=Side.NEWCOMER, goals=["other"], themes=[], now=NOW)

    plan = plan_of(cast.pair, designer=Side.NEWCOMER)
    assert (plan.agreed_at, goals_and_themes(plan)[0]) == (NOW, ["canary-goal-by-newcomer"])


def test_a_plan_needs_a_goal_and_keeps_three(cast, walk):
    walk.share_both()

    with pytest.raises(NothingPlanned):
        propose_plan(cast.pair, side=Side.NEWCOMER, goals=[" "], themes=["t"], now=NOW)
    assert plan_of(cast.pair, designer=Side.NEWCOMER) is None
    propose_plan(cast.pair, side=Side.NEWCOMER, goals=["a", "", "b", "c", "d"], themes=["t"] * 9, now=NOW)

    goals, themes = goals_and_themes(plan_of(cast.pair, designer=Side.NEWCOMER))
    assert (goals, len(themes)) == (["a", "b", "c"], cast.program.session_count)


def test_plans_lie_sealed(cast, walk):
    walk.share_both()
    walk.agree_plans()

    blobs = [bytes(blob) for row in Plan.objects.values_list("goals", "themes") for blob in row]
    assert [b"canary" in blob for blob in blobs] == [False] * 4
