"""Sweeps of pairing."""

from celery import shared_task
from django.utils import timezone

from leases.actions import run_waiting
from pairing import actions
from pairing.models import Rehearsal, Round, Way


@shared_task(name="pairing.run_rounds")
def run_rounds() -> None:
    """Run rounds until none waits."""
    run_waiting(Round, actions.run_round, clock=timezone.now)


@shared_task(name="pairing.withdraw_leavers")
def withdraw_leavers() -> None:
    """Take people who no longer work here out of their programs and pairs."""
    actions.withdraw_leavers(now=timezone.now())


@shared_task(name="pairing.find_ways")
def find_ways() -> None:
    """Find what would free those who were asked about."""
    run_waiting(Way, actions.run_way, clock=timezone.now)


@shared_task(name="pairing.run_rehearsals")
def run_rehearsals() -> None:
    """Run rehearsals until none waits."""
    run_waiting(Rehearsal, actions.run_rehearsal, clock=timezone.now)


@shared_task(name="pairing.lapse_proposals")
def lapse_proposals() -> None:
    """End the proposals whose time is over."""
    actions.lapse_proposals(now=timezone.now())
