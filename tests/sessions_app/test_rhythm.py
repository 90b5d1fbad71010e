"""Drift out of dates alone, the fit check, and breaks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.actions import end_pair
from pairing.models import Pair
from pairing.queries import free_places
from programs.actions import pause, pause_program
from programs.models import Participation, Program, Side
from sessions_app.actions import (
    AlreadySaid,
    answer_fit,
    ask_fits,
    come_back,
    end_breaks,
    notice_drift,
    put_off_meeting,
    send_session_reminders,
    take_a_break,
)
from sessions_app.models import Cancellation, Drift, FitCheck
from sessions_app.queries import signs_of
from tests.factories import NOW, later, make_meeting
from tests.sessions_app.conftest import step_of
from tests.together import at_once

QUIET = {
    "since": NOW,
    "moved": None,
    "dated": 6,
    "done": 0,
    "ahead": 6,
    "last_done": None,
    "last_past": None,
    "weeks": 4,
}


@pytest.mark.parametrize(
    ("row", "cancelled", "days", "expected"),
    [
        ({}, "", 5, set()),
        ({"dated": 0}, "", 6.9, set()),
        ({"dated": 0}, "", 7, {"silent"}),
        ({"dated": 0, "moved": later(days=5)}, "", 7, set()),
        ({}, "nn", 5, {"cancelled"}),
        ({}, "ns", 5, set()),
        ({}, "nns", 5, set()),
        ({"last_done": later(days=4), "done": 1}, "nn", 5, set()),
        ({"ahead": 0, "last_done": NOW, "done": 1}, "", 3, set()),
        ({"ahead": 0, "last_done": NOW, "done": 1}, "", 3.1, {"no_date"}),
        ({"ahead": 0, "last_done": NOW, "done": 6}, "", 300, set()),
        ({"last_done": NOW, "done": 1}, "", 42, set()),
        ({"last_done": NOW, "done": 1}, "", 42.1, {"slow"}),
        ({"last_done": NOW, "done": 1, "since": later(days=30)}, "", 42.1, set()),
    ],
)
def test_signs_follow_from_dates(row, cancelled, days, expected):
    rows = [({"n": "newcomer", "s": "senior"}[who], later(days=2, hours=at)) for at, who in enumerate(cancelled)]

    assert signs_of({**QUIET, **row}, rows[::-1], offer_is_silent=False, now=later(days=days)) == expected


def test_a_pair_is_told_once_and_the_sign_goes_once_it_is_mended(cast, walk, as_person, post_round, mailoutbox):
    walk.sign()
    new = [notice_drift(now=later(days=day)) for day in (6, 7, 8)]
    letters = post_round(mailoutbox, later(days=7))
    page = as_person(cast.newcomer).get(reverse("sessions_app:pair", args=[cast.pair.pk])).content.decode()
    home = as_person(cast.senior).get(reverse("desk:home")).content.decode()
    walk.date(now=later(days=8))
    notice_drift(now=later(days=9))

    assert (new, [letter.to[0] for letter in letters].count(cast.newcomer.email), Drift.objects.count()) == (
        [0, 1, 0],
        1,
        0,
    )
    assert ["Nothing has moved for a week" in text for text in (page, home, letters[0].body)] == [True] * 3


@pytest.mark.parametrize("rests", ["person", "program", "switch", "ended"])
def test_nothing_is_noticed_where_nobody_should_look(cast, walk, rests):
    walk.sign()
    notice_drift(now=later(days=7))
    {
        "person": lambda: pause(cast.pair.senior, until=None, now=NOW),
        "program": lambda: pause_program(cast.program, now=NOW),
        "switch": lambda: Program.objects.update(drift_on=False),
        "ended": lambda: end_pair(cast.pair, side=Side.SENIOR, now=NOW),
    }[rests]()

    assert (notice_drift(now=later(days=8)), Drift.objects.count()) == (0, 0)


def test_two_put_off_in_a_row_by_one_side_are_a_sign_and_the_side_is_told_to_nobody(cast, walk, as_person, recorded):
    meetings = walk.all()
    for meeting in meetings[:2]:
        put_off_meeting(meeting, version=0, side=Side.SENIOR, now=later(days=1))
    notice_drift(now=later(days=1))

    assert list(Drift.objects.values_list("sign", flat=True)) == ["cancelled"]
    assert [len(recorded(person, Cancellation)) for person in (cast.senior, cast.newcomer)] == [2, 0]
    assert Cancellation.objects.count() == 2


def test_the_page_keeps_the_side_of_who_puts_off(cast, as_person):
    make_meeting(cast.pair, starts_at=timezone.now() + timedelta(days=3))
    address = reverse("sessions_app:put_off_meeting", args=[cast.pair.pk, 1])

    as_person(cast.senior).post(address, {"version": "0"})

    assert Cancellation.objects.get().side == Side.SENIOR


# The fit check --------------------


@pytest.fixture
def asked(cast) -> Pair:
    make_meeting(cast.pair, held_at=NOW)
    ask_fits(now=later(days=1))
    return cast.pair


def fit(cast, **query: str) -> str:
    return reverse("sessions_app:fit_check", args=[cast.pair.pk], query=query or None)


def test_both_are_asked_once_after_the_first_session(cast, told):
    before = ask_fits(now=NOW)
    make_meeting(cast.pair, held_at=NOW)

    counts = [ask_fits(now=later(days=1)) for _ in range(2)]

    assert (before, counts, FitCheck.objects.count()) == (0, [1, 0], 2)
    assert told() == [("fit_check", "Nia Newcomer"), ("fit_check", "Sol Senior")]


def test_one_tap_answers_and_nobody_else_can_tell(cast, as_person):
    make_meeting(cast.pair, held_at=timezone.now())
    ask_fits(now=timezone.now())
    home = as_person(cast.newcomer).get(reverse("desk:home")).content.decode()
    board = reverse("sessions_app:board", args=[cast.program.pk])
    seen = [
        as_person(person).get(url).content.decode().split("<main")[1]
        for person, url in ((cast.senior, fit(cast)), (cast.coordinator, board))
    ]

    answered = as_person(cast.newcomer).post(fit(cast), {"says": "fits"})

    after = [
        as_person(person).get(url).content.decode().split("<main")[1]
        for person, url in ((cast.senior, fit(cast)), (cast.coordinator, board))
    ]
    strip = [[line for page in pages for line in page.splitlines() if "csrf" not in line] for pages in (seen, after)]
    assert ("How does it fit?" in home, answered.url, strip[0]) == (True, reverse("desk:home"), strip[1])
    assert as_person(cast.newcomer).get(fit(cast)).status_code == 302


def test_lets_talk_leads_to_the_counsellor(cast, as_person):
    make_meeting(cast.pair, held_at=timezone.now())
    ask_fits(now=timezone.now())

    response = as_person(cast.senior).post(fit(cast), {"says": "talk"})

    assert (response.url, cast.pair.is_live) == (reverse("counsel:ask_to_talk", args=[cast.program.pk]), True)


def test_not_a_fit_is_asked_again_and_ends_the_pair_as_any_ending(cast, as_person, told):
    make_meeting(cast.pair, held_at=timezone.now())
    ask_fits(now=timezone.now())
    browser = as_person(cast.senior)

    again = browser.get(fit(cast, says="not_a_fit"))
    still = Pair.objects.live().count()
    browser.post(fit(cast), {"says": "not_a_fit", "looks_on": "on"})

    assert ("Look for another partner" in again.content.decode(), still) == (True, 1)
    assert (
        Pair.objects.live().filter(program=cast.program).count(),
        [row for row in told() if row[0] == "pair_ended"],
    ) == (
        0,
        [("pair_ended", "Nia Newcomer"), ("pair_ended", "Sol Senior")],
    )
    assert set(
        Participation.objects.filter(pk__in=[cast.pair.newcomer_id, cast.pair.senior_id]).values_list(
            "places_taken", "is_looking"
        )
    ) == {(0, True)}


def test_the_first_answer_stands_and_is_sealed(asked, recorded, cast, dumped):
    answer_fit(asked, side=Side.NEWCOMER, says="talk", now=later(days=2))

    with pytest.raises(AlreadySaid):
        answer_fit(asked, side=Side.NEWCOMER, says="not_a_fit", now=later(days=2))

    assert [recorded(person, FitCheck)[0][1] for person in (cast.newcomer, cast.senior)] == [
        "Let’s talk",
        "none so far",
    ]
    assert Pair.objects.live().count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_saying_not_a_fit_at_once_end_it_once(asked, told):
    no = {"says": "not_a_fit", "now": later(days=2)}

    faults = at_once(*[lambda side=side: answer_fit(asked, side=side, **no) for side in Side] * 2)

    assert set(faults) <= {"AlreadySaid"}
    assert (Pair.objects.get(pk=asked.pk).is_live, [row for row in told() if row[0] == "pair_ended"]) == (
        False,
        [("pair_ended", "Nia Newcomer"), ("pair_ended", "Sol Senior")],
    )


# Breaks --------------------


def starts(pair: Pair) -> list[str]:
    return [f"{m.local_start:%d %b %H:%M}" if m.is_planned else m.state for m in pair.meetings.all()]


@pytest.mark.parametrize(
    ("until", "moves", "expected"),
    [
        (None, False, ["undated"] * 6),
        (
            date(2026, 4, 20),
            False,
            ["undated", "undated", "04 May 10:00", "01 Jun 10:00", "29 Jun 10:00", "27 Jul 10:00"],
        ),
        (
            date(2026, 4, 20),
            True,
            ["20 Apr 10:00", "18 May 10:00", "15 Jun 10:00", "13 Jul 10:00", "10 Aug 10:00", "07 Sep 10:00"],
        ),
        (
            date(2026, 3, 4),
            True,
            ["09 Mar 10:00", "06 Apr 10:00", "04 May 10:00", "01 Jun 10:00", "29 Jun 10:00", "27 Jul 10:00"],
        ),
    ],
)
def test_sessions_that_fall_into_a_break_are_freed_as_chosen(cast, walk, until, moves, expected):
    walk.all()

    take_a_break(cast.pair.senior, until=until, moves=moves, now=NOW)

    assert starts(cast.pair) == expected
    assert Cancellation.objects.count() == 0


def test_a_break_is_quiet_and_ends_on_its_day(cast, walk, told, post_round, mailoutbox):
    walk.all()
    take_a_break(cast.pair.senior, until=later(days=5).date(), moves=False, now=NOW)
    [letter] = [each for each in post_round(mailoutbox, NOW) if each.subject == "Sol Senior takes a break"]
    pair = Pair.objects.with_people().get(pk=cast.pair.pk)
    steps = [step_of(pair, side, now=NOW).title for side in Side]
    send_session_reminders(now=later(days=6, hours=12))
    quiet = [row for row in told() if row[0] == "session_reminder"]
    ended = [end_breaks(now=later(days=day)) for day in (3, 5, 6)]
    send_session_reminders(now=later(days=6, hours=12))

    assert (steps, quiet, ended) == (["Sol takes a break", "You take a break"], [], [0, 1, 0])
    assert {row for row in told() if row[0] == "session_reminder"} == {
        ("session_reminder", "Nia Newcomer"),
        ("session_reminder", "Sol Senior"),
    }
    assert [row for row in told() if row[0] == "break_begun"] == [("break_begun", "Nia Newcomer")]
    assert "Sol Senior takes a break until Sat 7 March." in letter.body


def test_taking_a_break_by_page(cast, as_person):
    browser, page = as_person(cast.bystander), reverse("sessions_app:take_a_break", args=[cast.program.pk])
    me = Participation.objects.filter(person=cast.bystander)
    refused = [
        browser.post(page, data).status_code
        for data in ({"sessions": "move"}, {"until": "2020-01-01", "sessions": "put_off"})
    ]
    begun = browser.post(page, {"sessions": "put_off"})
    paused = (
        me.get().is_paused,
        "You take a break" in browser.get(page).content.decode(),
        "You take a break" in browser.get("/").content.decode(),
    )
    browser.post(page, {"back": "yes"})

    assert (refused, begun.status_code, paused, me.get().is_paused) == ([200, 200], 302, (True, True, True), False)
    assert come_back(me.get(), now=NOW) is False
    assert [place.person for place in free_places(cast.program)] == []
