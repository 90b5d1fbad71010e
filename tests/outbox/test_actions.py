"""One fact is told once, nothing is lost silently, and every doubt is shown."""

import dataclasses
import threading
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from outbox import kinds
from outbox.actions import HANDFUL, deliver, delivery, note_heartbeat, post, retract, send_again
from outbox.models import Message
from outbox.queries import age_of_heartbeat, age_of_overdue, counts_by_state
from outbox.smtp import SmtpBackend
from programs.models import Program
from tests.factories import NOW, later, make_person, make_program
from tests.outbox.sink import Sink

State = Message.State
OTHER_WORKER = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def mail_server(settings):
    """A mail server on loopback that the outbox delivers to."""
    with Sink() as sink:
        settings.EMAIL_BACKEND = "outbox.smtp.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 5
        yield sink


@pytest.fixture
def repeatable():
    """Let the offer of a talk be a kind that must not be lost, as invitations are."""
    kind = kinds.kind_named("talk_offered")
    kinds.declare(dataclasses.replace(kind, at_most_once=False))
    yield
    kinds.declare(kind)


def post_offer(fact="1", **fields) -> Message:
    """Post a message of a real kind to a new person."""
    program = fields.pop("program", None) or make_program()
    to = fields.pop("to", None) or make_person()
    post("talk_offered", to=to, fact=fact, about=program.pk, now=NOW, **fields)
    return Message.objects.get(to=to)


def kill_while_sending(message: Message, *, started: bool) -> None:
    """Leave the row as a worker leaves it that was killed before, or after, it turned to the mail server."""
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING,
        lease=OTHER_WORKER,
        leased_until=later(minutes=5),
        started_at=NOW if started else None,
    )


def test_post_tells_one_fact_once_however_often_posted(db):
    person, program = make_person(), make_program()
    for fact in ("1", "1", "2"):
        post("talk_offered", to=person, fact=fact, about=program.pk, now=NOW)

    assert Message.objects.filter(to=person).count() == 2


def test_post_refuses_a_kind_that_no_app_declares(db):
    with pytest.raises(KeyError):
        post("gossip", to=make_person(), fact="1", about=uuid4(), now=NOW)


def test_deliver_sends_a_whole_letter_once(db, mail_server):
    message = post_offer(to=make_person("Zoë Ångström"))

    assert [deliver(now=NOW), deliver(now=NOW)] == [1, 0]

    (letter,) = mail_server.letters
    message.refresh_from_db()
    assert message.state == State.SENT
    assert letter["Message-ID"] == f"<{message.pk}@viceversa>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["To"] == message.to.email
    assert "Hello Zoë" in letter.get_body(("plain",)).get_content()
    assert "Hello Zoë" in letter.get_body(("html",)).get_content()


def test_deliver_waits_until_a_message_is_due(db, mail_server):
    post_offer(due_at=later(hours=1))

    assert deliver(now=later(minutes=59)) == 0
    assert deliver(now=later(hours=1)) == 1
    assert len(mail_server.letters) == 1


def test_deliver_uses_one_line_for_a_batch(db, mail_server):
    program = make_program()
    for _ in range(3):
        post_offer(program=program)

    deliver(now=NOW)

    assert (len(mail_server.letters), mail_server.connections) == (3, 1)


def test_deliver_drops_what_expired(db, mail_server):
    message = post_offer(expires_at=later(minutes=10))

    deliver(now=later(minutes=10))

    message.refresh_from_db()
    assert (message.state, mail_server.letters) == (State.DROPPED, [])


def test_deliver_drops_what_is_no_longer_true(db, mail_server):
    message = post_offer()
    Program.objects.update(state=Program.State.CLOSED)

    deliver(now=NOW)

    message.refresh_from_db()
    assert (message.state, mail_server.letters) == (State.DROPPED, [])


def test_deliver_writes_to_nobody_who_has_left(db, mail_server):
    message = post_offer(to=make_person(is_active=False))

    deliver(now=NOW)

    message.refresh_from_db()
    assert (message.state, mail_server.letters) == (State.DROPPED, [])


def test_deliver_fails_an_address_that_is_refused_for_good_and_goes_on(db, mail_server):
    program = make_program()
    mail_server.on_recipient.append("550 no such user")
    refused, accepted = post_offer(program=program), post_offer(program=program)

    deliver(now=NOW)

    refused.refresh_from_db()
    accepted.refresh_from_db()
    assert [refused.state, accepted.state] == [State.FAILED, State.SENT]
    assert [letter["To"] for letter in mail_server.letters] == [accepted.to.email]


@pytest.mark.parametrize("queue", ["on_recipient", "on_data"])
def test_deliver_tries_later_after_a_passing_refusal(db, mail_server, queue):
    getattr(mail_server, queue).append("451 try again later")
    message = post_offer()

    deliver(now=NOW)
    message.refresh_from_db()
    assert (message.state, message.tries, message.due_at) == (State.WAITING, 1, NOW)
    assert deliver(now=later(minutes=1)) == 0

    deliver(now=later(minutes=3))
    message.refresh_from_db()
    assert (message.state, len(mail_server.letters)) == (State.SENT, 1)


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("550 no such user", State.FAILED),
        ("451 try again later", State.WAITING),
        ("stall", State.WAITING),
        ("drop after", State.IN_DOUBT),
    ],
)
def test_a_server_that_is_told_all_at_once_is_understood_as_well(db, mail_server, settings, answer, left):
    settings.EMAIL_TIMEOUT = 0.2
    mail_server.extensions = "PIPELINING"
    (mail_server.on_data if left == State.IN_DOUBT else mail_server.on_recipient).append(answer)
    program = make_program()
    first, second = post_offer(program=program), post_offer(program=program)

    deliver(now=NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (left, State.SENT)
    assert len(mail_server.letters) == (2 if answer == "drop after" else 1)


def test_what_was_written_long_before_its_turn_is_looked_at_anew(db, mail_server, monkeypatch):
    kind = kinds.kind_named("talk_offered")
    program, other = make_program(), make_program("Other")
    first, second = post_offer(program=program), post_offer(program=other)
    looks = Counter()

    def context(message, now):
        looks[message.pk] += 1
        return kind.context(message, now) if looks[second.pk] < 2 else None

    monkeypatch.setattr(delivery, "FRESH", timedelta(0))
    kinds.declare(dataclasses.replace(kind, context=context))
    try:
        deliver(now=NOW)
    finally:
        kinds.declare(kind)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (looks[first.pk], looks[second.pk]) == (1, 2)
    assert (first.state, second.state, second.started_at) == (State.SENT, State.DROPPED, None)
    assert [letter["To"] for letter in mail_server.letters] == [first.to.email]


@pytest.mark.parametrize("begun", [0, 3])
def test_a_worker_that_dies_leaves_one_handful_of_doubts_at_most(db, mail_server, monkeypatch, begun):
    program = make_program()
    for _ in range(3 * HANDFUL):
        post_offer(program=program)
    taken = SmtpBackend.finish

    def die(line):
        taken(line)
        if len(mail_server.letters) == HANDFUL + begun:
            raise KeyboardInterrupt

    monkeypatch.setattr(SmtpBackend, "finish", die)
    monkeypatch.setattr(delivery, "mark_sent", lambda _messages, **_hours: None)
    with pytest.raises(KeyboardInterrupt):
        deliver(now=NOW)
    monkeypatch.undo()
    deliver(now=later(minutes=6))
    deliver(now=later(minutes=6))

    names = [letter["Message-ID"] for letter in mail_server.letters]
    doubtful = Message.objects.filter(state=State.IN_DOUBT).count()
    assert len(names) == len(set(names))
    assert 0 < doubtful <= HANDFUL
    assert Message.objects.filter(state=State.SENT).count() + doubtful == 3 * HANDFUL


def test_deliver_gives_up_after_the_sixth_refusal(db, mail_server):
    mail_server.on_data.extend(["451 not now"] * 9)
    message = post_offer()

    for hours in range(9):
        deliver(now=later(hours=hours))

    message.refresh_from_db()
    assert (message.state, len(mail_server.on_data)) == (State.FAILED, 3)


def test_deliver_fails_a_letter_that_is_refused_for_good(db, mail_server):
    mail_server.on_data.append("554 looks like spam")
    message = post_offer()

    deliver(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.outcome) == (State.FAILED, "The mail server refused it.")


@pytest.mark.parametrize(("how", "taken"), [("drop", 0), ("drop after", 1)])
def test_a_reminder_whose_line_broke_is_shown_and_never_doubled(db, mail_server, how, taken):
    mail_server.on_data.append(how)
    message = post_offer()

    for hours in range(3):
        deliver(now=later(hours=hours))

    message.refresh_from_db()
    assert (message.state, len(mail_server.letters)) == (State.IN_DOUBT, taken)


def test_what_must_not_be_lost_is_repeated_under_the_same_name_when_the_line_broke(db, mail_server, repeatable):
    mail_server.on_data.append("drop after")
    message = post_offer()

    for hours in range(3):
        deliver(now=later(hours=hours))

    message.refresh_from_db()
    assert message.state == State.SENT
    assert [letter["Message-ID"] for letter in mail_server.letters] == [f"<{message.pk}@viceversa>"] * 2


@pytest.mark.parametrize("queue", ["on_recipient", "on_data"])
def test_a_server_that_stalls_leaves_a_doubt_only_when_it_had_the_letter(db, mail_server, settings, queue):
    settings.EMAIL_TIMEOUT = 0.2
    getattr(mail_server, queue).append("stall")
    message = post_offer()

    deliver(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.tries) == {"on_recipient": (State.WAITING, 1), "on_data": (State.IN_DOUBT, 0)}[queue]


@pytest.mark.parametrize("how", ["drop", "421 shutting down"])
def test_a_server_that_breaks_every_line_gets_two_letters_a_time_and_the_rest_waits(db, mail_server, how):
    program = make_program()
    mail_server.on_data.extend([how] * 9)
    for _ in range(5):
        post_offer(program=program)

    assert deliver(now=NOW) == 0

    rows = Message.objects.order_by("state", "tries").values_list("state", "tries")
    met = [(State.IN_DOUBT, 0)] * 2 if how == "drop" else [(State.WAITING, 1)] * 2
    assert sorted(rows) == sorted([*met, *[(State.WAITING, 0)] * 3])
    assert len(mail_server.on_data) == 7


def test_retract_takes_back_what_a_worker_has_claimed_but_not_begun(db, mail_server):
    program, other = make_program(), make_program("Other")
    claimed, begun = post_offer(program=program), post_offer(program=other)
    kill_while_sending(claimed, started=False)
    kill_while_sending(begun, started=True)

    taken_back = [retract("talk_offered", about=about.pk, now=NOW) for about in (program, other, program)]

    claimed.refresh_from_db()
    begun.refresh_from_db()
    assert (taken_back, claimed.state, begun.state) == ([1, 0, 0], State.DROPPED, State.SENDING)


def test_a_message_retracted_while_its_letter_is_written_is_not_sent(db, mail_server):
    kind = kinds.kind_named("talk_offered")

    def context(message, now):
        retract("talk_offered", about=message.about, now=now)
        return kind.context(message, now)

    message = post_offer()
    kinds.declare(dataclasses.replace(kind, context=context))
    try:
        deliver(now=NOW)
    finally:
        kinds.declare(kind)

    message.refresh_from_db()
    assert (message.state, mail_server.letters) == (State.DROPPED, [])


def test_deliver_counts_no_try_while_the_mail_server_is_away(db, mail_server, settings):
    program = make_program()
    messages = [post_offer(program=program) for _ in range(3)]
    settings.EMAIL_PORT = 1

    assert deliver(now=NOW) == 0

    assert set(Message.objects.values_list("state", "tries", "due_at")) == {(State.WAITING, 0, NOW)}
    assert age_of_overdue(now=later(hours=1)).total_seconds() == 3600
    settings.EMAIL_PORT = mail_server.port
    assert deliver(now=later(minutes=3)) == len(messages) == len(mail_server.letters)


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(db, mail_server):
    program = make_program()
    broken, whole = post_offer(program=program), post_offer(program=program)
    Message.objects.filter(pk=broken.pk).update(kind="gossip")

    deliver(now=NOW)

    broken.refresh_from_db()
    whole.refresh_from_db()
    assert [(broken.state, broken.tries), (whole.state, whole.tries)] == [(State.WAITING, 1), (State.SENT, 0)]


def test_an_address_that_cannot_be_put_on_the_line_fails_alone(db, mail_server):
    program = make_program()
    broken = post_offer(program=program, to=make_person(email="x@" + "ä" * 70 + ".example"))
    whole = post_offer(program=program)

    deliver(now=NOW)

    broken.refresh_from_db()
    whole.refresh_from_db()
    assert [broken.state, whole.state] == [State.FAILED, State.SENT]


def test_a_message_whose_worker_died_before_the_mail_server_is_sent(db, mail_server):
    message = post_offer()
    kill_while_sending(message, started=False)

    assert deliver(now=later(minutes=5)) == 0
    assert deliver(now=later(minutes=6)) == 1

    message.refresh_from_db()
    assert (message.state, len(mail_server.letters)) == (State.SENT, 1)


def test_a_reminder_whose_worker_died_at_the_mail_server_is_in_doubt(db, mail_server):
    message = post_offer()
    kill_while_sending(message, started=True)

    deliver(now=later(minutes=6))

    message.refresh_from_db()
    assert (message.state, mail_server.letters) == (State.IN_DOUBT, [])


def test_what_must_not_be_lost_is_repeated_when_its_worker_died_at_the_mail_server(db, mail_server, repeatable):
    message = post_offer()
    kill_while_sending(message, started=True)

    deliver(now=later(minutes=6))
    deliver(now=later(minutes=9))

    message.refresh_from_db()
    assert (message.state, message.tries, len(mail_server.letters)) == (State.SENT, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_never_send_twice(transactional_db, mail_server):
    program = make_program()
    for _ in range(12):
        post_offer(program=program)
    together = threading.Barrier(3)

    def run() -> None:
        together.wait()
        while deliver(now=NOW):
            pass
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    names = [letter["Message-ID"] for letter in mail_server.letters]
    assert (len(names), len(set(names))) == (12, 12)
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.fixture
def overtaken():
    """Let another worker take the message over while this one still writes its letter."""
    kind = kinds.kind_named("talk_offered")

    def context(message, now):
        Message.objects.filter(pk=message.pk).update(lease=OTHER_WORKER)
        return kind.context(message, now)

    kinds.declare(dataclasses.replace(kind, context=context))
    yield
    kinds.declare(kind)


def test_a_worker_that_was_overtaken_sends_nothing_and_writes_nothing(db, mail_server, overtaken):
    message = post_offer()

    deliver(now=NOW)

    message.refresh_from_db()
    assert mail_server.letters == []
    assert (message.state, str(message.lease), message.started_at) == (State.SENDING, OTHER_WORKER, None)


@pytest.mark.django_db(transaction=True)
def test_deliver_passes_over_what_another_worker_is_claiming(transactional_db, mail_server):
    message = post_offer()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=message.pk)
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
    try:
        assert deliver(now=NOW) == 0
    finally:
        done.set()
        other.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert deliver(now=NOW) == 1


def test_a_broken_line_is_replaced_for_the_next_letter(db, mail_server):
    program = make_program()
    mail_server.on_data.append("drop")
    first, second = post_offer(program=program), post_offer(program=program)

    deliver(now=NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.state, second.state] == [State.IN_DOUBT, State.SENT]
    assert mail_server.connections == 2


@pytest.mark.parametrize("state", [State.IN_DOUBT, State.FAILED])
def test_send_again_puts_a_stuck_message_back_in_line_once(db, mail_server, state):
    message = post_offer()
    Message.objects.filter(pk=message.pk).update(state=state, tries=5, started_at=NOW, finished_at=NOW, outcome="?")

    assert [send_again(message, now=later(hours=1)), send_again(message, now=later(hours=1))] == [True, False]

    assert [deliver(now=later(hours=1)), deliver(now=later(hours=1))] == [1, 0]
    assert len(mail_server.letters) == 1


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING, State.SENT, State.DROPPED])
def test_send_again_leaves_everything_else_alone(db, state):
    message = post_offer()
    Message.objects.filter(pk=message.pk).update(state=state)

    assert send_again(message, now=NOW) is False
    message.refresh_from_db()
    assert message.state == state


def test_counts_by_state_names_every_state(db):
    post_offer()

    assert counts_by_state() == {
        "Waiting": 1,
        "Sending": 0,
        "kept for a digest": 0,
        "in doubt": 0,
        "Failed": 0,
        "Sent, or no longer needed": 0,
    }


def test_age_of_overdue_is_zero_when_nothing_is_late(db):
    post_offer(due_at=later(hours=2))

    assert age_of_overdue(now=NOW).total_seconds() == 0


def test_note_heartbeat_tells_how_long_ago_the_clock_ticked(db):
    assert age_of_heartbeat(now=NOW) is None

    note_heartbeat(now=NOW)

    assert age_of_heartbeat(now=later(seconds=50)).total_seconds() == 50
