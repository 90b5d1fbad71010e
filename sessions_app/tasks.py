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


@shared_task(name="sessions_app.send_session_reminders")
def send_session_reminders() -> None:
    """Remind both of a pair of each session of the coming day."""
    actions.send_session_reminders(now=timezone.now())
