"""The sweep of programs."""

from celery import shared_task
from django.utils import timezone

from leases.actions import run_waiting
from programs.actions import run_roster_import
from programs.models import RosterImport


@shared_task(name="programs.run_roster_imports")
def run_roster_imports() -> None:
    """Apply rosters until none waits."""
    run_waiting(RosterImport, run_roster_import, clock=timezone.now)
