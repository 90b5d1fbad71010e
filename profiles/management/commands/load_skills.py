"""`manage.py load_skills`: bring the shipped skill list up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from profiles.actions import load_skills


class Command(BaseCommand):
    """Adds what is new and refreshes kinds and aliases; nothing is taken away."""

    help = "Load the shipped skill list; running it again changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and say how many skills there are."""
        self.stdout.write(f"{load_skills()} skills on the list.")
