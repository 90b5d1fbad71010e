"""Moving: one or the rest, hours offered and picked, by the link of a mail, by whoever looks after the dates."""

import re
import threading
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.models import Pair
from programs.models import Side
from sessions_app.actions import (
    MovedMeanwhile,
    NotAnAssistant,
    NotYours,
    SlotGone,
    end_delegate,
    move_meeting,
    name_delegate,
    offer_slots,
    pick_slot,
    place_meeting,
)
from sessions_app.clocks import InThePast, NoSuchHour, moved_along
from sessions_app.models import CalendarDelegate, Meeting, SlotOffer
from tests.factories import NOW, later, make_meeting, make_person
from tests.sessions_app.test_calendars import files_of

LONDON = {"zone": "Europe/London", "now": NOW}


def page_of(meeting: Meeting, name: str) -> str:
    return reverse(f"sessions_app:{name}", args=[meeting.pair_id, meeting.number])


# One or the rest --------------------


@pytest.fixture
def dated(cast, walk) -> list[Meeting]:
    walk.sign()
    return walk.date()


def test_this_one_and_the_rest_go_along_by_as_many_days_and_to_the_same_hour(dated):
    following = [(meeting.number, 0) for meeting in dated[3:]]

    move_meeting(dated[2], version=0, day=date(2026, 5, 6), local_time=time(15), following=following, **LONDON)

    local = [f"{meeting.local_start:%m-%d %H}" for meeting in Meeting.objects.order_by("number")]
    assert local == ["03-09 10", "04-06 10", "05-06 15", "06-03 15", "07-01 15", "07-29 15"]


def test_if_one_of_the_rest_has_moved_meanwhile_nothing_moves(dated):
    following = [(meeting.number, 0) for meeting in dated[3:]]
    move_meeting(dated[4], version=0, day=date(2026, 7, 7), local_time=time(9), **LONDON)

    with pytest.raises(MovedMeanwhile):
        move_meeting(dated[2], version=0, day=date(2026, 5, 6), local_time=time(15), following=following, **LONDON)

    assert list(Meeting.objects.order_by("number").values_list("version", flat=True)) == [0, 0, 0, 0, 1, 0]


def test_a_bad_hour_among_the_rest_moves_nothing(dated):
    # Session 6 would fall into the night in which London's clocks go back.
    day = date(2026, 10, 25) - (dated[5].local_start.date() - dated[0].local_start.date())
    following = [(meeting.number, 0) for meeting in dated[1:]]

    with pytest.raises(NoSuchHour, match="25 October"):
        move_meeting(dated[0], version=0, day=day, local_time=time(1, 30), following=following, **LONDON)

    assert Meeting.objects.filter(version=0).count() == 6


def test_the_page_moves_the_rest_and_says_clashes_first(cast, walk, as_person):
    walk.sign(now=timezone.now())
    meetings = walk.date(now=timezone.now())
    sunday = timezone.now().date() + timedelta(days=15)
    sunday += timedelta(days=6 - sunday.weekday())
    browser, address = as_person(cast.senior), page_of(meetings[4], "move_meeting")
    chosen = {"version": "0", "along": "6:0", "day": f"{sunday}", "local_time": "10:00", "zone": "Europe/London"}

    page = browser.post(address, {**chosen, "scope": "rest"})

    assert ("Sunday is no working day of Sol" in page.content.decode(), Meeting.objects.get(number=5).version) == (
        True,
        0,
    )
    browser.post(address, {**chosen, "scope": "rest", "kept": page.context["form"].shown_clashes})
    assert [meeting.version for meeting in Meeting.objects.order_by("number")] == [0, 0, 0, 0, 1, 1]


ZONES = ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Santiago"]


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 3, 10), date(2027, 3, 1)),
    hour=st.integers(4, 22),
    days=st.integers(-3, 40),
)
def test_whatever_moves_stays_at_the_agreed_hour_of_its_owner_across_both_changes(zone, first, hour, days):
    place = ZoneInfo(zone)
    starts = [datetime.combine(first + timedelta(weeks=4 * n), time(hour), place).astimezone(UTC) for n in range(12)]

    moved = moved_along(starts, first + timedelta(days=days), time(hour, 30), zone, now=NOW)

    local = [start.astimezone(place).replace(tzinfo=None) for start in moved]
    assert local == [datetime.combine(first + timedelta(days=days, weeks=4 * n), time(hour, 30)) for n in range(12)]


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_the_same_moment_one_holds(cast):
    meeting, refused = make_meeting(cast.pair), []

    def move(days: int) -> None:
        try:
            move_meeting(meeting, version=0, day=later(days=days).date(), local_time=time(9), **LONDON)
        except MovedMeanwhile:
            refused.append(days)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=[days]) for days in (5, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(refused), Meeting.objects.get().version) == (1, 1)


# Where --------------------


def test_a_place_goes_into_both_invites_and_the_same_again_changes_nothing(cast, post_round, mailoutbox):
    meeting = make_meeting(cast.pair)

    place_meeting(meeting, version=0, place="Room 4", now=NOW)
    place_meeting(meeting, version=1, place="Room 4", now=NOW)

    letters = sorted(post_round(mailoutbox, NOW), key=lambda letter: letter.subject)
    assert [(letter.subject, files_of(letter)[0].entries[0].sequence) for letter in letters] == [
        ("Where you meet Nia Newcomer", 1),
        ("Where you meet Sol Senior", 1),
    ]
    assert all("Room 4" in files_of(letter)[0].entries[0].texts for letter in letters)


def test_the_page_takes_a_place(cast, as_person):
    meeting = make_meeting(cast.pair, starts_at=timezone.now() + timedelta(days=2))

    as_person(cast.senior).post(page_of(meeting, "place_meeting"), {"version": "0", "place": "Room 4"})

    assert Meeting.objects.get().place == "Room 4"


# Hours offered --------------------

HOURS = [later(days=5), later(days=6), later(days=7)]


@pytest.fixture
def offer(cast) -> SlotOffer:
    meeting = make_meeting(cast.pair)
    return offer_slots(meeting, side=Side.SENIOR, version=0, starts=HOURS, **LONDON)


def test_the_mail_offers_hours_and_its_link_moves_the_session_once(cast, post_round, mailoutbox):
    now = timezone.now()
    meeting = make_meeting(cast.pair, starts_at=now + timedelta(days=3))
    hours = [now + timedelta(days=days) for days in (5, 6, 7)]
    offer_slots(meeting, side=Side.SENIOR, version=0, starts=hours, zone="Europe/London", now=now)
    (letter,) = post_round(mailoutbox, now)
    link = re.search(r"http://testserver(/slots/\S+)", letter.body).group(1)
    browser = Client()

    assert (letter.to, browser.get(link).context["slots"]) == ([cast.newcomer.email], hours)
    assert Meeting.objects.get().version == 0
    browser.post(link, {"start": hours[1].isoformat()})
    browser.post(link, {"start": hours[2].isoformat()})

    moved = Meeting.objects.get()
    assert (moved.starts_at, moved.version) == (hours[1], 1)
    assert "There is nothing more to pick" in browser.get(link).content.decode()
    assert "_auth_user_id" not in browser.session


def test_hours_are_picked_by_the_other_and_only_those_still_to_come(offer):
    with pytest.raises(NotYours):
        pick_slot(offer, side=Side.SENIOR, start=HOURS[0], now=NOW)
    with pytest.raises(SlotGone):
        pick_slot(offer, side=Side.NEWCOMER, start=HOURS[0], now=later(days=5))
    with pytest.raises(SlotGone):
        pick_slot(offer, side=Side.NEWCOMER, start=later(days=9), now=NOW)

    assert Meeting.objects.get().version == 0


def test_an_offer_is_void_once_the_session_has_moved_or_others_were_offered(offer):
    again = offer_slots(offer.meeting, side=Side.SENIOR, version=0, starts=HOURS[:1], **LONDON)
    with pytest.raises(SlotGone):
        pick_slot(offer, side=Side.NEWCOMER, start=HOURS[1], now=NOW)
    move_meeting(offer.meeting, version=0, day=later(days=9).date(), local_time=time(9), **LONDON)

    with pytest.raises(SlotGone):
        pick_slot(again, side=Side.NEWCOMER, start=HOURS[0], now=NOW)
    with pytest.raises(MovedMeanwhile):
        offer_slots(offer.meeting, side=Side.SENIOR, version=0, starts=HOURS, **LONDON)


def test_an_hour_that_has_gone_by_is_not_offered(cast):
    with pytest.raises(InThePast):
        offer_slots(make_meeting(cast.pair), side=Side.SENIOR, version=0, starts=[later(days=-1)], **LONDON)


def test_the_page_offers_three_hours_that_suit_both(cast, as_person):
    meeting = make_meeting(cast.pair, starts_at=timezone.now() + timedelta(days=3))
    browser, address = as_person(cast.senior), page_of(meeting, "offer_slots")
    form = browser.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    hours = {name: f"{value:%H:%M}" for name, value in shown.items() if isinstance(value, time)}

    browser.post(address, {**shown, **hours})

    assert len(SlotOffer.objects.get().starts) == 3
    assert "/slots/" in as_person(cast.newcomer).get(page_of(meeting, "meeting")).content.decode()


# By the link of a mail --------------------


def test_a_mail_moves_a_session_once_without_signing_in(cast, post_round, mailoutbox):
    now = timezone.now()
    meeting = make_meeting(cast.pair, starts_at=now + timedelta(days=3))
    place_meeting(meeting, version=0, place="Room 4", now=now)
    move_meeting(
        meeting, version=1, day=(now + timedelta(days=8)).date(), local_time=time(9), zone="Europe/London", now=now
    )
    letter = next(letter for letter in post_round(mailoutbox, now) if letter.to == [cast.newcomer.email])
    link = re.search(r"http://testserver(/move/\S+)", letter.body).group(1)
    form = Client().get(link).context["form"]
    day = f"{now.year + 1}-06-10"
    chosen = {"version": form["version"].value(), "day": day, "local_time": "10:00", "zone": "Europe/London"}
    kept = f"{now.year + 1}-06-10T09:00:00+00:00"

    Client().post(link, {**chosen, "kept": kept})

    assert f"{Meeting.objects.get().local_start:%Y-%m-%d %H:%M}" == f"{day} 10:00"
    assert Client().post(link, {**chosen, "kept": kept}).status_code == 404


# Whoever looks after the dates --------------------


@pytest.fixture
def delegate(cast):
    person = make_person("Ada Assistant")
    name_delegate(cast.senior, delegate=person, now=NOW)
    return person


def test_naming_tells_the_delegate_and_the_partner_once(cast, delegate, told):
    name_delegate(cast.senior, delegate=delegate, now=later(hours=1))

    assert told() == [("dates_looked_after", "Nia Newcomer"), ("delegate_named", "Ada Assistant")]


def test_a_delegate_sees_when_and_with_whom_and_moves_it(cast, delegate, as_person):
    meeting = make_meeting(cast.pair, starts_at=timezone.now() + timedelta(days=3))
    browser = as_person(delegate)

    page = browser.get(reverse("sessions_app:looked_after")).content.decode()
    chosen = {"version": "0", "day": f"{timezone.now().year + 1}-03-10", "local_time": "10:00", "zone": "Europe/London"}
    browser.post(reverse("sessions_app:move_for", args=[meeting.pk]), chosen)

    assert ("Nia Newcomer" in page, cast.program.name in page, "Session 1" in page) == (True, False, False)
    assert Meeting.objects.get().version == 1
    for name in ("meeting", "move_meeting"):
        assert browser.get(page_of(meeting, name)).status_code == 404
    assert browser.get(reverse("sessions_app:pair", args=[cast.pair.pk])).status_code == 404


@pytest.mark.parametrize("how", ["ended by the senior", "the pair has ended"])
def test_a_delegate_is_shut_out_at_once(cast, delegate, as_person, how):
    meeting = make_meeting(cast.pair)
    if how == "ended by the senior":
        as_person(cast.senior).post(reverse("sessions_app:end_delegate"))
    else:
        Pair.objects.update(ended_at=NOW)

    assert as_person(delegate).get(reverse("sessions_app:move_for", args=[meeting.pk])).status_code == 404


def test_only_a_senior_in_a_pair_names_somebody_else_than_the_two(cast):
    for person, other in ((cast.newcomer, cast.outsider), (cast.senior, cast.senior), (cast.senior, cast.newcomer)):
        with pytest.raises(NotAnAssistant):
            name_delegate(person, delegate=other, now=NOW)

    assert CalendarDelegate.objects.count() == 0
    end_delegate(cast.senior)


def test_the_calendar_page_names_by_address_and_both_see_who(cast, as_person):
    person, browser = make_person("Ada Assistant", email="ada@meridian.example"), as_person(cast.senior)
    name = reverse("sessions_app:name_delegate")

    said = browser.post(name, {"email": "nobody@meridian.example"}, follow=True).content.decode()
    browser.post(name, {"email": "Ada@meridian.example"})

    assert "Nobody here has this address." in said
    assert CalendarDelegate.objects.get().delegate == person
    make_meeting(cast.pair)
    for reader in (cast.newcomer, cast.senior):
        page = as_person(reader).get(reverse("sessions_app:pair", args=[cast.pair.pk])).content.decode()
        assert "Ada Assistant" in page


def test_the_list_of_dates_takes_as_many_queries_for_one_as_for_three(cast, delegate, as_person, queries_of):
    make_meeting(cast.pair, 1)
    one = queries_of(as_person(delegate), reverse("sessions_app:looked_after"))
    make_meeting(cast.pair, 2)
    make_meeting(cast.pair, 3)

    assert queries_of(as_person(delegate), reverse("sessions_app:looked_after")) == one
