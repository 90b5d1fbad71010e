"""Dates by the wall clock, across both changes of the clocks."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sessions_app.clocks import InThePast, NoSuchHour, TooFar, instant, series
from tests.factories import NOW


def test_a_series_keeps_its_wall_clock_across_the_change():
    starts = series(date(2026, 3, 24), time(14), "Europe/London", count=3, weeks=1, now=NOW)

    assert starts == [
        datetime(2026, 3, 24, 14, tzinfo=UTC),
        datetime(2026, 3, 31, 13, tzinfo=UTC),
        datetime(2026, 4, 7, 13, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("first", "partners_clock"),
    [
        # New York changes three weeks before London in spring, and a week after it in autumn.
        (date(2026, 3, 3), ["09:00", "10:00", "10:00", "10:00", "09:00"]),
        (date(2026, 10, 13), ["09:00", "09:00", "10:00", "09:00", "09:00"]),
    ],
)
def test_the_partner_across_the_ocean_shifts_for_a_while(first, partners_clock):
    starts = series(first, time(14), "Europe/London", count=5, weeks=1, now=NOW)

    assert [f"{start.astimezone(ZoneInfo('Europe/London')):%H:%M}" for start in starts] == ["14:00"] * 5
    assert [f"{start.astimezone(ZoneInfo('America/New_York')):%H:%M}" for start in starts] == partners_clock


def test_an_hour_that_the_clocks_skip_is_refused_in_words():
    with pytest.raises(NoSuchHour, match="There is no 01:30 on Sun 29 March in Europe/London: the clocks go forward"):
        instant(date(2026, 3, 29), time(1, 30), "Europe/London")


def test_an_hour_that_comes_twice_is_refused_in_words():
    with pytest.raises(NoSuchHour, match="There are two of 01:30 on Sun 25 October in Europe/London: the clocks go ba"):
        instant(date(2026, 10, 25), time(1, 30), "Europe/London")


@pytest.mark.parametrize(("hour", "utc"), [(time(0, 59), 0), (time(2, 0), 1)])
def test_the_hours_around_the_gap_are_good(hour, utc):
    assert instant(date(2026, 3, 29), hour, "Europe/London").hour == utc


def test_one_bad_hour_refuses_the_whole_series():
    with pytest.raises(NoSuchHour):
        series(date(2026, 3, 15), time(1, 30), "Europe/London", count=4, weeks=1, now=NOW)


def test_a_date_that_has_gone_by_is_refused():
    with pytest.raises(InThePast, match="has gone by"):
        series(date(2026, 3, 2), time(9), "Europe/London", count=2, weeks=1, now=NOW)


@pytest.mark.parametrize(("first", "zone"), [(date.max, "America/New_York"), (date.min, "Asia/Tokyo")])
def test_a_date_beyond_the_calendar_is_refused(first, zone):
    with pytest.raises(TooFar, match="No calendar reaches"):
        series(first, time(1) if first == date.min else time(23), zone, count=2, weeks=1, now=NOW)


def test_a_date_that_no_calendar_file_could_carry_is_refused():
    with pytest.raises(TooFar, match="No calendar reaches this date"):
        series(date(2126, 3, 3), time(14), "Europe/London", count=1, weeks=1, now=NOW)
