"""Sweeps of insights."""

from celery import shared_task
from django.utils import timezone

from insights import actions
from insights.models import Release
from leases.actions import run_waiting


@shared_task(name="insights.compute_releases")
def compute_releases() -> None:
    """Compute releases until none waits."""
    run_waiting(Release, actions.compute_release, clock=timezone.now)


@shared_task(name="insights.tally_programs")
def tally_programs() -> None:
    """Bring the tallies of running programs up to date."""
    actions.tally_programs(now=timezone.now())


@shared_task(name="insights.tell_sponsors")
def tell_sponsors() -> None:
    """Post the month in figures to sponsors who have not had it."""
    actions.tell_sponsors(now=timezone.now())
