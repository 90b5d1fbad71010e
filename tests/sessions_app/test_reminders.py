"""Reminders and the other mails: once, still true, in the reader's own time, and never a word out of a paper."""

from datetime import timedelta

from outbox.models import Message
from pairing.models import Pair
from programs.models import Program, Side
from sessions_app.actions import (
    log_meeting,
    move_meeting,
    propose_plan,
    send_session_reminders,
    sign_agreement,
    write_note,
)
from sessions_app.models import Meeting
from tests.factories import NOW, later, make_meeting


def reminders() -> list[str]:
    rows = Message.objects.filter(kind="session_reminder")
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

    assert reminders() == []


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
    assert Message.objects.filter(kind="session_reminder", state=Message.State.DROPPED).count() == 2


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
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.DROPPED}


def test_no_reminder_is_posted_where_they_are_off_or_the_pair_has_ended(cast):
    make_meeting(cast.pair, starts_at=later(hours=6))

    Program.objects.update(reminders_on=False)
    send_session_reminders(now=NOW)
    Program.objects.update(reminders_on=True)
    Pair.objects.update(ended_at=NOW)
    send_session_reminders(now=NOW)

    assert reminders() == []


def test_a_reminder_never_leaves_after_the_start(cast, post_round, mailoutbox):
    make_meeting(cast.pair, starts_at=later(hours=6))
    send_session_reminders(now=NOW)

    assert post_round(mailoutbox, later(hours=6)) == []


def test_the_sweep_reads_three_queries_when_all_are_told(cast, django_assert_num_queries):
    for number in range(1, 4):
        make_meeting(cast.pair, number, starts_at=later(hours=number))
    send_session_reminders(now=NOW)

    with django_assert_num_queries(2):
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
