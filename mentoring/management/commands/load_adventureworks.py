"""`manage.py load_adventureworks FOLDER`: the sample company's roster through the import's door."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from mentoring.real_input.programs import load_adventureworks


class Command(BaseCommand):
    """Loads, prints the counts and the faults."""

    help = "Turn the AdventureWorks sample company into one roster and import it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds the HumanResources files")

    def handle(self, *, folder: Path, **_: Any) -> None:
        work = load_adventureworks(folder, now=timezone.now())
        self.stdout.write(f"{work.rows_read} rows: {work.people_new} new, {work.people_changed} changed,")
        self.stdout.write(f"{work.people_unchanged} as before, {work.invited} invited.")
        for fault in work.errors.all():
            self.stdout.write(f"line {fault.line}, {fault.column}: {fault.sentence}")
