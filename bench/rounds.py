"""Measures a usual program's round from *Run* to the page: python -m bench.rounds [--side N] [--runs N].

A browser of the test client presses Run, a Celery worker of its own sweeps, and the page is asked again until it shows
the pairs. Next to it stands the engine alone on the same people. Needs a database and a broker of its own, with
DATABASE_URL, REDIS_URL and VICEVERSA_ROUNDS_A_DAY=1000.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from leases.actions import run_waiting  # noqa: E402
from pairing.actions import request_round, run_round  # noqa: E402
from pairing.engine import Policy, certify, pair, verify  # noqa: E402
from pairing.models import Round  # noqa: E402
from pairing.queries import load  # noqa: E402
from profiles.actions import set_offers, tell_gaps  # noqa: E402
from profiles.models import Skill  # noqa: E402
from programs.models import Program, Side  # noqa: E402
from tests.factories import make_participation, make_person, make_program  # noqa: E402

ASKED_EVERY = 0.05
SKILLS, OFFERS, GAPS = 60, 6, 3
WORKER = ["-m", "celery", "-A", "mentoring", "worker", "--loglevel=ERROR", "--concurrency=1", "-Q", "long"]


def people(program: Program, side: int) -> None:
    """Enrol as many people on each side, each with some offers and gaps drawn with a fixed seed."""
    now, draw = timezone.now(), random.Random(20)  # noqa: S311 - the same people every time
    skills = [Skill.objects.get_or_create(name=f"Skill {at}", kind="craft", search_text=f"skill {at}")[0].pk
              for at in range(SKILLS)]  # fmt: skip
    for which in Side:
        for _ in range(side):
            grade = draw.randint(1, 3) if which is Side.NEWCOMER else draw.randint(5, 8)
            person = make_person(grade=grade, team=f"Team {draw.randrange(side)}", department=f"D{draw.randrange(8)}")
            place = make_participation(program, person, side=which)
            set_offers(person, levels={skill: draw.randint(1, 3) for skill in draw.sample(skills, OFFERS)}, now=now)
            tell_gaps(place, urgencies={skill: draw.randint(1, 3) for skill in draw.sample(skills, GAPS)}, now=now)


def from_click_to_page(browser: Client, program: Program) -> float:
    """Return the seconds from the click to the page with certified pairs."""
    began = time.perf_counter()
    page = browser.post(reverse("pairing:rounds", args=[program.pk])).url
    while True:
        content = browser.get(page).content
        if b"none is better" in content:
            return time.perf_counter() - began
        if b"This round stopped" in content:
            sys.exit("The round stopped.")
        time.sleep(ASKED_EVERY)


def engine_alone(program: Program) -> float:
    """Return the seconds of pairing, verifying and certifying."""
    instance = load(program, now=timezone.now()).instance
    began = time.perf_counter()
    result = pair(instance, Policy())
    verify(instance, Policy(), result)
    certify(instance, Policy(), result)
    return time.perf_counter() - began


def whole_action(program: Program) -> float:
    """Return the seconds of the action alone, without broker and page: from people in rows to pairs in rows."""
    request_round(program, by=program.coordinator, now=timezone.now())
    began = time.perf_counter()
    run_waiting(Round, run_round, clock=timezone.now)
    return time.perf_counter() - began


def main() -> None:
    """Measure interleaved, and print medians, p95 and the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--side", type=int, default=150)
    options.add_argument("--runs", type=int, default=20)
    chosen = options.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    program = make_program(f"Bench of {timezone.now():%H:%M:%S}")
    people(program, chosen.side)
    browser = Client()
    browser.force_login(program.coordinator)
    worker = subprocess.Popen([sys.executable, *WORKER])
    try:
        from_click_to_page(browser, program)
        runs = [(from_click_to_page(browser, program), engine_alone(program)) for _ in range(chosen.runs)]
    finally:
        worker.terminate()
        worker.wait()
    whole_action(program)
    actions = [(whole_action(program), engine_alone(program)) for _ in range(chosen.runs)]
    clicks, engines = (sorted(column) for column in zip(*runs, strict=True))
    median, engine = statistics.median(clicks), statistics.median(engines)
    p95 = clicks[min(len(clicks) - 1, round(0.95 * len(clicks)))]
    print(f"{chosen.side} × {chosen.side}: click to page median {median:.2f} s, p95 {p95:.2f} s")
    print(f"engine alone {engine:.2f} s, ratio {median / engine:.1f}")
    action, beside = (statistics.median(column) for column in zip(*actions, strict=True))
    print(f"the action with its rows {action:.3f} s, the engine alone {beside:.3f} s, ratio {action / beside:.1f}")


if __name__ == "__main__":
    main()
