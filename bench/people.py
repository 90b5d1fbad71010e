"""Measures the lists of people in units of a small page: python -m bench.people [--people N].

Everyone is also invited to one program. Needs a database of its own, which it migrates and empties:
DATABASE_URL=postgres://…/bench_people.
"""

from __future__ import annotations

import argparse
import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import include, path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.board import seconds_of, unit  # noqa: E402
from people.models import Role, User  # noqa: E402
from people.paging import leaf_of  # noqa: E402
from programs.models import Participation, Program  # noqa: E402
from record.keys import create_data_keys  # noqa: E402
from tests.factories import grant, make_organisation, make_person, make_program  # noqa: E402

NOW = timezone.now()
AT_ONCE = 5_000
urlpatterns = [path("unit/", unit), path("", include("mentoring.urls"))]


def fill(program: Program, count: int) -> None:
    """Invent people of forty departments, twelve locations and nine grades, all invited to one program."""
    for begin in range(0, count, AT_ONCE):
        everyone = User.objects.bulk_create(
            User(
                email=f"person.{n}@bench.example",
                name=f"Person {n:05}",
                password="!",  # noqa: S106 - nobody signs in
                department=f"Department {n % 40}",
                location=f"Site {n % 12}",
                team=f"Team {n // 8}",
                grade=n % 9 + 1,
            )
            for n in range(begin, min(begin + AT_ONCE, count))
        )
        Participation.objects.bulk_create(
            Participation(program=program, person=person, data_key=data_key, invited_at=NOW - timedelta(days=n % 40))
            for n, (person, data_key) in enumerate(zip(everyone, create_data_keys(len(everyone), now=NOW), strict=True))
        )


@override_settings(ROOT_URLCONF="bench.people", DEBUG=False, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False)
def main() -> None:
    """Print a row a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    count = parser.parse_args().people
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    make_organisation()
    program = make_program("Bench")
    fill(program, count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = Client()
    client.force_login(grant(make_person("Hal Admin"), Role.Name.HR_ADMIN))
    everyone, taking_part = User.objects.order_by("name"), program.participations.order_by("person__name")
    people, participants = reverse("people:people"), reverse("programs:participants", args=[program.pk])
    pages = {
        "people": (people, {}),
        "people, in the middle": (people, {"after": everyone[count // 2].pk}),
        "people, last page": (people, {"after": everyone[count - 10].pk}),
        "people, by department, in the middle": (people, {"sort": "department", "after": everyone[count // 2].pk}),
        "people, by grade downwards": (people, {"sort": "-grade"}),
        "people of a department": (people, {"department": "Department 7"}),
        "people of a place, by grade": (people, {"location": "Site 3", "sort": "grade"}),
        "people of department, place, grade": (
            people,
            {"department": "Department 7", "location": "Site 3", "grade": "8"},
        ),
        "people, one name": (people, {"q": "person 04711"}),
        "people, a word that all have": (people, {"q": "bench"}),
        "people who have left": (people, {"state": "left"}),
        "participants": (participants, {}),
        "participants, last page": (participants, {"after": taking_part[count - 10].pk}),
        "participants, one name": (participants, {"q": "person 04711"}),
        "invitations": (reverse("programs:invitations", args=[program.pk]), {}),
    }
    small = seconds_of(lambda: client.get("/unit/"), 60)
    print(f"{'unit':<40} {1000 * small:>7.1f} ms")
    for title, (address, query) in pages.items():
        took = seconds_of(lambda address=address, query=query: client.get(address, query))
        again = seconds_of(lambda: client.get("/unit/"), 30)
        print(f"{title:<40} {1000 * took:>7.1f} ms {took / again:>6.1f} units")
    asked = {"after": str(everyone[count // 2].pk)}
    leaf = seconds_of(lambda: leaf_of(User.objects.ranked().active(), asked, by=["name", "pk"]))
    print(f"{'one leaf, without its page':<40} {1000 * leaf:>7.1f} ms")
    export = reverse("people:export_people")
    for kind in ("csv", "xlsx"):
        print(
            f"{'export as ' + kind:<40} {seconds_of(lambda kind=kind: client.get(export, {'format': kind}), 1):>7.1f} s"
        )


if __name__ == "__main__":
    main()
