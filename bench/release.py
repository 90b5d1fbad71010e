"""Measures a release over 50,000 participants, 300,000 sessions and 500,000 answers: python -m bench.release.

What the job asks of the database stands beside one bare aggregate over the same tables, in the same run; then the audit
against the number of cells, and the page of figures in units of a small page. Needs a database of its own, which it
migrates and fills: DATABASE_URL=postgres://…/bench_release.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.board import seconds_of, unit, urlpatterns  # noqa: E402
from insights.actions import compute_release, request_release  # noqa: E402
from insights.models import Release  # noqa: E402
from insights.suppression import Limits, Way, kept, to_drop  # noqa: E402
from leases.actions import claim  # noqa: E402
from people.models import User  # noqa: E402
from programs.models import Participation, Program  # noqa: E402
from record.sealing import keyed_hasher  # noqa: E402
from tests.crowd import make_pairs  # noqa: E402

NOW = timezone.now() - timedelta(hours=1)
BARE = (
    "SELECT question, count(*), avg(choice) FROM feedback_answer WHERE program_id = %s GROUP BY question",
    """SELECT m.state, count(*) FROM sessions_app_meeting m JOIN pairing_pair p ON p.id = m.pair_id
       WHERE p.program_id = %s GROUP BY m.state""",
    "SELECT state, side, count(*) FROM programs_participation WHERE program_id = %s GROUP BY state, side",
)
PEOPLE = """UPDATE people_user SET department = 'Department ' || floor(20 * random() ^ 2),
    location = 'Place ' || floor(10 * random() ^ 2), grade = floor(8 * random())"""
SESSIONS = """INSERT INTO sessions_app_meeting
    (id, pair_id, number, state, starts_at, minutes, zone, place, version, logged_by, logged_at, confirmed_at,
     is_logged_by_one)
    SELECT gen_random_uuid(), p.id, n, 'held', %s, 60, 'Europe/London', '', 0, 'senior', %s, %s, false
    FROM pairing_pair p, generate_series(1, %s) n WHERE p.program_id = %s"""

__all__ = ["path", "unit", "urlpatterns"]


def fill(pairs: int, sessions: int, answers: int) -> Program:
    """Make pairs with departments, places and grades, their sessions held, and their answers."""
    with transaction.atomic():
        program = make_pairs(pairs, now=NOW - timedelta(days=90))
        with connection.cursor() as cursor:
            cursor.execute(PEOPLE)
            held = NOW - timedelta(days=1)
            cursor.execute(SESSIONS, [held, held, held, sessions // pairs, program.pk])
            _copy_answers(program, cursor, answers)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return program


def _copy_answers(program: Program, cursor: Any, answers: int) -> None:
    """Bring in the answers by COPY: three questions after each of some sessions."""
    hashed, draw = keyed_hasher(program.survey_key), random.Random(1)  # noqa: S311 - invented
    rows = program.pairs.values_list("pk", "newcomer__person", "senior__person")
    people = [(hashed("person", person), hashed("pair", pair)) for pair, *both in rows for person in both]
    questions = ("worth", "learned", "gave")
    lines = StringIO()
    for number in range(answers):
        person, pair = people[number % len(people)]
        question = questions[number // len(people) % 3]
        choice = draw.randint(1, 5 if question == "worth" else 3)
        lines.write(f"{_uuid(draw)}\t{program.pk}\t{person}\t{pair}\tpulse\t{question}\t{choice}\tf\n")
    lines.seek(0)
    columns = ("id", "program_id", "person_hash", "pair_hash", "survey", "question", "choice", "organisers_may_read")
    cursor.copy_expert(f"COPY feedback_answer ({', '.join(columns)}) FROM STDIN", lines)


def _uuid(draw: random.Random) -> str:
    return f"{draw.getrandbits(128):032x}"


class Clocked:
    """Adds up what statements take, by their first word; what a statement brings back counts along."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.slow: list[tuple[float, str]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        """Time one statement."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            self.seconds["reads" if sql.lstrip().upper().startswith("SELECT") else "writes"] += took
            self.slow.append((took, sql[:150]))


def bare(program: Program) -> float:
    """Return how long one bare aggregate over the tables takes."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in BARE:
            cursor.execute(statement, [program.pk])
            cursor.fetchall()
    return time.perf_counter() - began


def release(program: Program) -> tuple[float, Clocked]:
    """Return how long a release takes, and what of it the database."""
    request_release(program, by=program.coordinator, now=NOW)
    claimed = claim(Release, now=NOW)
    assert claimed is not None  # noqa: S101 - a benchmark
    clock = Clocked()
    began = time.perf_counter()
    with connection.execute_wrapper(clock):
        compute_release(claimed, now=NOW)
    return time.perf_counter() - began, clock


def forget(program: Program) -> None:
    """Take a release back, so that the same answers are counted again."""
    program.releases.all().delete()
    program.tallies.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE feedback_answer SET batch = NULL WHERE program_id = %s", [program.pk])
        cursor.execute("VACUUM (FULL, ANALYZE) feedback_answer")


def audits(people: int) -> None:
    """Print how long keeping and proving take for more and more cells."""
    everybody, draw = frozenset(range(people)), random.Random(1)  # noqa: S311 - invented
    pair_of = {person: person // 2 for person in range(people)}
    for sizes in ((2, 5, 5), (2, 20, 10, 8, 6), (2, 60, 30, 10, 8), (2, 200, 100, 20, 8)):
        ways = []
        for key, size in enumerate(sizes):
            weights = [1 / (1 + at) for at in range(size)]
            groups: dict[int, set[int]] = {}
            for person, group in enumerate(draw.choices(range(size), weights, k=people)):
                groups.setdefault(group, set()).add(person)
            ways.append(Way(str(key), {str(at): frozenset(those) for at, those in groups.items()}))
        began = time.perf_counter()
        told = kept(everybody, ways, pair_of, Limits(5, 3))
        between = time.perf_counter()
        refused = to_drop(everybody, told, pair_of, Limits(5, 3))
        ended = time.perf_counter()
        cells = sum(map(len, told.values()))
        print(
            f"{people:>7} people {sum(sizes):>4} groups {cells:>4} told: kept {between - began:6.2f} s, "
            f"proved {ended - between:6.2f} s{' REFUSED' if refused else ''}"
        )


def page(program: Program) -> None:
    """Print what the page of figures takes, in queries and in units."""
    client = Client()
    client.force_login(program.coordinator)
    address = reverse("insights:figures", args=[program.pk])
    clock = Clocked()
    with connection.execute_wrapper(clock):
        answer = client.get(address)
    small = seconds_of(lambda: client.get("/unit/"), 60)
    took = seconds_of(lambda: client.get(address), 20)
    print(f"page of figures: {answer.status_code}, {len(clock.slow)} queries, {took:.3f} s, {took / small:.1f} units")


@override_settings(ROOT_URLCONF="bench.board", DEBUG=False, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False)
def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=25_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    program = Program.objects.first() or fill(asked.pairs, 12 * asked.pairs, 20 * asked.pairs)
    print(f"{Participation.objects.count()} participants, {User.objects.count()} people")
    ratios = []
    for run in range(asked.runs):
        forget(program)
        bares = [bare(program) for _ in range(3)]
        took, clock = release(program)
        bares += [bare(program) for _ in range(3)]
        reads, writes, one = clock.seconds["reads"], clock.seconds["writes"], statistics.median(bares)
        ratios.append(reads / one)
        print(f"run {run}: bare {one:.2f} s; release {took:.2f} s, reads {reads:.2f} s, writes {writes:.2f} s")
        for seconds, sql in sorted(clock.slow, reverse=True)[:6]:
            print(f"   {seconds:6.2f} s {sql}")
    print(f"reads against one bare aggregate, median: {statistics.median(ratios):.1f}")
    page(program)
    for people in (300, 5_000, 50_000):
        audits(people)


if __name__ == "__main__":
    main()
