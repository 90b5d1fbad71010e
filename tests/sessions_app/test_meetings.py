"""The sessions: dated together, moved one by one, logged by one and confirmed by the other."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import Side
from sessions_app.actions import (
    AlreadyDated,
    MovedMeanwhile,
    NotByThisSide,
    NotSigned,
    NotYet,
    confirm_meeting,
    date_meetings,
    dispute_meeting,
    log_meeting,
    move_meeting,
)
from sessions_app.clocks import InThePast, NoSuchHour
from sessions_app.models import Meeting
from tests.factories import NOW, later

AFTER = later(days=8)


def move(meeting, *, to: datetime, version: int = 0, now: datetime = NOW) -> None:
    move_meeting(meeting, version=version, day=to.date(), local_time=to.time(), zone="Europe/London", now=now)


def test_date_meetings_dates_all_and_tells_both(cast, walk, told):
    walk.sign()
    walk.date()

    starts = list(Meeting.objects.order_by("number").values_list("number", "starts_at"))
    # The second to the sixth fall into summer time: ten o'clock in London is nine in UTC.
    assert starts == [
        (1, datetime(2026, 3, 9, 10, tzinfo=UTC)),
        *((n, datetime(2026, 3, 9, 9, tzinfo=UTC) + timedelta(weeks=4 * (n - 1))) for n in range(2, 7)),
    ]
    assert told()[-2:] == [("sessions_dated", cast.newcomer.name), ("sessions_dated", cast.senior.name)]


def test_date_meetings_waits_for_both_signatures(cast, walk):
    walk.share_both()

    with pytest.raises(NotSigned, match="both of you have signed"):
        walk.date()

    assert Meeting.objects.count() == 0


def test_date_meetings_is_all_or_none(cast, walk):
    walk.sign()
    dates = {"local_time": time(1, 30), "zone": "Europe/London", "now": NOW}

    with pytest.raises(NoSuchHour):
        date_meetings(cast.pair, first_date=datetime(2026, 3, 29, tzinfo=UTC).date(), **dates)
    with pytest.raises(InThePast):
        date_meetings(cast.pair, first_date=NOW.date(), **dates)

    assert Meeting.objects.count() == 0


def test_dating_again_changes_nothing(cast, walk):
    walk.sign()
    walk.date()
    before = list(Meeting.objects.values_list("pk", "starts_at"))

    with pytest.raises(AlreadyDated):
        walk.date(days=14)

    assert list(Meeting.objects.values_list("pk", "starts_at")) == before


def test_date_meetings_page_shows_both_local_times_and_dates_what_it_showed(cast, walk, as_person):
    cast.senior.zone = "America/New_York"
    cast.senior.save()
    now = timezone.now()
    walk.sign(now=now)
    address = reverse("sessions_app:date_meetings", args=[cast.pair.pk])
    chosen = {"first_date": f"{now.year + 1}-07-06", "local_time": "14:00", "zone": "Europe/London"}
    client = as_person(cast.newcomer)

    page = client.get(address, chosen).content.decode()
    client.post(address, chosen)

    assert (page.count(f"6 July {now.year + 1}, 14:00"), page.count(f"6 July {now.year + 1}, 09:00")) == (1, 1)
    assert Meeting.objects.get(number=1).starts_at == datetime(now.year + 1, 7, 6, 13, tzinfo=UTC)
    assert Meeting.objects.count() == 6


def test_date_meetings_page_says_why_a_date_cannot_be(cast, walk, as_person):
    walk.sign()
    address = reverse("sessions_app:date_meetings", args=[cast.pair.pk])
    chosen = {"first_date": "2020-07-06", "local_time": "14:00", "zone": "Europe/London"}

    page = as_person(cast.newcomer).post(address, chosen).content.decode()

    assert "This date has gone by. Choose one that is still to come." in page
    assert Meeting.objects.count() == 0


def test_a_zone_of_neither_is_refused(cast, walk, as_person):
    walk.sign()
    chosen = {"first_date": "2099-07-06", "local_time": "14:00", "zone": "Asia/Tokyo"}

    as_person(cast.newcomer).post(reverse("sessions_app:date_meetings", args=[cast.pair.pk]), chosen)

    assert Meeting.objects.count() == 0


def test_move_meeting_gives_it_a_new_version_and_tells_both(cast, walk, told):
    walk.sign()
    meeting = walk.date()[0]

    move(meeting, to=later(days=3, hours=2))

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.version) == (later(days=3, hours=2), 1)
    assert [row for row in told() if row[0] == "session_moved"] == [
        ("session_moved", cast.newcomer.name),
        ("session_moved", cast.senior.name),
    ]


def test_moving_what_has_moved_meanwhile_is_refused(cast, walk):
    walk.sign()
    meeting = walk.date()[0]
    move(meeting, to=later(days=3))

    with pytest.raises(MovedMeanwhile):
        move(meeting, to=later(days=4))

    meeting.refresh_from_db()
    assert meeting.starts_at == later(days=3)


def test_move_meeting_refuses_the_past_and_what_was_logged(cast, walk):
    walk.sign()
    meeting = walk.date()[0]

    with pytest.raises(InThePast):
        move(meeting, to=later(days=-1))
    log_meeting(meeting, side=Side.SENIOR, now=AFTER)
    with pytest.raises(MovedMeanwhile):
        move(meeting, to=later(days=30), now=AFTER)


def test_log_before_the_date_is_refused(cast, walk):
    walk.sign()
    meeting = walk.date()[0]

    with pytest.raises(NotYet, match="still to come"):
        log_meeting(meeting, side=Side.NEWCOMER, now=later(days=6))

    assert Meeting.objects.held().count() == 0


def test_log_and_confirm_move_n_of_n(cast, walk, told):
    walk.sign()
    meeting = walk.date()[0]

    log_meeting(meeting, side=Side.NEWCOMER, now=AFTER)
    assert cast.pair.meetings.held().count() == 0
    confirm_meeting(meeting, side=Side.SENIOR, now=AFTER)

    assert cast.pair.meetings.held().count() == 1
    assert [row for row in told() if row[0] == "please_confirm"] == [("please_confirm", cast.senior.name)]


def test_logging_twice_and_confirming_twice_have_one_effect(cast, walk):
    walk.sign()
    meeting = walk.date()[0]

    for hours in range(2):
        log_meeting(meeting, side=Side.NEWCOMER, now=AFTER + timedelta(hours=hours))
    for hours in range(2):
        confirm_meeting(meeting, side=Side.SENIOR, now=AFTER + timedelta(hours=hours))

    meeting.refresh_from_db()
    assert (meeting.logged_at, meeting.confirmed_at) == (AFTER, AFTER)


def test_logging_what_the_other_logged_confirms_it(cast, walk):
    walk.sign()
    meeting = walk.date()[0]

    log_meeting(meeting, side=Side.NEWCOMER, now=AFTER)
    log_meeting(meeting, side=Side.SENIOR, now=AFTER)

    meeting.refresh_from_db()
    assert (meeting.is_held, meeting.logged_by) == (True, Side.NEWCOMER)


def test_nobody_confirms_their_own_log_or_what_was_not_logged(cast, walk):
    walk.sign()
    meeting = walk.date()[0]

    with pytest.raises(NotByThisSide, match="nothing to confirm"):
        confirm_meeting(meeting, side=Side.NEWCOMER, now=AFTER)
    log_meeting(meeting, side=Side.NEWCOMER, now=AFTER)
    with pytest.raises(NotByThisSide, match="Your partner confirms it"):
        confirm_meeting(meeting, side=Side.NEWCOMER, now=AFTER)

    assert Meeting.objects.held().count() == 0


def test_dispute_meeting_plans_it_again(cast, walk, as_person):
    walk.all(now=NOW)
    meeting = cast.pair.meetings.get(number=1)
    log_meeting(meeting, side=Side.NEWCOMER, now=AFTER)

    as_person(cast.senior).post(reverse("sessions_app:dispute_meeting", args=[cast.pair.pk, 1]))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.logged_by, meeting.logged_at, meeting.version) == ("planned", "", None, 1)


def test_a_held_session_is_not_disputed(cast, walk):
    walk.sign()
    meeting = walk.date()[0]
    log_meeting(meeting, side=Side.NEWCOMER, now=AFTER)
    confirm_meeting(meeting, side=Side.SENIOR, now=AFTER)

    dispute_meeting(meeting, now=AFTER)

    assert Meeting.objects.held().count() == 1


def test_two_clicks_log_it_and_one_confirms_it(cast, walk, as_person):
    walk.sign()
    walk.date()
    Meeting.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    newcomer, senior = as_person(cast.newcomer), as_person(cast.senior)
    address = reverse("sessions_app:meeting", args=[cast.pair.pk, 1])

    step = newcomer.get(reverse("sessions_app:pair", args=[cast.pair.pk])).context["step"]
    assert (step.url, "It took place" in newcomer.get(step.url).content.decode()) == (address, True)
    newcomer.post(reverse("sessions_app:log_meeting", args=[cast.pair.pk, 1]))
    assert "Nia says it took place" in senior.get(address).content.decode()
    senior.post(reverse("sessions_app:confirm_meeting", args=[cast.pair.pk, 1]))

    assert Meeting.objects.held().get().number == 1


def test_logging_too_early_is_said_in_words_on_the_page(cast, walk, as_person):
    walk.sign(now=timezone.now())
    walk.date(now=timezone.now())

    response = as_person(cast.newcomer).post(reverse("sessions_app:log_meeting", args=[cast.pair.pk, 1]), follow=True)

    assert "This session is still to come. You can log it once it has begun." in response.content.decode()


@pytest.mark.parametrize("verb", ["log_meeting", "confirm_meeting", "dispute_meeting", "write_note"])
def test_looking_at_a_verb_changes_nothing(cast, walk, as_person, verb):
    walk.sign()
    walk.date()

    assert as_person(cast.newcomer).get(reverse(f"sessions_app:{verb}", args=[cast.pair.pk, 1])).status_code == 405
