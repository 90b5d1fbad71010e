"""What a reader chose is kept: stopped kinds, quiet hours, a limit a week, one digest a day; and the row says why."""

from datetime import time, timedelta
from email.utils import parseaddr

import pytest

from outbox.actions import MustBeKnown, deliver, post, set_preferences, stop_kind
from outbox.kinds import all_kinds
from outbox.models import Message
from outbox.queries import age_of_overdue
from programs.models import Program
from tests.factories import NOW, later, make_participation, make_person, make_program

State, Held = Message.State, Message.Held
# NOW is Monday 9:00 in London.
MORNING = {"quiet_from": time(8), "quiet_to": time(10)}


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def reader(db):
    return make_person("Rea Reader")


def offer(to, program, fact="1", now=NOW, **fields) -> Message:
    """Post a nudge."""
    post("talk_offered", to=to, fact=fact, about=program.pk, now=now, **fields)
    return Message.objects.get(dedupe_key__endswith=f":{fact}", to=to, kind="talk_offered")


def asked(to, program, **fields) -> Message:
    """Post what must be known."""
    invited = make_participation(program, to)
    post("invitation", to=to, fact="1", about=invited.pk, now=NOW, **fields)
    return Message.objects.get(kind="invitation", to=to)


def fate(message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.outcome


def test_a_stopped_kind_is_dropped_and_says_so(reader, program, mailoutbox):
    message = offer(reader, program)
    stop_kind(reader.pk, kind="talk_offered")
    stop_kind(reader.pk, kind="talk_offered")

    deliver(now=NOW)

    assert fate(message) == (State.DROPPED, "You have stopped messages of this kind.")
    assert reader.message_preference.stopped == ["talk_offered"]
    assert mailoutbox == []


@pytest.mark.parametrize("kind", [kind.name for kind in all_kinds() if not kind.group.may_be_stopped])
def test_what_must_be_known_cannot_be_stopped(db, kind):
    person = make_person()

    with pytest.raises(MustBeKnown):
        stop_kind(person.pk, kind=kind)
    with pytest.raises(MustBeKnown):
        set_preferences(person, stopped=[kind], now=NOW)
    assert not Message.objects.exists()


def test_only_essential_mail_drops_the_rest(reader, program, mailoutbox):
    set_preferences(reader, channel="essential", now=NOW)
    dropped, sent = offer(reader, program), asked(reader, program)

    deliver(now=NOW)

    assert [fate(dropped)[0], fate(sent)[0]] == [State.DROPPED, State.SENT]


def test_quiet_hours_hold_everything_until_they_end(reader, program, mailoutbox):
    set_preferences(reader, **MORNING, now=NOW)
    messages = [offer(reader, program), asked(reader, program)]

    deliver(now=NOW)

    assert [fate(each)[0] for each in messages] == [State.WAITING] * 2
    assert {(each.held, each.held_until) for each in messages} == {(Held.QUIET, later(hours=1))}
    assert age_of_overdue(now=later(minutes=59)).total_seconds() == 0
    assert age_of_overdue(now=later(minutes=61)).total_seconds() == 60

    deliver(now=later(hours=1))

    assert [fate(each)[0] for each in messages] == [State.SENT] * 2


def test_what_a_person_asks_for_does_not_wait(reader, mailoutbox):
    set_preferences(reader, **MORNING, weekly_limit=0, daily_digest=True, channel="essential", now=NOW)
    post("test_mail", to=reader, fact="1", about=reader.pk, now=NOW)

    deliver(now=NOW)

    assert len(mailoutbox) == 1


def test_what_expires_within_quiet_hours_is_dropped_unless_it_must_be_known(reader, program, mailoutbox):
    set_preferences(reader, **MORNING, now=NOW)
    dropped = offer(reader, program, expires_at=later(minutes=30))
    sent = asked(reader, program, expires_at=later(minutes=30))

    deliver(now=NOW)

    reason = "It fell into your quiet hours, and after them it would have come too late."
    assert [fate(dropped), fate(sent)] == [(State.DROPPED, reason), (State.SENT, "")]


@pytest.mark.parametrize(
    ("zone", "expires", "due"),
    [
        ("Europe/London", {"minutes": 50}, {"minutes": -65}),  # 8:00 less five minutes, but never before it is posted
        ("Europe/London", {"minutes": 90}, {"minutes": 10}),  # of use after 10:00
        ("Asia/Kolkata", {"minutes": 50}, {"minutes": 10}),  # not quiet there
    ],
)
def test_what_would_expire_within_quiet_hours_comes_before_them(program, zone, expires, due):
    person = make_person(zone=zone)
    set_preferences(person, **MORNING, now=NOW)

    posted_at = later(hours=-3)
    message = offer(person, program, now=posted_at, due_at=later(minutes=10), expires_at=later(**expires))

    assert message.next_try_at == message.due_at == later(**due)


def test_the_limit_holds_the_next_nudge_until_a_week_after_the_first(reader, program, mailoutbox):
    set_preferences(reader, weekly_limit=2, now=NOW)
    for number in range(2):
        offer(reader, program, fact=str(number))
        deliver(now=later(hours=number))
    message, known = offer(reader, program, fact="last"), asked(reader, program)

    deliver(now=later(days=1))

    assert [fate(message)[0], fate(known)[0]] == [State.WAITING, State.SENT]
    first = Message.objects.filter(to=reader, kind="talk_offered").earliest("finished_at")
    assert (message.held, message.held_until) == (Held.LIMIT, first.finished_at + timedelta(days=7))
    deliver(now=later(days=7, seconds=30))
    assert fate(message)[0] == State.SENT


def test_the_limit_counts_within_one_batch(reader, program, mailoutbox):
    set_preferences(reader, weekly_limit=1, now=NOW)
    for number in range(3):
        offer(reader, program, fact=str(number))

    deliver(now=NOW)

    assert len(mailoutbox) == 1


def test_a_limit_of_none_at_all_drops_every_nudge(reader, program, mailoutbox):
    set_preferences(reader, weekly_limit=0, now=NOW)
    message = offer(reader, program)

    deliver(now=NOW)

    assert fate(message) == (State.DROPPED, "You chose to get no nudges.")


def test_a_digest_tells_each_nudge_once_a_day_and_leaves_out_what_is_over(reader, program, mailoutbox):
    set_preferences(reader, daily_digest=True, digest_at=time(17), now=NOW)
    closing = make_program("Closing")
    told = [offer(reader, program, fact="1"), offer(reader, program, fact="2")]
    untrue = offer(reader, closing, fact="3")
    soon = offer(reader, program, fact="4", expires_at=later(hours=1))
    deliver(now=NOW)
    Program.objects.filter(pk=closing.pk).update(state=Program.State.CLOSED)
    mailoutbox.clear()

    for _ in range(2):
        deliver(now=later(hours=8))

    (letter,) = mailoutbox
    assert parseaddr(letter.to[0])[1] == reader.email
    assert letter.body.count("A talk before you start, if you like\nhttp") == 2
    assert [fate(each)[0] for each in (*told, untrue, soon)] == [State.SENT, State.SENT, State.DROPPED, State.SENT]
    assert [each.digest is not None for each in (*told, untrue, soon)] == [True, True, True, False]

    next_day = offer(reader, program, fact="5", now=later(hours=9))
    deliver(now=later(hours=9))
    deliver(now=later(hours=32))
    assert fate(next_day)[0] == State.SENT
    assert Message.objects.filter(kind="digest", state=State.SENT).count() == 2


def test_a_digest_of_which_nothing_is_true_any_more_is_not_sent(reader, program, mailoutbox):
    set_preferences(reader, daily_digest=True, digest_at=time(17), now=NOW)
    message = offer(reader, program)
    deliver(now=NOW)
    Program.objects.update(state=Program.State.CLOSED)

    deliver(now=later(hours=8))

    assert (fate(message)[0], Message.objects.get(kind="digest").state) == (State.DROPPED, State.DROPPED)
    assert mailoutbox == []


def test_a_digest_whose_worker_died_is_shown_in_doubt_and_told_no_second_time(reader, program, mailoutbox):
    set_preferences(reader, daily_digest=True, digest_at=time(17), now=NOW)
    message = offer(reader, program)
    deliver(now=NOW)
    Message.objects.filter(kind="digest").update(
        state=State.SENDING, lease=reader.pk, started_at=later(hours=8), leased_until=later(hours=9)
    )

    deliver(now=later(hours=10))

    assert (fate(message)[0], Message.objects.get(kind="digest").state) == (State.COLLECTED, State.IN_DOUBT)
    assert mailoutbox == []


def test_new_preferences_let_go_what_the_old_ones_held(reader, program, mailoutbox):
    set_preferences(reader, daily_digest=True, now=NOW)
    collected = offer(reader, program)
    deliver(now=NOW)
    set_preferences(reader, **MORNING, now=NOW)
    quiet = offer(reader, program, fact="2")
    deliver(now=NOW)
    set_preferences(reader, now=NOW)

    deliver(now=NOW)

    assert [fate(collected)[0], fate(quiet)[0]] == [State.SENT, State.SENT]
