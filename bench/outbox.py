"""Measures the outbox, posting and delivering: python -m bench.outbox [--reminders N] [--mails N] [--runs N].

The sweep stands next to a bare INSERT … SELECT of the same rows; delivery, with one and two worker processes that have
sent a letter before, next to `smtplib` with the same letters on one kept connection: as bytes (`sendmail`) and as ready
message objects (`send_message`). Needs a database of its own, which it migrates and empties:
DATABASE_URL=postgres://…/bench_outbox.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
os.environ["VICEVERSA_MAIL_DIR"] = ""
os.environ["VICEVERSA_DEBUG"] = ""  # templates and queries as in production
os.environ.setdefault("VICEVERSA_SITE_URL", "https://viceversa.example")
django.setup()

from django.conf import settings  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from outbox.actions import deliver  # noqa: E402
from outbox.mime import Letter  # noqa: E402
from outbox.models import Message  # noqa: E402
from sessions_app.actions import send_session_reminders  # noqa: E402
from tests.crowd import make_pairs, make_sessions  # noqa: E402
from tests.factories import NOW, make_organisation  # noqa: E402

SENDER = "viceversa@localhost"


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def posted_bare(template: str) -> None:
    """Insert the same rows again out of a copy: what the database itself needs for them."""
    columns = ", ".join(f'"{field.column}"' for field in Message._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO outbox_message ({columns}) SELECT {columns} FROM {template}")  # noqa: S608


def sweep(reminders: int, runs: int) -> None:
    """Print the sweep's seconds and the bare ones: sessions an hour, a day, a week ahead; in runs by turns."""
    program = make_pairs(reminders // 10, now=NOW)
    make_sessions(program, *(NOW + timedelta(days=1, minutes=minute) for minute in range(5)))
    ours, bare, again = [], [], []
    for _ in range(runs):
        _empty()
        ours.append(seconds(lambda: send_session_reminders(now=NOW)))
        again.append(seconds(lambda: send_session_reminders(now=NOW)))
        count = Message.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_copy; CREATE TABLE bench_copy AS SELECT * FROM outbox_message")
        _empty()
        bare.append(seconds(lambda: posted_bare("bench_copy")))
    us, them = statistics.median(ours), statistics.median(bare)
    print(f"sweep of {count:,} due reminders: {us:.2f} s, bare INSERT … SELECT {them:.2f} s, ratio {us / them:.1f}")
    print(f"the same sweep when all are posted: {statistics.median(again):.2f} s")


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outbox_message CASCADE")
        cursor.execute("VACUUM ANALYZE")


@contextlib.contextmanager
def mail_server(*words: str) -> Iterator[int]:
    """Run the sink in a process of its own and yield its port."""
    command = [sys.executable, "-m", "bench.mail_sink", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout  # noqa: S101
        yield int(sink.stdout.readline())
        sink.kill()


def letters(count: int) -> list[Letter]:
    """Return letters as delivery writes them, out of what is posted; the rows stay as they were."""
    mail.outbox = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        while len(mail.outbox) < count and deliver(now=NOW + timedelta(hours=1)):
            pass
    _put_in_line()
    return mail.outbox[:count]


def raw(port: int, ready: list[tuple[str, bytes]]) -> float:
    """Return letters a second of smtplib alone, with letters that are bytes."""
    with smtplib.SMTP("127.0.0.1", port) as line:
        took = seconds(lambda: [line.sendmail(SENDER, [to], text) for to, text in ready])
    return len(ready) / took


def raw_objects(port: int, ready: list[EmailMessage]) -> float:
    """Return letters a second of smtplib alone, with letters that are ready message objects."""
    with smtplib.SMTP("127.0.0.1", port) as line:
        took = seconds(lambda: [line.send_message(each) for each in ready])
    return len(ready) / took


def work(port: int, began: float) -> None:
    """Be one worker that is awake: wait for the common start, deliver until nothing is due, print when that was."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    with transaction.atomic(), override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        deliver(now=NOW + timedelta(hours=1))
        transaction.set_rollback(True)
    time.sleep(max(0.0, began - time.time()))
    spent = time.process_time()
    while deliver(now=NOW + timedelta(hours=1)):
        pass
    print(time.process_time() - spent, time.time())


def delivered(port: int, workers: int) -> tuple[float, float]:
    """Return letters a second of so many worker processes, and milliseconds of a processor a letter."""
    _put_in_line()
    _analyse()
    began = time.time() + 4
    command = [sys.executable, "-m", "bench.outbox", "--work", str(port), "--began", str(began)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
    told = [[float(word) for word in each.communicate()[0].split()] for each in running]
    sent = Message.objects.filter(state=Message.State.SENT).count()
    assert sent == Message.objects.count(), "not all were sent"  # noqa: S101
    return sent / (max(ended for _, ended in told) - began), 1000 * sum(spent for spent, _ in told) / sent


def _put_in_line() -> None:
    Message.objects.update(state=Message.State.WAITING, started_at=None, finished_at=None, lease=None, outcome="")


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE outbox_message")


def delivery(mails: int, runs: int) -> None:
    """Print letters a second of smtplib, one worker and two, for a sink that writes to disk and one that does not."""
    call_command("flush", interactive=False, verbosity=0)
    make_organisation()
    make_sessions(make_pairs(mails // 2, now=NOW), NOW + timedelta(days=1))
    send_session_reminders(now=NOW)
    made = letters(mails)
    ready = [(each.to[0], each.as_bytes()) for each in made]
    objects = [message_from_bytes(text, policy=policy.SMTP) for _, text in ready]
    print(f"{len(ready):,} letters of {statistics.mean(len(text) for _, text in ready):,.0f} bytes")
    for title, words in (("written to disk", ()), ("kept in memory", ("--no-fsync",))):
        with mail_server(*words) as port:
            figures = []
            for _ in range(runs):
                one, spent = delivered(port, 1)
                two, spent_by_two = delivered(port, 2)
                figures.append((raw(port, ready), raw_objects(port, objects), one, two, spent, spent_by_two))
                print(f"  {title}:", ", ".join(f"{each:,.1f}" for each in figures[-1]))
        plain, alone, one, two, spent, by_two = (statistics.median(column) for column in zip(*figures, strict=True))
        print(
            f"{title}: sendmail of bytes {plain:,.0f} a second, send_message {alone:,.0f}; one worker {one:,.0f} "
            f"({one / plain:.0%}, {one / alone:.0%}) with {spent:.2f} ms of a processor a letter, "
            f"two workers {two:,.0f} ({two / plain:.0%}, {two / alone:.0%}) with {by_two:.2f} ms"
        )


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reminders", type=int, default=100_000)
    parser.add_argument("--mails", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--began", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work, options.began)
        return
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    make_organisation()
    if options.reminders:
        sweep(options.reminders, options.runs)
    if options.mails:
        delivery(options.mails, options.runs)


if __name__ == "__main__":
    main()
