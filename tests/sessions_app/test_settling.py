"""72 hours: a logged session that nobody answers counts as logged by one, unless it is disputed."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from outbox.links import sign
from pairing.models import Pair
from programs.models import Side
from sessions_app.access import CONFIRM
from sessions_app.actions import confirm_meeting, dispute_meeting, log_meeting, settle_logged_sessions
from sessions_app.models import Meeting
from tests.factories import NOW, later, make_meeting


@pytest.fixture
def logged(cast) -> Meeting:
    meeting = make_meeting(cast.pair, starts_at=later(hours=-1))
    log_meeting(meeting, side=Side.NEWCOMER, now=NOW)
    return meeting


def fresh() -> Meeting:
    return Meeting.objects.get()


def confirm_link(meeting: Meeting) -> str:
    return reverse("sessions_app:confirm_by_link", args=[sign(CONFIRM, meeting.pk, meeting.version, Side.SENIOR)])


def test_it_counts_after_72_hours_and_not_a_minute_before(cast, logged):
    assert settle_logged_sessions(now=later(hours=71, minutes=59)) == 0
    assert cast.pair.meetings.held().count() == 0

    assert settle_logged_sessions(now=later(hours=72)) == 1

    assert cast.pair.meetings.held().count() == 1
    assert (fresh().is_logged_by_one, fresh().confirmed_at) == (True, later(hours=72))


def test_settling_again_changes_nothing(logged):
    settle_logged_sessions(now=later(hours=72))

    assert settle_logged_sessions(now=later(hours=80)) == 0
    assert fresh().confirmed_at == later(hours=72)


def test_what_was_confirmed_or_disputed_in_time_is_left_as_it_is(cast, logged):
    other = make_meeting(cast.pair, 2, starts_at=later(hours=-1))
    log_meeting(other, side=Side.NEWCOMER, now=NOW)
    confirm_meeting(logged, side=Side.SENIOR, now=later(hours=1))
    dispute_meeting(other, now=later(hours=1))

    assert settle_logged_sessions(now=later(hours=100)) == 0
    assert list(Meeting.objects.values_list("state", "is_logged_by_one")) == [("held", False), ("planned", False)]


def test_a_session_of_an_ended_pair_settles_too_and_can_still_be_disputed(logged):
    Pair.objects.update(ended_at=later(hours=1))

    assert settle_logged_sessions(now=later(hours=100)) == 1
    dispute_meeting(logged, now=later(hours=101))

    assert (fresh().state, fresh().is_logged_by_one) == ("planned", False)


@pytest.mark.parametrize("side", ["newcomer", "senior"])
def test_either_can_still_say_that_it_did_not_take_place(cast, logged, as_person, side):
    settle_logged_sessions(now=later(hours=72))
    browser = as_person(getattr(cast, side))
    address = reverse("sessions_app:meeting", args=[cast.pair.pk, 1])

    assert "nobody answered within 72 hours, so it counts as held" in browser.get(address).content.decode()
    browser.post(reverse("sessions_app:dispute_meeting", args=[cast.pair.pk, 1]))

    meeting = fresh()
    assert (meeting.state, meeting.logged_by, meeting.logged_at, meeting.confirmed_at, meeting.is_logged_by_one) == (
        "planned",
        "",
        None,
        None,
        False,
    )


def test_what_both_confirmed_is_not_disputed_by_the_same_way(logged):
    confirm_meeting(logged, side=Side.SENIOR, now=later(hours=1))

    dispute_meeting(logged, now=later(hours=100))

    assert fresh().is_held is True


def test_the_link_says_calmly_that_there_is_nothing_more_to_do(logged):
    link = confirm_link(logged)
    settle_logged_sessions(now=later(hours=72))

    page = Client().get(link).content.decode()
    Client().post(link)

    assert "Session 1 counts already" in page
    assert "<form" not in page.split("<main")[1]
    assert (fresh().is_logged_by_one, fresh().confirmed_at) == (True, later(hours=72))


def test_the_link_is_void_after_a_late_dispute(logged):
    link = confirm_link(logged)
    settle_logged_sessions(now=later(hours=72))
    dispute_meeting(logged, now=later(hours=73))

    assert Client().post(link).status_code == 404


@pytest.mark.parametrize("side", ["newcomer", "senior"])
def test_the_page_says_from_when_it_counts(cast, logged, as_person, side):
    page = as_person(getattr(cast, side)).get(reverse("sessions_app:meeting", args=[cast.pair.pk, 1]))

    assert "counts as logged by one from Thu 5 March, 09:00 (your time)." in page.content.decode()


def test_the_pair_page_says_logged_by_one(cast, logged, as_person):
    settle_logged_sessions(now=later(hours=72))

    page = as_person(cast.newcomer).get(reverse("sessions_app:pair", args=[cast.pair.pk])).content.decode()

    assert ("logged by one" in page, "1 of 1 session held" in page) == (True, True)


def test_the_mail_leaves_no_more_once_it_counts(logged, post_round, mailoutbox):
    settle_logged_sessions(now=later(hours=72))

    assert post_round(mailoutbox, later(hours=72)) == []


def test_the_database_refuses_logged_by_one_of_what_does_not_count(logged):
    with pytest.raises(IntegrityError, match="only_held_counts_by_one"):
        Meeting.objects.update(is_logged_by_one=True)
