"""Reminders and the other mails: once, still true, in the reader's own time, and never a word out of a paper."""

from datetime import time, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.actions import set_preferences
from outbox.models import Message
from pairing.models import Pair
from programs.models import Program, Side
from sessions_app.actions import (
    log_meeting,
    move_meeting,
    place_meeting,
    propose_plan,
    send_session_reminders,
    sign_agreement,
    write_note,
)
from sessions_app.actions.reminders import SESSION
from sessions_app.models import Meeting
from tests.factories import NOW, later, make_meeting


def due(now=NOW) -> list[str]:
    rows = Message.objects.filter(kind="session_reminder", due_at__lte=now, state=Message.State.WAITING)
    return sorted(rows.values_list("to__name", flat=True))


def test_both_are_reminded_a_day_ahead_however_often_the_sweep_runs(cast, post_round, mailoutbox):
    make_meeting(cast.pair, starts_at=later(hours=24))

    for minutes in range(0, 60, 5):
        send_session_reminders(now=later(minutes=minutes))

    letters = post_round(mailoutbox, later(hours=1))
    send_session_reminders(now=later(hours=2))
    assert sorted(letter.to[0] for letter in letters) == sorted([cast.newcomer.email, cast.senior.email])
    assert post_round(mailoutbox, later(hours=2)) == []


def test_only_the_coming_day_counts(cast):
    make_meeting(cast.pair, 1, starts_at=later(hours=24, minutes=1))
    make_meeting(cast.pair, 2, starts_at=later(minutes=-1))
    make_meeting(cast.pair, 3, starts_at=later(hours=3), state=Meeting.State.LOGGED, logged_by=Side.SENIOR)

    send_session_reminders(now=NOW)

    assert due() == []


def test_a_reminder_that_quiet_hours_would_swallow_comes_before_them(cast):
    make_meeting(cast.pair, starts_at=later(hours=13))  # 22:00; a reminder an hour ahead would be due at 21:00
    cast.program.reminders = {**dict.fromkeys(SESSION), "session_hour": 1}
    cast.program.save()
    set_preferences(cast.senior, quiet_from=time(20), quiet_to=time(7), now=NOW)

    for _ in range(2):
        send_session_reminders(now=NOW)

    hours = dict(Message.objects.filter(kind="session_reminder").values_list("to__name", "next_try_at"))
    assert hours == {"Nia Newcomer": later(hours=12), "Sol Senior": later(hours=11, minutes=-5)}


def test_the_reminder_speaks_each_readers_time(cast, post_round, mailoutbox):
    cast.senior.zone = "America/New_York"
    cast.senior.save()
    make_meeting(cast.pair, starts_at=later(hours=6))

    send_session_reminders(now=NOW)

    said = {letter.to[0]: letter.body for letter in post_round(mailoutbox, NOW)}
    assert "with Sol Senior is on Mon 2 March, 15:00 (your time)" in said[cast.newcomer.email]
    assert "with Nia Newcomer is on Mon 2 March, 10:00 (your time)" in said[cast.senior.email]


def test_a_moved_sessions_old_reminder_is_dropped_and_the_new_date_has_its_own(cast, post_round, mailoutbox):
    meeting = make_meeting(cast.pair, starts_at=later(hours=6))
    send_session_reminders(now=NOW)

    to = later(hours=8)
    move_meeting(
        meeting,
        version=0,
        day=to.date(),
        local_time=to.time(),
        zone="Europe/London",
        now=NOW,
    )
    send_session_reminders(now=NOW)
    letters = post_round(mailoutbox, NOW)

    spoken = [letter.body for letter in letters if letter.subject.startswith("Your session with")]
    assert [("17:00" in body, "15:00" in body) for body in spoken] == [
        (True, False)
    ] * 4  # both are reminded and both have it moved
    dropped = Message.objects.filter(kind="session_reminder", state=Message.State.DROPPED)
    assert sorted(dropped.values_list("to__name", "due_at")) == [
        (name, due_at) for name in ("Nia Newcomer", "Sol Senior") for due_at in (later(hours=-18), later(hours=5))
    ]


def test_reminders_are_dropped_when_the_pair_ends_or_the_program_turns_them_off(cast, post_round, mailoutbox):
    make_meeting(cast.pair, starts_at=later(hours=6))
    send_session_reminders(now=NOW)

    Program.objects.update(reminders_on=False)
    assert post_round(mailoutbox, NOW) == []

    Message.objects.all().delete()
    Program.objects.update(reminders_on=True)
    send_session_reminders(now=NOW)
    Pair.objects.update(ended_at=NOW)
    assert post_round(mailoutbox, NOW) == []
    assert due() == []


def test_no_reminder_is_posted_where_they_are_off_or_the_pair_has_ended(cast):
    make_meeting(cast.pair, starts_at=later(hours=6))

    Program.objects.update(reminders_on=False)
    send_session_reminders(now=NOW)
    Program.objects.update(reminders_on=True)
    Pair.objects.update(ended_at=NOW)
    send_session_reminders(now=NOW)

    assert due() == []


def test_a_reminder_never_leaves_after_the_start(cast, post_round, mailoutbox):
    make_meeting(cast.pair, starts_at=later(hours=6))
    send_session_reminders(now=NOW)

    assert post_round(mailoutbox, later(hours=6)) == []


def test_the_sweep_takes_as_many_queries_for_three_sessions_as_for_one(cast, django_assert_num_queries):
    make_meeting(cast.pair, 1, starts_at=later(hours=1))
    with CaptureQueriesContext(connection) as one:
        send_session_reminders(now=NOW)
    for number in (2, 3):
        make_meeting(cast.pair, number, starts_at=later(hours=number))

    with django_assert_num_queries(len(one)):
        send_session_reminders(now=NOW)


def test_no_mail_carries_a_word_of_a_paper(cast, walk, post_round, mailoutbox):
    walk.share_both()
    walk.agree_plans()
    walk.sign()
    meeting = walk.date()[0]
    write_note(meeting, side=Side.NEWCOMER, text="canary-note", is_private=False, now=NOW)
    letters = post_round(mailoutbox, NOW)
    send_session_reminders(now=meeting.starts_at - timedelta(hours=1))
    letters += post_round(mailoutbox, meeting.starts_at - timedelta(hours=1))
    log_meeting(meeting, side=Side.NEWCOMER, now=meeting.starts_at)
    letters += post_round(mailoutbox, meeting.starts_at)

    # The plans are agreed and the agreement is signed by then: those mails are no longer true and stay unsent.
    sent = Message.objects.filter(state=Message.State.SENT).values_list("kind", flat=True)
    assert sorted(set(sent)) == ["please_confirm", "session_dated", "session_reminder", "sessions_dated", "sheets_open"]
    assert "canary" not in "".join(letter.message().as_string() for letter in letters)


def test_mails_about_papers_leave_while_they_are_true(cast, walk, post_round, mailoutbox):
    walk.share_both()
    propose_plan(cast.pair, side=Side.NEWCOMER, goals=["canary"], themes=[], now=NOW)
    sign_agreement(cast.pair, side=Side.NEWCOMER, version=1, now=NOW)

    letters = post_round(mailoutbox, NOW)

    assert sorted(letter.subject for letter in letters) == [
        "An agreement waits for you",
        "Both sheets are open",
        "Both sheets are open",
        "Nia Newcomer proposes a plan for you",
    ]
    assert "canary" not in "".join(letter.message().as_string() for letter in letters)


def sent(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=kind, state=Message.State.SENT)
    return sorted(rows.values_list("to__name", flat=True))


def sweep_and_send(post_round, mailoutbox, now) -> None:
    send_session_reminders(now=now)
    post_round(mailoutbox, now)


def test_a_session_is_told_a_week_a_day_and_an_hour_ahead_and_once_after_a_clock_that_stood(
    cast, post_round, mailoutbox
):
    start = later(days=10)
    make_meeting(cast.pair, starts_at=start)

    counts = []
    for ahead in (timedelta(days=7), timedelta(days=1), timedelta(minutes=50)):
        sweep_and_send(post_round, mailoutbox, start - ahead)
        counts.append(len(sent("session_reminder")))
    assert counts == [2, 4, 6]

    make_meeting(cast.pair, 2, starts_at=start + timedelta(days=2))
    send_session_reminders(now=start + timedelta(hours=23))
    post_round(mailoutbox, start + timedelta(days=1, hours=23, minutes=30))  # the day and the hour are both due by now
    assert len(sent("session_reminder")) == 8


def test_a_clock_that_stands_for_three_hours_loses_nothing_silently(cast, post_round, mailoutbox):
    make_meeting(cast.pair, 1, starts_at=later(hours=2))
    make_meeting(cast.pair, 2, starts_at=later(hours=26))
    send_session_reminders(now=later(hours=-12))

    sweep_and_send(post_round, mailoutbox, later(hours=3))  # no tick between

    told = Message.objects.filter(kind="session_reminder").order_by("state")
    assert sorted(told.filter(due_at__lte=later(hours=3)).values_list("state", "about").distinct()) == sorted(
        [
            (Message.State.DROPPED, cast.pair.meetings.get(number=1).pk),
            (Message.State.SENT, cast.pair.meetings.get(number=2).pk),
        ]
    )


def test_what_waits_is_asked_once_until_it_is_done(cast, walk, post_round, mailoutbox):
    sweep_and_send(post_round, mailoutbox, later(days=4))
    sweep_and_send(post_round, mailoutbox, later(days=5))
    assert sent("share_sheet") == ["Nia Newcomer", "Sol Senior"]

    walk.share_both()
    sweep_and_send(post_round, mailoutbox, later(days=5))
    assert sent("design_plan") == ["Nia Newcomer", "Sol Senior"]

    walk.agree_plans()
    sweep_and_send(post_round, mailoutbox, later(days=5))
    assert sent("sign_agreement") == ["Nia Newcomer", "Sol Senior"]

    walk.sign()
    sweep_and_send(post_round, mailoutbox, later(days=3))
    assert sent("date_sessions") == ["Nia Newcomer", "Sol Senior"]


def test_what_was_done_between_posting_and_sending_is_not_asked(cast, walk, post_round, mailoutbox):
    send_session_reminders(now=later(days=3, hours=12))
    walk.share_both()

    post_round(mailoutbox, later(days=4))

    assert sent("share_sheet") == []


def test_sessions_are_prepared_logged_confirmed_and_dated_anew(cast, post_round, mailoutbox):
    start = later(days=3)
    meeting = make_meeting(cast.pair, starts_at=start)
    undated = make_meeting(cast.pair, 2, starts_at=start, state=Meeting.State.UNDATED)
    sweep_and_send(post_round, mailoutbox, start - timedelta(days=2))
    sweep_and_send(post_round, mailoutbox, start + timedelta(hours=5))
    log_meeting(meeting, side=Side.NEWCOMER, now=start + timedelta(hours=6))
    sweep_and_send(post_round, mailoutbox, start + timedelta(hours=31))
    sweep_and_send(post_round, mailoutbox, start + timedelta(days=3))

    both = ["Nia Newcomer", "Sol Senior"]
    kinds = ("prepare_session", "log_session", "confirm_session", "find_date")
    assert [sent(kind) for kind in kinds] == [both, both, ["Sol Senior"], both]
    assert undated.is_undated


def test_a_program_says_which_reminders_come_and_when(cast, post_round, mailoutbox):
    Program.objects.update(reminders={"sheet": 9, "session_day": None})
    make_meeting(cast.pair, starts_at=later(hours=24))

    sweep_and_send(post_round, mailoutbox, later(days=4))
    early = sent("share_sheet")
    sweep_and_send(post_round, mailoutbox, later(days=9))

    assert (early, sent("share_sheet"), sent("session_reminder")) == ([], ["Nia Newcomer", "Sol Senior"], [])


def test_nobody_who_rests_is_reminded(cast, post_round, mailoutbox):
    send_session_reminders(now=later(days=4))
    cast.pair.newcomer.__class__.objects.filter(pk=cast.pair.newcomer_id).update(paused_at=NOW)

    post_round(mailoutbox, later(days=4))

    assert sent("share_sheet") == []


def test_another_place_is_told_and_repeats_no_reminder(cast, told):
    meeting = make_meeting(cast.pair, starts_at=later(hours=6))
    send_session_reminders(now=NOW)
    before = [each for each in told() if each[0] == "session_reminder"]

    place_meeting(meeting, version=0, place="Room 3", now=NOW)
    send_session_reminders(now=later(minutes=5))

    assert [each for each in told() if each[0] == "session_reminder"] == before
    waiting = Message.objects.filter(kind="session_reminder", state=Message.State.WAITING)
    assert sorted(set(waiting.values_list("to__name", flat=True))) == ["Nia Newcomer", "Sol Senior"]


def test_whoever_has_a_plan_to_say_yes_to_is_reminded_once_for_each_handing_over(cast, walk, post_round, mailoutbox):
    walk.share_both()
    propose_plan(cast.pair, side=Side.NEWCOMER, goals=["A goal"], themes=["A theme"], now=NOW)
    post_round(mailoutbox, NOW)

    for days in (5, 6):
        send_session_reminders(now=later(days=days))
    letters = post_round(mailoutbox, later(days=6))

    assert [letter.to[0] for letter in letters if "waits for you" in letter.subject] == [cast.senior.email]
