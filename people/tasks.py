"""The sweep of people."""

from celery import shared_task
from django.utils import timezone

from people import actions


@shared_task(name="people.forget_ended_sessions")
def forget_ended_sessions() -> None:
    """Delete sign-ins that have run out: Django leaves them in their table for ever."""
    actions.forget_ended_sessions(now=timezone.now())
