"""The one next step of each side, and the organisers' board."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.models import Side
from sessions_app.actions import (
    agree_plan,
    confirm_meeting,
    log_meeting,
    open_workspace,
    propose_plan,
    share_sheet,
    sign_agreement,
)
from sessions_app.models import Meeting
from tests.conftest import Cast
from tests.factories import NOW, later, make_meeting, make_pair
from tests.sessions_app.conftest import NEWCOMER_LINES, SENIOR_LINES, step_of

LINES = {"goals": ["canary-goal"], "themes": []}


def steps(cast, *, now=NOW) -> tuple[str, str]:
    """Return both sides' steps, with a star where one waits for the other."""

    def name(side):
        step = step_of(cast.pair, side, now=now)
        assert step.url.startswith("/pairs/")
        return step.name + ("*" if step.waits_for_partner else "")

    return name(Side.NEWCOMER), name(Side.SENIOR)


def test_the_steps_of_a_whole_walk(cast, walk):
    pair = cast.pair
    seen = [steps(cast)]
    for verb in (
        lambda: open_workspace(pair, now=NOW),
        lambda: share_sheet(pair, side=Side.NEWCOMER, lines=NEWCOMER_LINES, now=NOW),
        lambda: sign_agreement(pair, side=Side.NEWCOMER, version=1, now=NOW),
        lambda: share_sheet(pair, side=Side.SENIOR, lines=SENIOR_LINES, now=NOW),
        lambda: propose_plan(pair, side=Side.NEWCOMER, **LINES, now=NOW),
        lambda: propose_plan(pair, side=Side.SENIOR, **LINES, now=NOW),
        lambda: agree_plan(pair, side=Side.SENIOR, **LINES, now=NOW),
        lambda: agree_plan(pair, side=Side.NEWCOMER, **LINES, now=NOW),
        lambda: sign_agreement(pair, side=Side.SENIOR, version=1, now=NOW),
        walk.date,
    ):
        verb()
        seen.append(steps(cast))

    assert seen == [
        ("sheet", "sheet"),
        ("sheet", "sheet"),
        ("agreement", "sheet"),
        ("sheet*", "sheet"),
        ("my_plan", "my_plan"),
        ("plans*", "my_plan"),
        ("their_plan", "their_plan"),
        ("their_plan", "agreement"),
        ("agreement*", "agreement"),
        ("dates", "dates"),
        ("meeting", "meeting"),
    ]


def test_the_steps_of_the_sessions(cast, walk):
    meetings = walk.all()
    after = later(days=8)

    assert steps(cast, now=after) == ("log", "log")
    log_meeting(meetings[0], side=Side.NEWCOMER, now=after)
    assert steps(cast, now=after) == ("meeting", "confirm")
    confirm_meeting(meetings[0], side=Side.SENIOR, now=after)
    assert steps(cast, now=after) == ("meeting", "meeting")

    Meeting.objects.update(state=Meeting.State.HELD, logged_by=Side.SENIOR)
    assert steps(cast, now=after) == ("closing", "closing")
    Meeting.objects.filter(number=6).update(state=Meeting.State.LOGGED)
    assert steps(cast, now=after) == ("confirm", "closing")


def test_a_step_costs_five_queries(cast, walk, django_assert_num_queries):
    walk.all()

    with django_assert_num_queries(5):
        step_of(cast.pair, Side.NEWCOMER, now=NOW)


def test_the_board_shows_steps_and_counts_but_no_date_and_no_content(cast: Cast, walk, as_person):
    now = timezone.now()
    meetings = walk.all(now=now)
    make_pair(cast.program)
    ended = make_pair(cast.program)
    ended.ended_at = now
    ended.save()

    response = as_person(cast.coordinator).get(reverse("sessions_app:board", args=[cast.program.pk]))

    page = response.content.decode()
    rows = {
        str(row["pair"].newcomer.person): (
            row["standing"].step,
            row["standing"].held,
            row["standing"].total,
            row["standing"].planned,
        )
        for row in response.context["rows"]
    }
    other = rows.keys() - {cast.newcomer.name}
    assert rows[cast.newcomer.name] == ("Session 1", 0, 6, 6)
    assert [rows[name] for name in other] == [("Sharing sheets", 0, 6, 0)]
    assert ("canary" in page, f"{meetings[0].starts_at:%B}" in page) == (False, False)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("share_both", "Plans"), ("agree_plans", "Agreement"), ("sign", "Dates"), ("date", "Session 1")],
)
def test_the_boards_word_for_each_step(cast, walk, as_person, stage, expected):
    now = timezone.now()
    for step in ("share_both", "agree_plans", "sign", "date"):
        getattr(walk, step)(now=now)
        if step == stage:
            break

    response = as_person(cast.hr_admin).get(reverse("sessions_app:board", args=[cast.program.pk]))

    assert [row["standing"].step for row in response.context["rows"]] == [expected]


def test_the_board_never_says_whose_turn_it_is(cast, walk, as_person):
    client, address = as_person(cast.coordinator), reverse("sessions_app:board", args=[cast.program.pk])
    open_workspace(cast.pair, now=NOW)
    before = client.get(address).context["rows"][0]["standing"].step

    share_sheet(cast.pair, side=Side.NEWCOMER, lines=NEWCOMER_LINES, now=NOW)

    assert client.get(address).context["rows"][0]["standing"].step == before


def test_lists_cost_the_same_with_one_row_and_with_three(cast, as_person):
    make_meeting(cast.pair)
    for person, address in (
        (cast.coordinator, reverse("sessions_app:board", args=[cast.program.pk])),
        (cast.newcomer, reverse("sessions_app:pair", args=[cast.pair.pk])),
    ):
        client = as_person(person)
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        for number in (2, 3):
            make_meeting(make_pair(cast.program))
            make_meeting(cast.pair, number + Meeting.objects.count(), starts_at=NOW + timedelta(days=number))
        with CaptureQueriesContext(connection) as three:
            client.get(address)

        assert len(three) == len(one)
        assert len(one) <= 14
