"""Hours in which a counsellor can talk: offered, booked once, given back, taken back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from counsel.actions import HourTaken, ask_to_talk, book_hour, give_hour_back, offer_hours, withdraw_hour
from counsel.models import Hour, TalkRequest
from tests.factories import NOW, grant, later, make_person
from tests.sessions_app.test_calendars import files_of


@pytest.fixture
def hour(cast):
    offer_hours(cast.counsellor, starts=[later(days=1)], minutes=30, place="Room 3", now=NOW)
    return Hour.objects.get()


def test_hours_are_cut_out_of_a_day_by_the_counsellors_own_clock(cast, as_person, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    zurich = ZoneInfo("Europe/Zurich")
    type(cast.counsellor).objects.filter(pk=cast.counsellor.pk).update(zone="Europe/Zurich")

    told = {"day": "2026-03-23", "begins": "09:00", "ends": "10:10", "minutes": "30", "weeks": "2", "place": "Room 3"}
    as_person(cast.counsellor).post(reverse("counsel:hours"), told)

    # The clocks go forward between the two weeks; nine o’clock stays nine o’clock.
    assert [hour.local_start for hour in Hour.objects.all()] == [
        datetime(2026, 3, day, 9, minute, tzinfo=zurich) for day in (23, 30) for minute in (0, 30)
    ]


def test_an_hour_that_overlaps_or_has_gone_by_is_left_out(cast, hour):
    starts = [later(days=1, minutes=15), later(days=1, minutes=30), later(hours=-1)]

    assert offer_hours(cast.counsellor, starts=starts, minutes=30, place="", now=NOW) == 1


def test_two_who_press_at_once_get_one_hour(cast, hour):
    first = ask_to_talk(cast.program, person=cast.senior, text="", hour=hour, now=NOW)

    with pytest.raises(HourTaken):
        ask_to_talk(cast.program, person=cast.newcomer, text="", hour=hour, now=NOW)

    hour.refresh_from_db()
    assert (hour.talk, TalkRequest.objects.count()) == (first, 1)


def test_booking_puts_the_hour_into_both_calendars_and_says_nothing_there(cast, hour, post_round, mailoutbox):
    ask_to_talk(cast.program, person=cast.senior, text="canary", hour=hour, now=NOW)

    letters = [letter for letter in post_round(mailoutbox, NOW) if files_of(letter)]

    events = [event for letter in letters for each in files_of(letter) for event in each.entries]
    assert sorted(letter.to[0] for letter in letters) == sorted([cast.senior.email, cast.counsellor.email])
    assert {(event.summary, event.moment, "Room 3" in event.texts) for event in events} == {
        ("Talk", later(days=1), True)
    }


def test_an_hour_given_back_leaves_both_calendars_and_is_free(cast, hour, post_round, mailoutbox):
    talk = ask_to_talk(cast.program, person=cast.senior, text="", hour=hour, now=NOW)
    post_round(mailoutbox, NOW)

    give_hour_back(talk, now=NOW)
    letters = post_round(mailoutbox, NOW)

    hour.refresh_from_db()
    assert [each.method for letter in letters for each in files_of(letter)] == ["CANCEL", "CANCEL"]
    assert hour.is_free


def test_an_hour_taken_back_cannot_be_booked(cast, hour):
    talk = ask_to_talk(cast.program, person=cast.senior, text="", hour=hour, now=NOW)

    withdraw_hour(hour, now=NOW)

    with pytest.raises(HourTaken):
        book_hour(talk, hour=hour, now=NOW)


def test_another_hour_frees_the_one_before(cast, hour):
    offer_hours(cast.counsellor, starts=[later(days=2)], minutes=30, place="", now=NOW)
    other = Hour.objects.exclude(pk=hour.pk).get()
    talk = ask_to_talk(cast.program, person=cast.senior, text="", hour=hour, now=NOW)

    book_hour(talk, hour=other, now=NOW)

    assert list(Hour.objects.values_list("starts_at", "talk")) == [(later(days=1), None), (later(days=2), talk.pk)]


def test_nobody_books_the_hour_of_somebody_elses_counsellor(cast, hour, as_person):
    other = grant(make_person("Cy Counsellor"), "counsellor")
    talk = ask_to_talk(cast.program, person=cast.senior, text="", counsellor=other, now=NOW)

    with pytest.raises(HourTaken):
        book_hour(talk, hour=hour, now=NOW)

    page = as_person(cast.senior).get(reverse("counsel:book_hour", args=[talk.pk]))
    assert "No hour is free now" in page.content.decode()


def test_an_hour_is_booked_with_the_request_in_the_browser(cast, as_person):
    soon = Hour.objects.create(
        counsellor=cast.counsellor,
        starts_at=timezone.now() + timedelta(days=2),
        minutes=30,
        zone="Europe/London",
    )

    as_person(cast.senior).post(
        reverse("counsel:ask_to_talk", args=[cast.program.pk]), {"text": "", "hour": str(soon.pk)}
    )

    soon.refresh_from_db()
    assert soon.talk == TalkRequest.objects.get()
