"""Measures finding skills on a long list, in units of a small page: python -m bench.type_ahead [--data FOLDER].

Brings every ESCO collection and the O*NET technology skills in. Needs a database of its own, which it migrates:
DATABASE_URL=postgres://…/bench_type_ahead.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.board import unit  # noqa: E402, F401
from profiles.models import Skill  # noqa: E402
from programs.models import Side  # noqa: E402
from tests.factories import make_organisation, make_participation, make_program  # noqa: E402

FILES = ["esco_1.2.0/digCompSkillsCollection_en.csv", "esco_1.2.0/digitalSkillsCollection_en.csv"]
FILES += ["esco_1.2.0/transversalSkillsCollection_en.csv", "esco_1.2.0/languageSkillsCollection_en.csv"]
FILES += ["esco_1.2.0/skillGroups_en.csv", "onet/Technology_Skills.txt"]
TYPED = [
    "exc",
    "excel",
    "exel",
    "spredsheet",
    "pyth",
    "pythn",
    "negot",
    "negotiaton",
    "adobe acrobat",
    "adobee acrobt",
    "q",
]
ROUNDS = 20


def p95(call: Callable[[str], object]) -> float:
    """Return the 95th percentile, in milliseconds, of asking for each word in turn."""
    taken = []
    for word in TYPED * ROUNDS:
        begun = time.perf_counter()
        call(word)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


@override_settings(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="bench.board", SECURE_SSL_REDIRECT=False)
def main() -> None:
    """Fill, then measure the unit and the search in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    call_command("import_skills", *(str(parser.parse_args().data / name) for name in FILES))
    print(f"{Skill.objects.count()} skills in {time.perf_counter() - begun:.1f} s")
    make_organisation()
    place = make_participation(make_program(), side=Side.NEWCOMER)
    browser = Client()
    browser.force_login(place.person)
    search = reverse("profiles:skill_search", args=[place.program_id])
    browser.get(search, {"q": "warm up"})
    small = statistics.median(p95(lambda _: browser.get("/unit/")) for _ in range(3))
    found = statistics.median(p95(lambda word: browser.get(search, {"q": word})) for _ in range(3))
    print(f"unit p95 {small:.1f} ms, type-ahead p95 {found:.1f} ms: {found / small:.1f} units")


if __name__ == "__main__":
    main()
