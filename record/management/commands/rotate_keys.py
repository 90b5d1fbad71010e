"""`manage.py rotate_keys`: wrap every data key with the first master key. Stop it whenever you like; it goes on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from record.actions import lock_anew, note_masters, rotate
from record.keys import faults, master_keys


class Command(BaseCommand):
    """Prints progress after each batch, and at the end which master keys nobody needs any more."""

    help = "Wrap every data key with the first master key; a second run goes on where the first was stopped."

    def handle(self, **_: Any) -> None:
        for done, total in rotate():
            self.stdout.write(f"{done:,} of {total:,} data keys")
        if changed := lock_anew():
            self.stdout.write(f"{changed:,} secrets of signing in")
        note_masters(now=timezone.now())
        if found := faults():
            raise CommandError(" ".join(found))
        first, *old = master_keys()
        self.stdout.write(f"Every data key is wrapped by {first}.")
        if old:
            self.stdout.write(f"No longer needed in VICEVERSA_MASTER_KEYS: {', '.join(old)}.")
