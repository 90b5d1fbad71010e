"""The rules of disclosure, without a database."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.checks import smallest_groups
from insights.data.definitions import GAVE, LEARNED, SESSIONS, SHARES, WORTH
from insights.disclosure import (
    is_enough,
    mean_of_people,
    of_at_least,
    step_of_progress,
    step_of_scale,
    step_of_share,
)


def _worth(choices):
    mean = mean_of_people((person, Fraction(choice)) for person, choice in enumerate(choices))
    return WORTH.steps[step_of_scale(mean, steps=len(WORTH.steps))]


def _share(choices):
    return LEARNED.steps[step_of_share(mean_of_people((person, Fraction(yes)) for person, yes in enumerate(choices)))]


@pytest.mark.parametrize("people", range(5, 60))
def test_no_step_says_that_all_answered_alike(people):
    for choice, other in [(1, 2), (2, 3), (3, 4), (4, 5), (5, 4)]:
        assert _worth([choice] * people) == _worth([choice] * (people - 1) + [other])
    for yes in (0, 1):
        assert _share([yes] * people) == _share([yes] * (people - 1) + [1 - yes])


@given(st.lists(st.integers(1, 5), min_size=5, max_size=40))
def test_step_of_scale_is_the_one_its_words_name(choices):
    mean = sum(choices) / len(choices)
    expected = {
        "no or hardly": (0, 2),
        "hardly to partly": (2, 3),
        "partly to mostly": (3, 4),
        "mostly or fully": (4, 6),
    }

    low, high = expected[_worth(choices)]

    assert low <= mean < high


@given(st.lists(st.booleans(), min_size=5, max_size=40))
def test_step_of_share_mirrors_yes_and_no(answers):
    yes = step_of_share(Fraction(sum(answers), len(answers)))
    no = step_of_share(Fraction(len(answers) - sum(answers), len(answers)))

    assert yes + no == len(LEARNED.steps) - 1 == len(GAVE.steps) - 1


@pytest.mark.parametrize(
    ("done", "step"), [(0, 0), (5, 0), (6, 1), (11, 1), (12, 2), (17, 2), (18, 3), (24, 3), (30, 3)]
)
def test_step_of_progress_tells_quarters(done, step):
    assert step_of_progress(done, 24) == step
    assert step < len(SESSIONS.steps)


def test_mean_of_people_counts_each_person_once():
    loud = [("loud", Fraction(1))] * 40 + [(person, Fraction(5)) for person in range(4)]

    assert mean_of_people(loud) == Fraction(21, 5)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=30))
def test_is_enough_counts_distinct_people_and_pairs(whose):
    people, pairs = [person for person, _ in whose], [pair for _, pair in whose]

    assert is_enough(people, pairs) == (len(set(people)) >= 5 and len(set(pairs)) >= 3)


@pytest.mark.parametrize(("people", "bound"), [(5, 5), (9, 5), (10, 10), (24, 10), (25, 25), (99, 50), (3000, 1000)])
def test_of_at_least_never_tells_the_count(people, bound):
    assert of_at_least(range(people)) == f"at least {bound} people in at least 3 pairs"


def test_of_at_least_follows_a_raised_k(settings):
    settings.SMALLEST_GROUP = 12

    assert [of_at_least(range(people)) for people in (12, 30)] == [
        "at least 12 people in at least 3 pairs",
        "at least 25 people in at least 3 pairs",
    ]


def test_smallest_groups_may_be_raised_and_never_lowered(settings):
    assert smallest_groups(None) == []
    settings.SMALLEST_GROUP = 7
    assert smallest_groups(None) == []

    settings.SMALLEST_GROUP, settings.FEWEST_PAIRS, settings.FEWEST_WRITERS = 4, 2, 9

    assert [error.id for error in smallest_groups(None)] == ["insights.E001", "insights.E002", "insights.E003"]


def test_shares_are_told_by_tenths_and_end_in_a_quarter():
    assert [step_of_share(Fraction(hundredths, 100)) for hundredths in (0, 24, 25, 44, 50, 56, 75, 76, 80, 100)] == [
        0, 0, 1, 2, 3, 4, 5, 6, 6, 6,
    ]  # fmt: skip
    assert len(SHARES) == 7
