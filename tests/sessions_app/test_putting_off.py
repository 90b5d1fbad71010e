"""Cancelling: one form asks for a new date or an explicit "later"; both hear of it once, and their calendars follow."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from programs.models import Side
from sessions_app.actions import (
    MovedMeanwhile,
    NotYet,
    log_meeting,
    move_meeting,
    put_off_meeting,
    send_session_reminders,
)
from sessions_app.calendars import feed_of
from sessions_app.models import Meeting
from sessions_app.queries import calendar_of
from tests.factories import NOW, later, make_meeting
from tests.sessions_app import ics
from tests.sessions_app.conftest import step_of
from tests.sessions_app.test_calendars import files_of, letters_to


def page_of(meeting: Meeting, name: str) -> str:
    return reverse(f"sessions_app:{name}", args=[meeting.pair_id, meeting.number])


def date_again(meeting: Meeting, *, version: int) -> None:
    to = later(days=5)
    local = {"day": to.date(), "local_time": to.time(), "zone": "Europe/London"}
    move_meeting(meeting, version=version, **local, now=NOW)


def test_put_off_meeting_leaves_it_without_a_date_and_tells_both_once(cast, told):
    meeting = make_meeting(cast.pair)

    put_off_meeting(meeting, version=0, now=NOW)
    with pytest.raises(MovedMeanwhile):
        put_off_meeting(meeting, version=0, now=NOW)

    meeting.refresh_from_db()
    assert (meeting.is_undated, meeting.version) == (True, 1)
    assert told() == [("session_put_off", cast.newcomer.name), ("session_put_off", cast.senior.name)]


def test_both_get_the_same_neutral_words_and_their_calendars_drop_it(cast, post_round, mailoutbox):
    meeting = make_meeting(cast.pair)
    put_off_meeting(meeting, version=0, now=NOW)

    letters = post_round(mailoutbox, NOW)

    bodies = {}
    for person, partner in ((cast.newcomer, cast.senior), (cast.senior, cast.newcomer)):
        (letter,) = letters_to(letters, person, "needs a new date")
        (file,) = files_of(letter)
        (entry,) = file.entries
        assert (file.method, entry.uid, entry.sequence, entry.status) == (
            "CANCEL",
            f"{meeting.pk}@viceversa",
            1,
            "CANCELLED",
        )
        bodies[person] = letter.body.replace(person.first_name, "A").replace(partner.name, "B")
    assert bodies[cast.newcomer] == bodies[cast.senior]
    assert "does not take place on Tue 3 March, 09:00 (your time)" in bodies[cast.senior]


def test_a_new_date_brings_it_back_under_the_same_uid(cast, post_round, mailoutbox):
    meeting = make_meeting(cast.pair)
    put_off_meeting(meeting, version=0, now=NOW)
    post_round(mailoutbox, NOW)

    date_again(meeting, version=1)

    letters = post_round(mailoutbox, NOW)
    (letter,) = letters_to(letters, cast.newcomer, "has moved")
    (file,) = files_of(letter)
    assert (file.method, file.entries[0].uid, file.entries[0].sequence, file.entries[0].moment) == (
        "REQUEST",
        f"{meeting.pk}@viceversa",
        2,
        later(days=5),
    )
    assert (len(letters), Meeting.objects.get().is_planned) == (2, True)


def test_the_mail_leaves_no_more_once_there_is_a_new_date(cast, post_round, mailoutbox):
    meeting = make_meeting(cast.pair)
    put_off_meeting(meeting, version=0, now=NOW)
    date_again(meeting, version=1)

    subjects = {letter.subject for letter in post_round(mailoutbox, NOW)}

    assert subjects == {"Your session with Nia Newcomer has moved", "Your session with Sol Senior has moved"}
    assert Message.objects.filter(kind="session_put_off", state=Message.State.DROPPED).count() == 2


def test_no_reminder_and_no_feed_speaks_of_it(cast):
    meeting = make_meeting(cast.pair, starts_at=later(hours=6))
    put_off_meeting(meeting, version=0, now=NOW)

    send_session_reminders(now=NOW)

    assert Message.objects.filter(kind="session_reminder").count() == 0
    assert ics.read(feed_of(cast.newcomer, calendar_of(cast.newcomer), now=NOW)).entries == []


def test_an_old_reminder_never_arrives(cast, post_round, mailoutbox):
    meeting = make_meeting(cast.pair, starts_at=later(hours=6))
    send_session_reminders(now=NOW)
    put_off_meeting(meeting, version=0, now=NOW)

    subjects = {letter.subject for letter in post_round(mailoutbox, NOW)}

    assert subjects == {
        "Your session with Nia Newcomer needs a new date",
        "Your session with Sol Senior needs a new date",
    }


def test_it_cannot_be_logged_before_it_has_a_date(cast):
    meeting = make_meeting(cast.pair, starts_at=later(hours=-1))
    put_off_meeting(meeting, version=0, now=NOW)

    with pytest.raises(NotYet, match="has no date"):
        log_meeting(meeting, side=Side.NEWCOMER, now=NOW)


def test_what_was_logged_is_not_put_off(cast):
    meeting = make_meeting(cast.pair, starts_at=later(hours=-1))
    log_meeting(meeting, side=Side.NEWCOMER, now=NOW)

    with pytest.raises(MovedMeanwhile):
        put_off_meeting(meeting, version=0, now=NOW)


@pytest.mark.parametrize("side", list(Side))
def test_the_next_step_of_both_is_a_new_date(cast, walk, side):
    first = walk.all()[0]
    put_off_meeting(first, version=0, now=NOW)

    step = step_of(cast.pair, side, now=NOW)

    assert (step.title, step.url, step.waits_for_partner) == (
        "Find a new date for session 1",
        page_of(first, "move_meeting"),
        False,
    )


def test_the_board_says_that_there_is_no_next_date(cast, as_person):
    meeting = make_meeting(cast.pair, starts_at=timezone.now() + timedelta(days=3))
    browser, address = as_person(cast.coordinator), reverse("sessions_app:board", args=[cast.program.pk])
    before = browser.get(address).context["rows"][0]["standing"].step

    put_off_meeting(meeting, version=0, now=timezone.now())

    row = browser.get(address).context["rows"][0]
    assert (before, row["standing"].step, row["standing"].planned) == ("Session 1", "Finding a new date", 0)


def test_one_form_takes_a_new_date_or_later(cast, as_person):
    meeting = make_meeting(cast.pair, starts_at=timezone.now() + timedelta(days=3))
    browser = as_person(cast.newcomer)
    assert page_of(meeting, "move_meeting") in browser.get(page_of(meeting, "meeting")).content.decode()
    page = browser.get(page_of(meeting, "move_meeting")).content.decode()
    assert page.count(f'formaction="{page_of(meeting, "put_off_meeting")}"') == 1

    # The date fields come along as they stand, emptied or not: "later" does not look at them.
    browser.post(page_of(meeting, "put_off_meeting"), {"version": "0", "day": "", "local_time": ""})

    said = browser.get(page_of(meeting, "meeting")).content.decode()
    assert ("Session 1 has no date for now." in said, "Find a new date" in said) == (True, True)
    browser.post(
        page_of(meeting, "move_meeting"),
        {"version": "1", "day": "2099-03-09", "local_time": "10:00", "zone": "Europe/London"},
    )
    assert Meeting.objects.get().is_planned is True


def test_a_form_without_its_version_puts_nothing_off(cast, as_person):
    meeting = make_meeting(cast.pair)

    as_person(cast.newcomer).post(page_of(meeting, "put_off_meeting"), {"version": "x"})

    assert Meeting.objects.get().is_planned is True


def test_putting_off_needs_a_post(cast, as_person):
    meeting = make_meeting(cast.pair)

    assert as_person(cast.newcomer).get(page_of(meeting, "put_off_meeting")).status_code == 405
    assert Meeting.objects.get().is_planned is True


def test_the_database_refuses_a_logged_session_by_nobody(cast):
    make_meeting(cast.pair)

    with pytest.raises(IntegrityError, match="logged_meeting_says_by_whom"):
        Meeting.objects.update(state=Meeting.State.LOGGED)
