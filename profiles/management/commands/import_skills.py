"""Bring a published skill list in: ESCO, O*NET, or name,kind,aliases."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from profiles.actions import import_skills
from profiles.models import Skill
from profiles.taxonomies import UnknownTaxonomy, read_taxonomy


class Command(BaseCommand):
    """`manage.py import_skills digitalSkillsCollection_en.csv Technology_Skills.txt`."""

    help = (
        "Adds the skills of each file to the organisation's list. What is on it already stays; twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files."""
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *_args: Any, files: list[Path], **_options: Any) -> None:
        """Bring one file after the other in, and say what each brought."""
        for path in files:
            try:
                new, told = import_skills(read_taxonomy(path.read_bytes()))
            except (UnknownTaxonomy, OSError) as error:
                message = f"{path.name} is no skill list we know. {error}"
                raise CommandError(message) from error
            for fault in told.faults:
                self.stderr.write(f"{path.name}, line {fault.line}: {fault.sentence}")
            self.stdout.write(f"{path.name}: {new} new, {Skill.objects.listed().count()} on the list.")
