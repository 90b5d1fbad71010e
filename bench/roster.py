"""Measures a roster next to a bare COPY of the same rows: python -m bench.roster [--rows N] [--format csv|xlsx].

Each measured step runs in a process of its own, so that its peak of memory is its own. Needs a database of its own,
which it migrates and empties: DATABASE_URL=postgres://…/bench_roster.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from leases.actions import run_waiting  # noqa: E402
from people.models import Role, User  # noqa: E402
from programs.actions import apply_roster, invite_people, run_roster_import, upload_roster  # noqa: E402
from programs.models import Program, RosterImport  # noqa: E402
from tests.factories import grant, make_organisation, make_person, make_program  # noqa: E402

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HEADER = ("email", "name", "manager", "grade", "team", "department", "location", "time zone")
MEGABYTE = 1024


def roster(rows: int) -> list[tuple[str, ...]]:
    """Invented people in a tree: everybody reports to the one at a tenth of their number."""
    return [
        (
            f"person.{n}@bench.example",
            f"Person {n}",
            f"person.{n // 10}@bench.example" if n else "",
            str(9 - len(str(n))),
            f"Team {n // 8}",
            f"Department {n % 40}",
            f"Site {n % 12}",
            "Europe/London",
        )
        for n in range(rows)
    ]


def file_of(rows: list[tuple[str, ...]], kind: str) -> bytes:
    """The rows as an uploaded file."""
    if kind == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows([HEADER, *rows])
        return text.getvalue().encode()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Staff")
    for row in (HEADER, *rows):
        sheet.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def copy(content: bytes) -> None:
    """A bare COPY of the rows into a table without an index."""
    columns = ", ".join(f'"{name}" text' for name in HEADER)
    _copy(content, f"CREATE TABLE bench_copy ({columns})", HEADER)


def copy_like(content: bytes) -> None:
    """A bare COPY of the rows into a table with the columns and indexes of people."""
    make = (
        "CREATE TABLE bench_copy (LIKE people_user INCLUDING ALL); ALTER TABLE bench_copy ADD manager text,"
        "ALTER id SET DEFAULT gen_random_uuid(), ALTER password SET DEFAULT '!', ALTER is_active SET DEFAULT true,"
        "ALTER is_staff SET DEFAULT false, ALTER is_superuser SET DEFAULT false, ALTER joined_at SET DEFAULT now(),"
        "ALTER grade_name SET DEFAULT ''"
    )
    _copy(content, make, (*HEADER[:-1], "zone"))


def _copy(content: bytes, make: str, header: tuple[str, ...]) -> None:
    columns = ", ".join(f'"{name}"' for name in header)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS bench_copy; {make}")
        cursor.copy_expert(f"COPY bench_copy ({columns}) FROM STDIN (FORMAT csv, HEADER)", io.BytesIO(content))


def dry_run(content: bytes) -> None:
    """Upload a file of known columns, read it, check it and compare it, as the sweep does."""
    program = Program.objects.get()
    work = upload_roster(program, file_name="r", content=content, by=hr_admin(), now=NOW, invites=False)
    run_waiting(RosterImport, run_roster_import, clock=lambda: NOW)
    work.refresh_from_db()
    if not work.is_checked:
        raise SystemExit(work.failure)


def apply(_: bytes) -> None:
    """Apply the newest upload as the sweep does."""
    apply_roster(RosterImport.objects.get(state=RosterImport.State.CHECKED))
    run_waiting(RosterImport, run_roster_import, clock=lambda: NOW)


def invite(_: bytes) -> None:
    """Invite everyone: keys, participations and messages."""
    people = User.objects.filter(email__endswith="bench.example")
    invite_people(Program.objects.get(), people=people.iterator(), now=NOW)


def warm_up() -> None:
    """Do once what a worker does only once in its life: load what loads late. What it brings is taken back."""
    with transaction.atomic():
        dry_run(file_of(roster(3), "csv"))
        transaction.set_rollback(True)
    connection.ensure_connection()


def hr_admin() -> User:
    """Who uploads."""
    return User.objects.holding(Role.Name.HR_ADMIN).first() or grant(make_person("Hal"), Role.Name.HR_ADMIN)


STEPS: dict[str, Callable[[bytes], None]] = {
    "copy": copy,
    "copy like": copy_like,
    "dry run": dry_run,
    "apply": apply,
    "invite": invite,
}


def measure(step: str, rows: int, kind: str) -> None:
    """Run one step and print its seconds and the peak of the whole process in MB."""
    content = file_of(roster(rows), "csv" if step.startswith("copy") else kind) if step != "apply" else b""
    warm_up()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    STEPS[step](content)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{seconds:.2f} {peak // MEGABYTE} {before // MEGABYTE}")


def main() -> None:
    """Print a row a step: a first import, the same file again, and one in which everyone changed team."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")
    parser.add_argument("--step", choices=STEPS)
    options = parser.parse_args()
    if options.step:
        measure(options.step, options.rows, options.format)
        return
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    make_organisation()
    make_program()

    def run(title: str, step: str) -> float:
        command = [sys.executable, "-m", "bench.roster", "--rows", str(options.rows), "--format", options.format]
        answer = subprocess.run([*command, "--step", step], check=True, capture_output=True, text=True).stdout
        seconds, peak, before = answer.split()
        print(f"{title:<28} {seconds:>7} s   {peak:>4} MB (of which {before} before it began)")
        return float(seconds)

    bare = min(run("COPY", "copy") for _ in range(3))
    like = min(run("COPY into people's indexes", "copy like") for _ in range(3))
    for title in ("first import", "the same again", "everyone changes team"):
        if title == "everyone changes team":
            User.objects.filter(email__endswith="bench.example").update(team="Elsewhere")
        for step in ("dry run", "apply"):
            seconds = run(f"{title}: {step}", step)
            print(f"{'':>40}{seconds / bare:.0f} × COPY, {seconds / like:.1f} × COPY into people's indexes")
    run("inviting everyone", "invite")


if __name__ == "__main__":
    main()
