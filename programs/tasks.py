"""The sweep of programs."""

from celery import shared_task
from django.utils import timezone

from programs.actions import run_next_roster_import


@shared_task(name="programs.run_roster_imports")
def run_roster_imports() -> None:
    """Apply every roster that waits."""
    while run_next_roster_import(now=timezone.now()):
        pass
