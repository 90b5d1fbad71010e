"""`manage.py demo_logins`: one login per role."""

from typing import Any

from django.core.management.base import BaseCommand

from mentoring.demo import demo_logins


class Command(BaseCommand):
    """Prints role and mail address; the sign-in code arrives in the demo's mailbox."""

    help = "Print one login of the demo organisation for each role."

    def handle(self, **_: Any) -> None:
        for role, person in demo_logins():
            self.stdout.write(f"{role:<12} {person.email}")
