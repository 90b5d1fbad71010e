"""Measures how long sealed gaps take to read next to the same values in plain text: python -m bench.sealing [--gaps N].

The same words are told twice: sealed, as the product stores them, and in plain text in a temporary table of the same
shape. Both are read through the ORM into the matcher's form, person → skill → urgency, in interleaved runs. Needs a
database of its own, which it migrates and empties: DATABASE_URL=postgres://…/bench_sealing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.utils import timezone  # noqa: E402

from people.models import User  # noqa: E402
from profiles.models import Gap  # noqa: E402
from profiles.queries import gaps_of  # noqa: E402
from programs.models import Participation, Side  # noqa: E402
from record.keys import create_data_keys  # noqa: E402
from record.sealing import seal  # noqa: E402
from tests.factories import make_organisation, make_program  # noqa: E402


class PlainGap(models.Model):
    """A gap as it would stand without sealing."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    want = models.TextField()

    class Meta:
        app_label = "profiles"
        db_table = "bench_plain_gap"


def plain_gaps_of(places: list[Participation]) -> dict[UUID, dict[int, int]]:
    """Do what `gaps_of` does, in plain text."""
    wanted: dict[UUID, dict[int, int]] = {place.pk: {} for place in places}
    rows = PlainGap.objects.filter(participation__in=wanted).values_list("want", "participation_id")
    for text, place in rows.iterator(2000):
        want = json.loads(text)
        wanted[place][want["skill"]] = want["urgency"]
    return wanted


def fill(gaps: int, each: int) -> list[Participation]:
    """Let people tell `each` gaps, in both forms."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        if PlainGap._meta.db_table in connection.introspection.table_names():
            editor.delete_model(PlainGap)
        editor.create_model(PlainGap)
    make_organisation()
    program, now, count = make_program("Sealed"), timezone.now(), gaps // each
    people = User.objects.bulk_create(
        [User(email=f"p{n}@bench.example", name=f"Person {n}", password="!") for n in range(count)]  # noqa: S106
    )
    places = Participation.objects.bulk_create(
        Participation(
            program=program, person=person, data_key=key, state="enrolled", side=Side.NEWCOMER, invited_at=now
        )
        for person, key in zip(people, create_data_keys(count, now=now), strict=True)
    )
    told = [
        (place, json.dumps({"skill": at * 7 + skill, "urgency": 1 + skill % 3}))
        for at, place in enumerate(places)
        for skill in range(each)
    ]
    Gap.objects.bulk_create([seal(Gap(participation=place), want=text) for place, text in told])
    PlainGap.objects.bulk_create([PlainGap(participation=place, want=text) for place, text in told])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return places


def seconds(read: Callable[[list[Participation]], Any], places: list[Participation]) -> float:
    """Return how long one read takes."""
    began = time.perf_counter()
    read(places)
    return time.perf_counter() - began


def main() -> None:
    """Print both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gaps", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    places = fill(options.gaps, options.each)
    if gaps_of(places) != plain_gaps_of(places):
        message = "The two forms do not say the same."
        raise SystemExit(message)
    sealed, plain = [], []
    for _ in range(options.runs):
        sealed.append(seconds(gaps_of, places))
        plain.append(seconds(plain_gaps_of, places))
    ratios = [one / other for one, other in zip(sealed, plain, strict=True)]
    print(
        f"{options.gaps} gaps of {len(places)} people, {options.runs} runs: sealed {statistics.median(sealed):.3f} s, "
        f"plain {statistics.median(plain):.3f} s, ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f})"
    )
    with connection.schema_editor() as editor:
        editor.delete_model(PlainGap)


if __name__ == "__main__":
    main()
