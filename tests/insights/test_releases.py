"""Releases: enough people, disjoint batches, frozen, once."""

import json
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from feedback.models import Answer
from insights.actions import (
    TooSoon,
    compute_release,
    refusal,
    request_release,
    tally,
    tally_programs,
)
from insights.data.definitions import PULSE, STATUS
from insights.models import Release, Tally
from insights.queries import blocks_of, status_figures, words_of
from insights.tasks import compute_releases
from leases.actions import LEASE, LeaseLost, claim
from pairing.models import Pair
from programs.models import Participation, Program, Side
from tests.factories import (
    NOW,
    answer_pulse,
    later,
    make_meeting,
    make_pair,
    make_participation,
    make_program,
    make_pulse,
)
from tests.insights.conftest import FIVE_IN_THREE

SETTLED = later(minutes=5)


def overall(release):
    """What a release tells of everybody, by the figure's key."""
    return {block["key"]: block["overall"] for block in blocks_of(release)}


@pytest.mark.parametrize(
    "whose",
    [
        [],
        [(1, "a")],
        [(1, "a"), (2, "b"), (3, "c"), (4, "d")],
        [(1, "a"), (2, "a"), (3, "b"), (4, "b"), (5, "b")],
        [(1, "a"), (1, "b"), (1, "c"), (1, "d"), (1, "e"), (2, "e"), (3, "e"), (4, "e")],
    ],
)
def test_compute_release_refuses_too_few_people_or_pairs(cast, answer, prepare, whose):
    answer(cast.program, whose)

    release = prepare(cast.program)

    assert (release.has_failed, release.failure, release.figures) == (True, refusal(), [])
    assert Answer.objects.filter(batch__isnull=False).count() == 0


def test_compute_release_tells_five_people_in_three_pairs(cast, answer, prepare):
    answer(cast.program, FIVE_IN_THREE)

    release = prepare(cast.program)

    told = {key: (cell["value"], cell["of"]) for key, cell in overall(release).items() if "value" in cell}
    of = "at least 5 people in at least 3 pairs"
    assert told == {
        "worth": ("mostly or fully", of),
        "learned": ("about 80 % or more", of),
        "gave": ("about 20 % or less", of),
    }
    assert set(Answer.objects.values_list("batch", flat=True)) == {1}


def test_compute_release_counts_each_answer_in_one_release(cast, answer, prepare):
    answer(cast.program, FIVE_IN_THREE, {"worth": 5, "learned": 3, "gave": 3})
    prepare(cast.program)
    answer(cast.program, FIVE_IN_THREE, {"worth": 1, "learned": 1, "gave": 1})

    second = prepare(cast.program, now=later(days=30))

    told = {key: cell["value"] for key, cell in overall(second).items() if "value" in cell}
    assert told == {"worth": "no or hardly", "learned": "about 20 % or less", "gave": "about 20 % or less"}
    assert sorted(set(Answer.objects.values_list("batch", flat=True))) == [1, 2]


def test_compute_release_leaves_other_programs_alone(cast, answer, prepare):
    elsewhere = make_program("Far")
    answer(elsewhere, FIVE_IN_THREE)

    assert prepare(cast.program).has_failed
    assert Answer.objects.filter(batch__isnull=False).count() == 0


def test_release_of_one_later_person_is_refused(cast, answer, prepare):
    answer(cast.program, FIVE_IN_THREE)
    first = prepare(cast.program)
    answer(cast.program, [(6, "c")])

    second = prepare(cast.program, now=later(days=1))

    assert (first.is_done, second.has_failed) == (True, True)
    assert list(Release.objects.done()) == [first]


def test_request_release_twice_is_one(cast):
    first = request_release(cast.program, by=cast.coordinator, now=NOW)

    assert request_release(cast.program, by=cast.hr_admin, now=later(seconds=1)) == first
    assert Release.objects.count() == 1


def test_request_release_rests_a_day_after_a_refusal(cast, prepare):
    refused = prepare(cast.program)

    with pytest.raises(TooSoon):
        request_release(cast.program, by=cast.coordinator, now=later(hours=23))

    again = request_release(cast.program, by=cast.coordinator, now=later(hours=24))
    assert (again.number, again.pk == refused.pk, Release.objects.count()) == (1, False, 1)


def test_compute_release_by_two_workers_has_one_effect(cast, answer):
    answer(cast.program, FIVE_IN_THREE)
    request_release(cast.program, by=cast.coordinator, now=NOW)
    slow = claim(Release, now=NOW)
    quick = claim(Release, now=NOW + LEASE + timedelta(seconds=1))
    compute_release(quick, now=later(minutes=3))
    frozen = Release.objects.get().figures
    answer(cast.program, FIVE_IN_THREE, {"worth": 1, "learned": 1, "gave": 1})

    with pytest.raises(LeaseLost):
        compute_release(slow, now=later(minutes=4))

    release = Release.objects.get()
    assert (release.is_done, release.figures) == (True, frozen)
    assert Answer.objects.unreleased().count() == 15


def test_compute_release_again_changes_nothing(cast, answer, prepare):
    answer(cast.program, FIVE_IN_THREE)
    release = prepare(cast.program)
    answer(cast.program, FIVE_IN_THREE, {"worth": 1, "learned": 1, "gave": 1})

    with pytest.raises(LeaseLost):
        compute_release(release, now=later(days=1))
    compute_releases()

    assert Release.objects.get().figures == release.figures
    assert Answer.objects.unreleased().count() == 15


def test_a_frozen_release_survives_people_who_leave_or_are_erased(cast, answer, prepare):
    answer(cast.program, FIVE_IN_THREE)
    _pairs(cast.program, 2)
    release = prepare(cast.program, now=SETTLED)
    before = (release.figures, status_figures(cast.program))

    Participation.objects.filter(person=cast.newcomer).update(state=Participation.State.LEFT)
    Answer.objects.filter(person_hash="person 1").delete()
    Pair.objects.filter(pk=cast.pair.pk).delete()
    tally(cast.program, now=later(days=1))

    release.refresh_from_db()
    assert (release.figures, status_figures(cast.program)) == before


# What is told of scheduling --------------------


def _pairs(program, number, *, began_at=NOW):
    pairs = [make_pair(program) for _ in range(number)]
    Pair.objects.filter(pk__in=[pair.pk for pair in pairs]).update(began_at=began_at)
    return pairs


def _told(program):
    return dict(Tally.objects.filter(program=program, key__in=["pairs", "sessions"]).values_list("key", "told"))


def test_tally_waits_for_three_pairs(cast):
    _pairs(cast.program, 1)
    tally(cast.program, now=SETTLED)
    assert _told(cast.program) == {"pairs": 0, "sessions": 0}
    assert [block["key"] for block in status_figures(cast.program) if "hidden" in block["overall"]] == [
        "pairs", "sessions", "completed",
    ]  # fmt: skip

    _pairs(cast.program, 1)
    tally(cast.program, now=SETTLED)

    assert _told(cast.program) == {"pairs": 3, "sessions": 0}


def test_tally_waits_for_five_people(cast):
    program = make_program("Busy senior")
    senior = make_participation(program, side=Side.SENIOR)
    for _ in range(3):
        make_pair(program, senior=senior)

    tally(program, now=SETTLED)

    assert _told(program) == {"pairs": 0, "sessions": 0}


def test_tally_of_one_pair_more_repeats_what_was_told(cast):
    _pairs(cast.program, 2)
    tally(cast.program, now=SETTLED)
    _pairs(cast.program, 2, began_at=later(days=1))
    tally(cast.program, now=later(days=2))
    assert _told(cast.program)["pairs"] == 3

    _pairs(cast.program, 1, began_at=later(days=3))
    tally(cast.program, now=later(days=4))

    assert _told(cast.program)["pairs"] == 6


def test_tally_counts_sessions_of_whole_groups(cast):
    pairs = [cast.pair, *_pairs(cast.program, 3)]
    for pair in pairs[:2]:
        make_meeting(pair, held_at=NOW)
    tally(cast.program, now=SETTLED)
    assert _told(cast.program) == {"pairs": 4, "sessions": 0}

    make_meeting(pairs[2], held_at=later(days=1))
    tally(cast.program, now=later(days=2))
    assert _told(cast.program)["sessions"] == 3

    for number in (2, 3, 4):
        make_meeting(pairs[0], number=number, held_at=later(days=3))
    tally(cast.program, now=later(days=4))
    assert _told(cast.program)["sessions"] == 3


def test_tally_counts_what_has_settled_and_counts_it_once(cast):
    _pairs(cast.program, 2)
    tally(cast.program, now=later(minutes=4))
    assert _told(cast.program)["pairs"] == 0

    tally_programs(now=SETTLED)
    tally_programs(now=later(days=1))

    assert _told(cast.program)["pairs"] == 3


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.lists(st.integers(0, 7), max_size=5), min_size=1, max_size=6))
def test_every_growth_of_a_tally_is_about_five_people_in_three_pairs(cast, days):
    """Whatever the order in which pairs meet, the sessions between two told counts come from a whole group."""
    program = make_program("Random")
    pairs = _pairs(program, 8)
    held, told, waiting = dict.fromkeys(range(8), 0), 0, []
    for day, meetings in enumerate(days):
        for index in meetings:
            held[index] += 1
            make_meeting(pairs[index], number=held[index], held_at=later(days=day))
            waiting.append(index)
        tally(program, now=later(days=day, hours=1))
        now_told = _told(program)["sessions"]
        if now_told != told:
            assert len(set(waiting)) >= 3
            assert now_told - told == len(waiting)
            told, waiting = now_told, []


# Every stored figure --------------------

STEPS = {figure.key: figure.steps for figure in (*PULSE, *STATUS)}
OF = re.compile(r"at least (5|10|25|50|100|250|500|1000) people in at least 3 pairs|of \d+ planned|pairs")


def assert_told_well(release, batch):
    """Nothing of fewer than five people or three pairs, and nothing finer than a step in words."""
    # Of somebody in several pairs one counts.
    people = {person for person, *_ in batch}
    pairs = {min(str(pair) for who, pair, *_ in batch if who == person) for person in people}
    if len(people) < 5 or len(pairs) < 3:
        assert (release.has_failed, release.figures) == (True, [])
        return
    assert release.is_done
    for key, cell in overall(release).items():
        if "hidden" in cell:
            assert set(cell) == {"label", "hidden"}
            continue
        if key == "pairs":
            assert set(cell) == {"label", "value", "of"}
            continue
        assert set(cell) == {"label", "value", "of", "step"}
        assert cell["value"] == STEPS[key][cell["step"]]
        assert OF.fullmatch(cell["of"])


cohorts = st.lists(
    st.lists(st.tuples(st.integers(1, 7), st.integers(1, 4), st.integers(1, 5), st.integers(1, 3)), max_size=10),
    min_size=1,
    max_size=3,
)


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=cohorts)
def test_random_small_cohorts_tell_nothing_of_small_groups(cast, answer, prepare, batches):
    program = make_program("Small")
    waiting = []
    for number, batch in enumerate(batches):
        for person, pair, worth, yes in batch:
            answer(program, [(person, pair)], {"worth": worth, "learned": yes, "gave": yes})
        waiting += batch
        release = prepare(program, now=later(days=2 * number))
        assert_told_well(release, waiting)
        if release.is_done:
            waiting = []
    counted = Answer.objects.filter(program=program, batch__isnull=False)
    assert counted.values("batch").distinct().count() == program.releases.done().count()


# Words --------------------


def test_words_wait_for_ten_writers(cast, answer, write_words, prepare):
    answer(cast.program, FIVE_IN_THREE)
    for person in range(9):
        write_words(cast.program, person, f"canary {person}")
    first = prepare(cast.program)
    assert words_of(first) == []

    answer(cast.program, FIVE_IN_THREE)
    write_words(cast.program, 9, "canary 9")
    write_words(cast.program, 10, "unticked canary", ticked=False)
    second = prepare(cast.program, now=later(days=1))

    [(_, words)] = words_of(second)
    assert sorted(words) == [f"canary {person}" for person in range(10)]
    assert words_of(first) == []
    assert "canary" not in json.dumps([first.figures, second.figures])


def test_words_of_one_writer_ten_times_are_not_read(cast, answer, write_words, prepare):
    answer(cast.program, FIVE_IN_THREE)
    for number in range(10):
        write_words(cast.program, 1, f"canary {number}")

    assert words_of(prepare(cast.program)) == []


def test_words_stand_in_the_order_of_their_random_ids(cast, answer, write_words, prepare):
    answer(cast.program, FIVE_IN_THREE)
    for person in range(12):
        write_words(cast.program, person, f"{person:02}")
    release = prepare(cast.program)

    ids = sorted(Answer.objects.words().values_list("pk", flat=True))
    by_id = Answer.objects.in_bulk(ids)
    [(question, words)] = words_of(release)
    assert (question, len(words)) == ("Anything to add? You can leave this empty.", 12)
    assert [by_id[pk].person_hash for pk in ids] == [f"person {int(word)}" for word in words]


def test_words_end_with_the_survey_key(cast, answer, write_words, prepare):
    answer(cast.program, FIVE_IN_THREE)
    for person in range(10):
        write_words(cast.program, person, "canary")
    release = prepare(cast.program)
    key = cast.program.survey_key
    key.wrapped, key.destroyed_at = None, NOW
    key.save()

    assert words_of(Release.objects.select_related("program__survey_key").get(pk=release.pk)) == []


def test_real_answers_reach_a_release(cast, prepare):
    pairs = [cast.pair, make_pair(cast.program), make_pair(cast.program)]
    for pair in pairs:
        meeting = make_meeting(pair, held_at=NOW)
        for side in Side:
            answer_pulse(
                make_pulse(meeting, side),
                choices={"worth": 3, "learned": 3, "gave": 1},
                text="",
                organisers_may_read=False,
                now=NOW,
            )

    release = prepare(Program.objects.get(pk=cast.program.pk), now=SETTLED)

    assert [(key, cell["value"]) for key, cell in overall(release).items() if "value" in cell] == [
        ("joined", "about 80 % or more"),
        ("pairs", "3"),
        ("sessions", "up to a quarter"),
        ("worth", "partly to mostly"),
        ("learned", "about 80 % or more"),
        ("gave", "about 20 % or less"),
    ]
