"""`manage.py load_demo`: the demo organisation, once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring.demo import load_demo


class Command(BaseCommand):
    """Loads the demo where no organisation exists yet."""

    help = "Load the demo organisation, unless an organisation exists already."

    def handle(self, **_: Any) -> None:
        loaded = load_demo(now=timezone.now())
        self.stdout.write("The demo organisation is loaded." if loaded else "An organisation exists already.")
