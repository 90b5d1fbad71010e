"""Quiet hours: by the wall clock, across midnight, and on the two days a year that are not 24 hours long."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from outbox.quiet import next_at, quiet_since, quiet_until

LONDON, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kolkata")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "ends", "zone", "now", "until"),
    [
        ("21:00", "07:00", LONDON, "2026-01-10T20:59", None),
        ("21:00", "07:00", LONDON, "2026-01-10T21:00", "2026-01-11T07:00"),
        ("21:00", "07:00", LONDON, "2026-01-11T06:59", "2026-01-11T07:00"),
        ("21:00", "07:00", LONDON, "2026-01-11T07:00", None),
        ("12:00", "13:00", LONDON, "2026-01-11T12:30", "2026-01-11T13:00"),
        ("21:00", "07:00", KOLKATA, "2026-01-11T01:29", "2026-01-11T01:30"),
        ("21:00", "07:00", KOLKATA, "2026-01-11T12:00", None),
        # Summer time begins on 29 March 2026 at 01:00 UTC: the night is an hour shorter.
        ("21:00", "07:00", LONDON, "2026-03-28T22:00", "2026-03-29T06:00"),
        ("21:00", "01:30", LONDON, "2026-03-29T00:10", "2026-03-29T01:30"),
        # It ends on 25 October 2026 at 01:00 UTC: half past one comes twice.
        ("21:00", "07:00", LONDON, "2026-10-24T22:00", "2026-10-25T07:00"),
        ("21:00", "01:30", LONDON, "2026-10-25T00:10", "2026-10-25T00:30"),
        ("21:00", "01:30", LONDON, "2026-10-25T01:10", "2026-10-25T01:30"),
    ],
)
def test_quiet_until(begins, ends, zone, now, until):
    found = quiet_until(time.fromisoformat(begins), time.fromisoformat(ends), zone=zone, now=at(now))

    assert found == (until and at(until))


def test_nobody_is_quiet_who_has_not_asked_for_it():
    assert quiet_until(None, None, zone=LONDON, now=at("2026-01-10T03:00")) is None


def test_quiet_since_finds_the_evening_before():
    assert quiet_since(time(21), zone=KOLKATA, now=at("2026-01-11T01:29")) == at("2026-01-10T15:30")


def test_next_at_is_always_ahead():
    assert next_at(time(8), zone=LONDON, now=at("2026-01-10T08:00")) == at("2026-01-11T08:00")
