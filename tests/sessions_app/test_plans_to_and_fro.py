"""A plan goes to and fro until both say yes, with every difference in view; self-words stay the learner's."""

import pytest
from django.urls import reverse

from programs.models import Side
from sessions_app.actions import NothingPlanned, NotYourTurn, agree_plan, propose_plan, return_plan, write_plan
from sessions_app.queries import goal_words, goals_and_themes, plan_of
from tests.factories import NOW
from tests.sessions_app.conftest import step_of

FIRST, SECOND = {"goals": ["first goal"], "themes": []}, {"goals": ["second goal"], "themes": []}


@pytest.fixture
def proposed(cast, walk):
    walk.share_both()
    propose_plan(cast.pair, side=Side.NEWCOMER, **FIRST, now=NOW)
    return cast


def page(as_person, person, name, pair) -> str:
    return as_person(person).get(reverse(f"sessions_app:{name}", args=[pair.pk])).content.decode()


def test_return_plan_hands_it_back_with_a_difference_and_tells(proposed, as_person, told):
    pair = proposed.pair
    return_plan(pair, side=Side.SENIOR, designer=Side.NEWCOMER, **SECOND, now=NOW)

    mine = page(as_person, proposed.newcomer, "my_plan", pair)
    assert ["<del>Goal 1: first goal</del>" in mine, "<ins>Goal 1: second goal</ins>" in mine] == [True, True]
    assert (step_of(pair, Side.NEWCOMER, now=NOW).name, ("plan_returned", proposed.newcomer.name) in told()) == (
        "my_plan",
        True,
    )
    with pytest.raises(NotYourTurn, match="with Nia now"):
        write_plan(pair, side=Side.SENIOR, designer=Side.NEWCOMER, **FIRST, now=NOW)

    agree_plan(pair, side=Side.NEWCOMER, designer=Side.NEWCOMER, **SECOND, now=NOW)
    plan = plan_of(pair, designer=Side.NEWCOMER)
    assert (plan.is_agreed, plan.versions.count(), goals_and_themes(plan)[0]) == (True, 2, ["second goal"])


def test_handing_back_without_a_change_is_refused(proposed):
    with pytest.raises(NothingPlanned, match="You changed nothing"):
        return_plan(proposed.pair, side=Side.SENIOR, designer=Side.NEWCOMER, **FIRST, now=NOW)


def test_a_draft_of_changes_is_its_writers_alone(proposed, as_person):
    write_plan(proposed.pair, side=Side.SENIOR, designer=Side.NEWCOMER, **SECOND, now=NOW)

    seen = page(as_person, proposed.newcomer, "my_plan", proposed.pair)
    record = as_person(proposed.newcomer).get(reverse("desk:on_record")).content.decode()

    assert [("first goal" in text, "second goal" in text) for text in (seen, record)] == [(True, False)] * 2
    assert "second goal" in page(as_person, proposed.senior, "their_plan", proposed.pair)


def test_agreeing_with_changes_shows_them_to_the_designer(proposed, as_person):
    as_person(proposed.senior).post(
        reverse("sessions_app:their_plan", args=[proposed.pair.pk]),
        {"goal_1": "second goal", "word_1": "beginner", "version": "1", "agree": "yes"},
    )

    mine, theirs = (
        page(as_person, person, name, proposed.pair)
        for person, name in ((proposed.newcomer, "my_plan"), (proposed.senior, "their_plan"))
    )
    assert ("<ins>Goal 1: second goal</ins>" in mine, "beginner" in mine) == (True, False)
    assert goal_words(plan_of(proposed.pair, designer=Side.NEWCOMER)) == (["beginner"], [""])
    assert 'value="beginner"' in theirs


def test_say_where_i_stand_after_agreeing(proposed, as_person, dumped):
    agree_plan(proposed.pair, side=Side.SENIOR, **FIRST, now=NOW)
    address = reverse("sessions_app:their_plan", args=[proposed.pair.pk])

    as_person(proposed.senior).post(address, {"word_1": "can_do", "say": "yes"})

    assert goal_words(plan_of(proposed.pair, designer=Side.NEWCOMER)) == (["can_do"], [""])
    assert dumped("can_do") == 0
