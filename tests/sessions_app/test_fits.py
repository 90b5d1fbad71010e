"""Which dates suit two people: proposed, and said per date before anything is saved."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.models import Profile
from programs.actions import pause, pause_program
from sessions_app.adapters import country_of, holiday_on
from sessions_app.fits import Rhythm, clashes_of, propose
from sessions_app.models import Meeting
from sessions_app.queries import rhythms_of
from tests.factories import NOW, later, make_meeting

WEEK = frozenset(range(5))
LONDON = Rhythm("Nia", "Europe/London", "GB", WEEK, 18, 34)
NEW_YORK = Rhythm("Sol", "America/New_York", "US", WEEK, 18, 34)
SYDNEY = Rhythm("Ada", "Australia/Sydney", "AU", WEEK, 18, 34)


@pytest.mark.parametrize(
    ("location", "zone", "country"),
    [
        ("Bern, Switzerland", "Europe/London", "CH"),
        ("DE", "Europe/London", "DE"),
        ("Floor 3", "Europe/Paris", "FR"),
        ("Leeds, United Kingdom", "Europe/Paris", "GB"),
        ("", "UTC", ""),
    ],
)
def test_a_country_is_the_locations_else_the_clocks(location, zone, country):
    assert country_of(location, zone) == country


def test_holidays_are_named_in_english_and_unknown_countries_have_none():
    assert (holiday_on("DE", date(2026, 10, 3)), holiday_on("", date(2026, 1, 1))) == ("German Unity Day", "")


def test_what_stands_against_a_date_is_said_for_each_of_the_two():
    good_friday = datetime(2026, 4, 3, 7, 30, tzinfo=UTC)

    assert clashes_of(good_friday, (LONDON, NEW_YORK), minutes=60) == [
        "Good Friday for Nia",
        "outside the working hours of Nia",
        "outside the working hours of Sol",
    ]
    assert clashes_of(datetime(2026, 4, 7, 13, 30, tzinfo=UTC), (LONDON, NEW_YORK), minutes=60) == []


def test_a_session_that_would_run_past_the_working_day_clashes():
    assert clashes_of(datetime(2026, 4, 7, 15, 30, tzinfo=UTC), (LONDON, LONDON), minutes=60)[:1] == [
        "outside the working hours of Nia"
    ]


def test_a_series_goes_round_holidays_and_fits_both_clocks_across_the_change():
    starts = propose(date(2026, 3, 2), (LONDON, NEW_YORK), count=6, weeks=4, minutes=60)

    assert [clashes_of(start, (LONDON, NEW_YORK), minutes=60) for start in starts] == [[]] * 6
    assert len({start.astimezone(ZoneInfo("Europe/London")).hour for start in starts}) == 1


def test_where_nothing_fits_a_series_is_proposed_all_the_same():
    starts = propose(date(2026, 3, 2), (LONDON, SYDNEY), count=3, weeks=2, minutes=60)

    assert (len(starts), any(clashes_of(start, (LONDON, SYDNEY), minutes=60) for start in starts)) == (3, True)


ZONES = ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Apia"]


@settings(max_examples=12, deadline=None)
@given(
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    days=st.integers(0, 365),
    weeks=st.sampled_from([1, 4]),
)
def test_a_proposed_series_is_in_order_and_at_one_hour_of_its_owners_clock(zones, days, weeks):
    one, other = (Rhythm("A", zone, country_of("", zone), WEEK, 16, 38) for zone in zones)

    starts = propose(date(2026, 1, 1) + timedelta(days=days), (one, other), count=4, weeks=weeks, minutes=60)

    local = [start.astimezone(ZoneInfo(zones[0])) for start in starts]
    assert (len(starts), starts) == (4, sorted(starts))
    assert len({(start.hour, start.minute) for start in local}) == 1


def test_rhythms_of_a_pair_come_from_profile_and_roster(cast):
    cast.senior.zone = "Europe/Berlin"
    cast.senior.save()
    Profile.objects.create(person=cast.newcomer, workdays=[1, 2], work_from=20, work_to=30, updated_at=NOW)

    assert rhythms_of(cast.pair, first=cast.newcomer) == (
        Rhythm("Nia", "Europe/London", "GB", frozenset({1, 2}), 20, 30),
        Rhythm("Sol", "Europe/Berlin", "DE", WEEK, 18, 34),
    )


# On the page --------------------


def rows(first: datetime, **changed: str) -> dict[str, str]:
    """Return a list of six dates a week apart, some of them changed by hand."""
    days = {f"day_{n}": f"{first + timedelta(weeks=n):%Y-%m-%d}" for n in range(1, 7)}
    return {**days, **{f"time_{n}": "10:00" for n in range(1, 7)}, "zone": "Europe/London", **changed}


@pytest.fixture
def address(cast, walk) -> str:
    walk.sign(now=timezone.now())
    return reverse("sessions_app:date_meetings", args=[cast.pair.pk])


# A Tuesday in a year to come, with no holiday within the seven weeks that follow.
TUESDAY = datetime(timezone.now().year + 1, 6, 1, tzinfo=UTC)
TUESDAY += timedelta(days=(1 - TUESDAY.weekday()) % 7)


def last_sunday(month: int) -> str:
    """Return when London changes its clocks in March or October of that year."""
    day = date(TUESDAY.year, month, 31)
    return f"{day - timedelta(days=(day.weekday() + 1) % 7):%Y-%m-%d}"


def test_the_page_proposes_dates_that_suit_both(cast, address, as_person):
    page = as_person(cast.newcomer).get(address)

    form = page.context["form"]
    assert (len(form.rows()), form.clashes()) == (6, {})
    assert page.content.decode().count('type="date"') == 7


def test_each_date_can_be_changed_in_the_list_and_the_numbers_follow_the_dates(cast, address, as_person):
    late = f"{TUESDAY + timedelta(weeks=20):%Y-%m-%d}"

    as_person(cast.newcomer).post(address, rows(TUESDAY, day_1=late, time_1="15:30", place="Room 4"))

    last = Meeting.objects.get(number=6)
    assert (f"{last.local_start:%Y-%m-%d %H:%M}", last.place) == (f"{late} 15:30", "Room 4")


def test_a_clash_is_said_before_it_is_saved_and_kept_by_a_second_press(cast, address, as_person):
    browser, sunday = as_person(cast.newcomer), f"{TUESDAY + timedelta(days=5, weeks=20):%Y-%m-%d}"
    chosen = rows(TUESDAY, day_6=sunday)

    said = browser.post(address, chosen)

    assert Meeting.objects.count() == 0
    assert "Sunday is no working day of Nia" in said.content.decode()
    browser.post(address, {**chosen, "kept": said.context["form"].shown_clashes})
    assert Meeting.objects.count() == 6


def test_checking_saves_nothing(cast, address, as_person):
    as_person(cast.newcomer).post(address, {**rows(TUESDAY), "check": "yes"})

    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day_3": "2020-01-07"}, "This date has gone by. Choose one that is still to come."),
        ({"day_3": last_sunday(3), "time_3": "01:30"}, "the clocks go forward that night"),
        ({"day_3": last_sunday(10), "time_3": "01:30"}, "the clocks go back that night"),
        ({"day_3": f"{TUESDAY + timedelta(weeks=2):%Y-%m-%d}"}, "would be at the same time"),
        ({"day_3": "soon"}, "Enter a valid date."),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_place_and_nothing_typed_is_lost(cast, address, as_person, changed, words):
    page = as_person(cast.newcomer).post(address, rows(TUESDAY, **changed))

    text = page.content.decode()
    assert (Meeting.objects.count(), words in text) == (0, True)
    assert f'value="{changed["day_3"]}"' in text


def test_dates_that_exist_are_not_made_again(cast, address, as_person):
    make_meeting(cast.pair)

    as_person(cast.newcomer).post(address, rows(TUESDAY))

    assert Meeting.objects.count() == 1


def test_a_date_in_a_break_is_a_clash(cast):
    day, place = later(days=10), cast.pair.newcomer
    said = []
    for until in (later(days=20).date(), later(days=10).date(), None):
        pause(place, until=until, now=NOW)
        cast.pair.newcomer.refresh_from_db()
        clashes = clashes_of(day, rhythms_of(cast.pair, first=cast.senior), minutes=60)
        said.append([each for each in clashes if "break" in each])

    until = later(days=20).date()
    assert said == [[f"Nia is on a break until {until:%-d %B}"], [], ["Nia is on a break that has no last day yet"]]


def test_a_date_while_the_program_rests_is_a_clash_that_can_be_kept(cast, address, as_person):
    pause_program(cast.program, now=NOW)

    page = as_person(cast.newcomer).get(address, rows(TUESDAY)).content.decode()

    assert (page.count(f"{cast.program.name} rests for now"), "Keep these 6 dates" in page) == (6, True)
