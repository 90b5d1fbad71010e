"""Measures the board of 5,000 pairs in units of a small page: python -m bench.board [--pairs N].

In the database are twice as many pairs, six sessions each, and ten people a pair. Needs a database of its own, which it
migrates and empties: DATABASE_URL=postgres://…/bench_board.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import include, path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from pairing.models import Pair  # noqa: E402
from people.models import User  # noqa: E402
from programs.models import Participation, Program, Side  # noqa: E402
from record.keys import create_data_keys  # noqa: E402
from sessions_app.actions import note_standings, notice_drift  # noqa: E402
from sessions_app.models import Agreement, Drift, Meeting, Plan, SharingSheet  # noqa: E402
from tests.factories import make_organisation, make_program  # noqa: E402

NOW = timezone.now()
SESSIONS = 6
PEOPLE_A_PAIR = 5


@login_required
def unit(request: HttpRequest) -> HttpResponse:
    """A view with session, login, one query and a small template."""
    text = str(Participation.objects.filter(person=request.user).count())
    return render(request, "components/empty.html", {"title": "Unit", "text": text})


urlpatterns = [path("unit/", unit), path("", include("mentoring.urls"))]


def people(count: int, begin: int) -> list[User]:
    """Invented people of forty departments."""
    return User.objects.bulk_create(
        [
            User(
                email=f"p{n}@bench.example",
                name=f"Person {n:05}",
                password="!",  # noqa: S106 - nobody signs in
                department=f"Department {n % 40}",
            )
            for n in range(begin, begin + count)
        ],
        batch_size=5000,
    )


def fill(program: Program, count: int, begin: int) -> None:
    """Make pairs spread over every step: a sixth without sheets, one with, one with plans, signed, dated, done."""
    everyone = people(2 * count, begin)
    keys = create_data_keys(3 * count, now=NOW)
    places = Participation.objects.bulk_create(
        [
            Participation(
                program=program,
                person=person,
                side=side,
                state="enrolled",
                places_taken=1,
                data_key=keys.pop(),
                invited_at=NOW,
                enrolled_at=NOW,
                oriented_at=NOW,
            )
            for person, side in zip(everyone, [*Side] * count, strict=True)
        ],
        batch_size=5000,
    )
    pairs = Pair.objects.bulk_create(
        [
            Pair(
                program=program, newcomer=one, senior=other, data_key=keys.pop(), began_at=NOW - timedelta(days=n % 40)
            )
            for n, (one, other) in enumerate(zip(places[::2], places[1::2], strict=True))
        ],
        batch_size=5000,
    )
    steps = {pair: n % 6 for n, pair in enumerate(pairs)}
    SharingSheet.objects.bulk_create(
        SharingSheet(pair=pair, author=place, shared_at=NOW if step else None)
        for pair, step in steps.items()
        for place in (pair.newcomer, pair.senior)
    )
    Plan.objects.bulk_create(
        Plan(pair=pair, designer=side, goals=b"-", themes=b"-", proposed_at=NOW, agreed_at=NOW)
        for pair, step in steps.items()
        for side in Side
        if step > 1
    )
    Agreement.objects.bulk_create(
        Agreement(
            pair=pair,
            text=b"-",
            written_at=NOW,
            newcomer_signed_at=NOW if step > 2 else None,
            senior_signed_at=NOW if step > 2 else None,
        )
        for pair, step in steps.items()
    )
    Meeting.objects.bulk_create(
        [
            Meeting(
                pair=pair,
                number=number,
                starts_at=NOW + timedelta(weeks=4 * number - (30 if step == 5 else 10)),
                minutes=60,
                zone="Europe/London",
                state="held" if step == 5 or number < 3 else "planned",
                logged_by="senior" if step == 5 or number < 3 else "",
            )
            for pair, step in steps.items()
            for number in range(1, SESSIONS + 1)
        ],
        batch_size=5000,
    )
    # Two in three pairs have no dates yet, but their sessions are in the database: they are another program's load.
    Meeting.objects.filter(pair__in=[pair for pair, step in steps.items() if step < 4]).delete()


def fill_all(count: int) -> Program:
    """Empty the database, fill two programs with as many pairs, and return the one that is looked at."""
    call_command("flush", interactive=False, verbosity=0)
    make_organisation()
    program, other = make_program("Bench"), make_program("Elsewhere")
    fill(program, count, 0)
    fill(other, count, 2 * count)
    people(2 * PEOPLE_A_PAIR * count - 4 * count, 4 * count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return program


def seconds_of(verb: Callable[[], object], runs: int = 15) -> float:
    """Return the median of some runs."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        verb()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def beside(verb: Callable[[], object], unit: Callable[[], object], runs: int = 25) -> tuple[float, float]:
    """Return the fastest run of a page, and how many of the fastest units it is; the two take turns."""
    verb()
    times = [(seconds_of(verb, 1), seconds_of(unit, 1)) for _ in range(runs)]
    page, one = (min(each) for each in zip(*times, strict=True))
    return page, page / one


@override_settings(ROOT_URLCONF="bench.board", DEBUG=False, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False)
def main() -> None:
    """Print a row a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5_000)
    parser.add_argument("--keep", action="store_true", help="measure on what an earlier run has filled in")
    asked = parser.parse_args()
    count = asked.pairs
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    program = Program.objects.filter(name="Bench").first() if asked.keep else None
    program = program or fill_all(count)
    began = time.perf_counter()
    notice_drift(now=NOW)
    print(f"noticing drift in {2 * count} pairs: {time.perf_counter() - began:.1f} s")
    Drift.objects.update(noticed_at=NOW - timedelta(days=5))
    began = time.perf_counter()
    note_standings(now=NOW)
    print(f"noting where they stand: {time.perf_counter() - began:.1f} s")
    client = Client()
    client.force_login(program.coordinator)
    board = reverse("sessions_app:board", args=[program.pk])
    pages = {
        "the list": {},
        "its last page": {"page": "9999"},
        "one step": {"step": "session"},
        "one colour": {"colour": "watch"},
        "one department": {"department": "Department 3"},
        "a name": {"q": "person 00007"},
        "sorted by step": {"sort": "step"},
        "sorted by colour": {"sort": "-colour"},
        "step, colour, sorted": {"step": "session", "colour": "watch", "sort": "-held"},
    }
    small = seconds_of(lambda: client.get("/unit/"), 60)
    print(f"{'unit':<24} {1000 * small:>7.1f} ms")
    for title, query in pages.items():
        took, units = beside(lambda query=query: client.get(board, query), lambda: client.get("/unit/"))
        print(f"{title:<24} {1000 * took:>7.1f} ms {units:>6.1f} units")
    export = reverse("sessions_app:export_board", args=[program.pk])
    print(f"{'export':<24} {1000 * seconds_of(lambda: client.get(export), 3):>7.0f} ms")


if __name__ == "__main__":
    main()
