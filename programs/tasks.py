"""The sweeps of programs."""

from celery import shared_task
from django.utils import timezone

from leases.actions import run_waiting
from programs import actions
from programs.actions import forget_old_uploads, move_up, remind_of_orientations, run_roster_import
from programs.models import InvitationRun, RosterImport


@shared_task(name="programs.run_roster_imports")
def run_roster_imports() -> None:
    """Apply rosters until none waits, and forget those that nobody applied."""
    run_waiting(RosterImport, run_roster_import, clock=timezone.now)
    forget_old_uploads(now=timezone.now())


@shared_task(name="programs.run_invitations")
def run_invitations() -> None:
    """Invite many at once until no run waits."""
    run_waiting(InvitationRun, actions.run_invitations, clock=timezone.now)


@shared_task(name="programs.fill_places")
def fill_places() -> None:
    """Give free places to those who wait for one."""
    move_up(now=timezone.now())


@shared_task(name="programs.send_orientation_reminders")
def send_orientation_reminders() -> None:
    """Remind those who have joined of the orientation that waits for them."""
    remind_of_orientations(now=timezone.now())


@shared_task(name="programs.tell_changes")
def tell_changes() -> None:
    """Tell people what was widened."""
    actions.tell_changes(now=timezone.now())
