"""`manage.py load_so2025 FOLDER`: the survey's people in a program, one round, and its four numbers."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from mentoring.real_input.programs import load_so2025, run_one_round


class Command(BaseCommand):
    """Loads, runs, prints."""

    help = "Load the Stack Overflow Developer Survey 2025 into a program and run a round."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds so2025_1000_respondents.csv")

    def handle(self, *, folder: Path, **_: Any) -> None:
        round_ = run_one_round(load_so2025(folder, now=timezone.now()), now=timezone.now())
        if round_.has_failed:
            self.stdout.write(round_.failure)
            return
        for name, headline in {"this round": round_.headline, **round_.compared}.items():
            numbers = ", ".join(f"{key} {headline[key]}" for key in ("placed", "two_way", "weakest", "total"))
            self.stdout.write(f"{name}: {numbers}")
        self.stdout.write("certified" if round_.is_certified else "NOT certified")
