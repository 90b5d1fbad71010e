"""Take a lost second step away where no other HR admin can."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.actions import remove_second_step
from people.models import User


class Command(BaseCommand):
    """`manage.py remove_second_step somebody@example.org`."""

    help = "Takes the second step of signing in away from the person with this mail address, and tells them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one mail address."""
        parser.add_argument("email")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        """Do it, and say what is true now."""
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            message = f"Nobody here has the address {email}."
            raise CommandError(message)
        had_one = remove_second_step(person, by=None, now=timezone.now())
        self.stdout.write(f"{person.name} signs in without a second step{'' if had_one else ', as before'}.")
