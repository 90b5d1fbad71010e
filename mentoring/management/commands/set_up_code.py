"""`manage.py set_up_code` prints the address at which an empty installation is set up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from desk.access import set_up_code
from outbox.links import absolute
from people.models import Organisation


class Command(BaseCommand):
    """Whoever can run this can set the organisation up, once."""

    help = "Print the address that sets this installation up; it works once, for 24 hours."

    def handle(self, **_options: Any) -> None:
        """Print the address, or say that it is too late."""
        organisation = Organisation.objects.first()
        if organisation is not None:
            message = f"This installation is already set up for {organisation.name}."
            raise CommandError(message)
        self.stdout.write(f"{absolute('desk:first_run')}?code={set_up_code()}")
