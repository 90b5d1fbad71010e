"""Sweeps of the workspace."""

from celery import shared_task
from django.utils import timezone

from sessions_app import actions


@shared_task(name="sessions_app.call_off_sessions")
def call_off_sessions() -> None:
    """Take the sessions of ended pairs out of both calendars."""
    actions.call_off_sessions(now=timezone.now())


@shared_task(name="sessions_app.settle_logged_sessions")
def settle_logged_sessions() -> None:
    """Count sessions that one has logged and the other has not answered in time."""
    actions.settle_logged_sessions(now=timezone.now())


@shared_task(name="sessions_app.notice_drift")
def notice_drift() -> None:
    """Notice which pairs lose their rhythm, and tell them."""
    actions.notice_drift(now=timezone.now())


@shared_task(name="sessions_app.ask_fits")
def ask_fits() -> None:
    """Ask both of each pair whether it fits, after their first session."""
    actions.ask_fits(now=timezone.now())


@shared_task(name="sessions_app.end_breaks")
def end_breaks() -> None:
    """End the breaks whose day has come."""
    actions.end_breaks(now=timezone.now())


@shared_task(name="sessions_app.send_session_reminders")
def send_session_reminders() -> None:
    """Remind both of a pair of each session of the coming day."""
    actions.send_session_reminders(now=timezone.now())


@shared_task(name="sessions_app.announce_closings")
def announce_closings() -> None:
    """Tell pairs some days ahead that the next session is their last."""
    actions.announce_closings(now=timezone.now())


@shared_task(name="sessions_app.note_standings")
def note_standings() -> None:
    """Write down where the pairs of large programs stand, so that their boards can be filtered."""
    actions.note_standings(now=timezone.now())
