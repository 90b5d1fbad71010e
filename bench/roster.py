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
from django.db import connection  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from leases.actions import run_waiting  # noqa: E402
from people.models import User  # noqa: E402
from programs.actions import apply_roster, run_roster_import, upload_roster  # noqa: E402
from programs.models import Program, RosterImport  # noqa: E402
from tests.factories import make_organisation, make_program  # noqa: E402

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
    """A bare COPY of the rows into an table without an index."""
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{name}" text' for name in HEADER)
        cursor.execute(f"DROP TABLE IF EXISTS bench_copy; CREATE TABLE bench_copy ({columns})")
        cursor.copy_expert("COPY bench_copy FROM STDIN (FORMAT csv, HEADER)", io.BytesIO(content))


def dry_run(content: bytes) -> None:
    """Upload a file of known columns: it is read, checked and compared at once."""
    program = Program.objects.get()
    upload_roster(program, file_name="r", content=content, by=program.coordinator, now=NOW)


def apply(_: bytes) -> None:
    """Apply the newest upload as the sweep does: people, keys, participations and invitations."""
    apply_roster(RosterImport.objects.get(state=RosterImport.State.CHECKED))
    run_waiting(RosterImport, run_roster_import, clock=lambda: NOW)


STEPS: dict[str, Callable[[bytes], None]] = {"copy": copy, "dry run": dry_run, "apply": apply}


def measure(step: str, rows: int, kind: str) -> None:
    """Run one step and print its seconds and the peak of the whole process in MB."""
    content = file_of(roster(rows), "csv" if step == "copy" else kind) if step != "apply" else b""
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
    for title in ("first import", "the same again", "everyone changes team"):
        if title == "everyone changes team":
            User.objects.filter(email__endswith="bench.example").update(team="Elsewhere")
        for step in ("dry run", "apply"):
            print(f"{'':>40}{run(f'{title}: {step}', step) / bare:.0f} × COPY")


if __name__ == "__main__":
    main()
