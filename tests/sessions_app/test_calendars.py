"""Calendars: files by mail that ask for, move and cancel an entry, and a private address; read by a second reader."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outbox.links import sign_lasting
from outbox.models import Message
from pairing.actions import withdraw
from pairing.models import Pair
from programs.models import Side
from sessions_app.access import FEED
from sessions_app.actions import call_off_sessions, date_meetings, make_feed, move_meeting, revoke_feed
from sessions_app.calendars import feed_of
from sessions_app.models import CalendarFeed, Meeting
from sessions_app.queries import calendar_of
from tests.factories import NOW, later, make_meeting, make_pair, make_participation
from tests.sessions_app import ics

CALENDAR = "sessions_app:calendar"


def files_of(letter) -> list[ics.Calendar]:
    """Return the calendar files of a letter, read out of what goes over the line."""
    parts = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
    files = [ics.read(part.get_payload(decode=True).decode()) for part in parts]
    assert [part.get_param("method") for part in parts] == [file.method for file in files]
    return files


def letters_to(letters, person, subject: str) -> list:
    return [letter for letter in letters if letter.to == [person.email] and subject in letter.subject]


def dated(letters, person) -> list:
    """Return the letters that bring a series into a calendar, in its order."""
    rest = sorted(letters_to(letters, person, "Session "), key=lambda letter: letter.subject)
    return letters_to(letters, person, "have dates") + rest


def move(meeting: Meeting, to: datetime, version: int = 0) -> None:
    local = {"day": to.date(), "local_time": to.time(), "zone": "Europe/London"}
    move_meeting(meeting, version=version, **local, now=NOW)


@pytest.mark.parametrize("addressed", ["newcomer", "senior"])
def test_dates_come_as_a_letter_each(cast, walk, post_round, mailoutbox, addressed):
    walk.sign()
    meetings = walk.date()
    person = getattr(cast, addressed)

    letters = dated(post_round(mailoutbox, NOW), person)

    files = [file for letter in letters for file in files_of(letter)]
    assert [len(files_of(letter)) for letter in letters] == [1] * 6
    partner = cast.pair.partner_of(person).person.name
    assert [file.method for file in files] == ["REQUEST"] * 6
    entries = [file.entries[0] for file in files]
    assert [(entry.uid, entry.moment) for entry in entries] == [(f"{m.pk}@viceversa", m.starts_at) for m in meetings]
    assert {(entry.sequence, entry.minutes, entry.status, entry.wall.hour) for entry in entries} == {
        (0, meetings[0].minutes, "CONFIRMED", 10)
    }
    assert entries[1].summary == f"Two Ways with {partner}: session 2 of 6"


def test_a_file_is_addressed_to_its_reader_and_names_the_sender(cast, walk, post_round, mailoutbox):
    walk.sign()
    walk.date()

    (letter,) = letters_to(post_round(mailoutbox, NOW), cast.senior, "have dates")

    texts = files_of(letter)[0].entries[0].texts
    assert (f"mailto:{cast.senior.email}" in texts, cast.newcomer.email in texts) == (True, False)
    assert f"mailto:{letter.from_email.split('<')[1].rstrip('>')}" in texts


@pytest.mark.parametrize(
    "case",
    [
        # Into summer time and out of it, on both sides of the ocean; New York changes three weeks before London.
        ("Europe/London", date(2026, 3, 16), 10, [(3, 16, 10), (4, 13, 9), (5, 11, 9)]),
        ("Europe/London", date(2026, 9, 28), 10, [(9, 28, 9), (10, 26, 10), (11, 23, 10)]),
        ("America/New_York", date(2026, 3, 5), 9, [(3, 5, 14), (4, 2, 13), (4, 30, 13)]),
        ("America/New_York", date(2026, 10, 8), 9, [(10, 8, 13), (11, 5, 14), (12, 3, 14)]),
        ("Australia/Sydney", date(2026, 3, 10), 18, [(3, 10, 7), (4, 7, 8), (5, 5, 8)]),
    ],
)
def test_the_agreed_hour_stays_across_a_change_of_the_clocks(cast, walk, post_round, mailoutbox, case):
    zone, first, hour, moments = case
    cast.senior.zone = "America/New_York"
    cast.senior.save()
    walk.sign()
    date_meetings(cast.pair, first_date=first, local_time=time(hour), zone=zone, now=NOW)

    letters = post_round(mailoutbox, NOW)

    for person in (cast.newcomer, cast.senior):
        entries = [file.entries[0] for letter in dated(letters, person) for file in files_of(letter)][:3]
        assert [(entry.zone, entry.wall.hour) for entry in entries] == [(zone, hour)] * 3
        assert [entry.moment for entry in entries] == [datetime(2026, *moment, tzinfo=UTC) for moment in moments]


def test_a_move_keeps_the_uid_and_grows_the_sequence(cast, walk, post_round, mailoutbox):
    walk.sign()
    meeting = walk.date()[0]
    post_round(mailoutbox, NOW)
    seen = []

    for version, days in enumerate((3, 4)):
        move(meeting, later(days=days), version)
        letters = letters_to(post_round(mailoutbox, NOW), cast.newcomer, "has moved")
        seen += [file for letter in letters for file in files_of(letter)]

    entries = [file.entries[0] for file in seen]
    assert [(file.method, entry.sequence) for file, entry in zip(seen, entries, strict=True)] == [
        ("REQUEST", 1),
        ("REQUEST", 2),
    ]
    assert {entry.uid for entry in entries} == {f"{meeting.pk}@viceversa"}
    assert [entry.moment for entry in entries] == [later(days=3), later(days=4)]


def test_the_end_of_a_pair_takes_what_is_to_come_out_of_both_calendars_once(cast, walk, post_round, mailoutbox):
    walk.sign()
    meetings = walk.date()
    post_round(mailoutbox, NOW)
    now = meetings[1].starts_at + timedelta(hours=2)

    withdraw(cast.pair.newcomer, now=now)
    for _ in range(2):
        call_off_sessions(now=now)
    letters = post_round(mailoutbox, now)

    for person in (cast.newcomer, cast.senior):
        (letter,) = letters_to(letters, person, "are off")
        files = files_of(letter)
        assert [(file.method, file.entries[0].sequence, file.entries[0].status) for file in files] == [
            ("CANCEL", 1, "CANCELLED")
        ] * 4
        assert [file.entries[0].uid for file in files] == [f"{meeting.pk}@viceversa" for meeting in meetings[2:]]


def test_nobody_learns_from_that_mail_who_ended_it(cast, walk, post_round, mailoutbox):
    walk.sign()
    walk.date()
    withdraw(cast.pair.newcomer, now=NOW)
    call_off_sessions(now=NOW)

    said = {letter.to[0]: letter.body for letter in post_round(mailoutbox, NOW) if "are off" in letter.subject}

    def neutral(one, other) -> str:
        return said[one.email].replace(one.first_name, "A").replace(other.name, "B")

    assert neutral(cast.newcomer, cast.senior) == neutral(cast.senior, cast.newcomer)


def test_pairs_that_live_or_have_nothing_to_come_are_left_alone(cast, django_assert_num_queries):
    make_meeting(cast.pair)
    ended = make_pair(cast.program)
    make_meeting(ended, starts_at=later(days=-1))
    Pair.objects.filter(pk=ended.pk).update(ended_at=NOW)

    with django_assert_num_queries(1):
        call_off_sessions(now=NOW)

    assert Message.objects.count() == 0


def test_no_calendar_carries_a_word_of_a_paper(cast, walk, post_round, mailoutbox):
    walk.all()
    letters = post_round(mailoutbox, NOW)
    files = [file for letter in letters for file in files_of(letter)]

    assert (len(files), "canary" in str(files)) == (12, False)
    assert "canary" not in feed_of(cast.newcomer, calendar_of(cast.newcomer), now=NOW)


def test_odd_names_and_long_ones_are_read_back_whole(cast):
    cast.pair.program.name = "Two; Ways, \\and\nback: " + "ü" * 60
    cast.pair.program.save()
    cast.senior.name = 'Søl "the, senior"'
    cast.senior.save()
    make_meeting(cast.pair)

    (entry,) = ics.read(feed_of(cast.newcomer, calendar_of(cast.newcomer), now=NOW)).entries

    assert entry.summary == f"{cast.pair.program.name} with {cast.senior.name}: session 1 of 1"


# The private address --------------------


def address_of(person) -> str:
    return reverse("sessions_app:feed", args=[sign_lasting(FEED, make_feed(person, now=NOW).pk)])


def test_the_address_shows_ones_own_sessions_in_each_pair(cast):
    make_meeting(cast.pair, 1, starts_at=later(days=1), zone="America/New_York")
    second = make_pair(cast.program, cast.pair.newcomer, make_participation(cast.program, side=Side.SENIOR))
    make_meeting(second, 1, starts_at=later(days=40))
    make_meeting(make_pair(cast.program), 1)

    response = Client().get(address_of(cast.newcomer))

    calendar = ics.read(response.content.decode())
    assert (response.headers["Content-Type"], calendar.method) == ("text/calendar; charset=utf-8", "")
    assert [(entry.zone, entry.moment) for entry in calendar.entries] == [
        ("America/New_York", later(days=1)),
        ("Europe/London", later(days=40)),
    ]


def test_an_ended_pair_leaves_the_feed_but_for_what_was_held(cast):
    make_meeting(cast.pair, 1, held_at=NOW)
    make_meeting(cast.pair, 2)
    Pair.objects.update(ended_at=NOW)

    (entry,) = ics.read(feed_of(cast.newcomer, calendar_of(cast.newcomer), now=NOW)).entries

    assert entry.summary == "Two Ways with Sol Senior: session 1 of 2"


def test_an_empty_feed_is_a_calendar(cast):
    assert ics.read(Client().get(address_of(cast.outsider)).content.decode()) == ics.Calendar("", [])


def test_a_revoked_address_is_gone_for_good(cast):
    old = address_of(cast.newcomer)
    revoke_feed(cast.newcomer)

    new = address_of(cast.newcomer)

    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)


@pytest.mark.parametrize("place", [1, -6])
def test_an_altered_address_is_none(cast, place):
    letters = list(address_of(cast.newcomer).removeprefix("/calendar/"))
    letters[place] = "a" if letters[place] != "a" else "b"

    assert Client().get("/calendar/" + "".join(letters)).status_code == 404


def test_an_address_made_for_something_else_is_none(cast):
    token = sign_lasting("another purpose", make_feed(cast.newcomer, now=NOW).pk)

    assert Client().get(reverse("sessions_app:feed", args=[token])).status_code == 404


def test_the_address_of_one_who_has_left_the_organisation_is_void(cast):
    address = address_of(cast.newcomer)
    cast.newcomer.is_active = False
    cast.newcomer.save()

    assert Client().get(address).status_code == 404


def test_the_address_lies_nowhere_in_the_database(cast, dumped):
    token = sign_lasting(FEED, make_feed(cast.newcomer, now=NOW).pk)

    assert dumped(token.split(".")[1]) == 0


def test_calendar_page_makes_an_address_once_and_revokes_it(cast, as_person):
    browser = as_person(cast.newcomer)
    make, revoke = reverse("sessions_app:make_feed"), reverse("sessions_app:revoke_feed")

    for _ in range(2):
        browser.post(make)
    address = browser.get(reverse(CALENDAR)).context["address"]
    assert address == "http://testserver" + address_of(cast.newcomer)
    assert as_person(cast.senior).get(reverse(CALENDAR)).context["address"] == ""
    for _ in range(2):
        browser.post(revoke)

    assert (CalendarFeed.objects.count(), browser.get(reverse(CALENDAR)).context["address"]) == (0, "")


@pytest.mark.parametrize("verb", ["make_feed", "revoke_feed"])
def test_looking_at_a_verb_of_the_address_changes_nothing(cast, as_person, verb):
    make_feed(cast.newcomer, now=NOW)

    assert as_person(cast.newcomer).get(reverse(f"sessions_app:{verb}")).status_code == 405
    assert CalendarFeed.objects.count() == 1


def test_the_feed_takes_two_queries_however_many_sessions(cast, queries_of):
    address = address_of(cast.newcomer)
    make_meeting(cast.pair, 1)
    one = queries_of(Client(), address)
    make_meeting(cast.pair, 2)
    make_meeting(cast.pair, 3)

    assert (one, queries_of(Client(), address)) == (2, 2)
