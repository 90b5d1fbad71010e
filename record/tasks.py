"""The sweep of the record."""

from celery import shared_task
from django.utils import timezone

from record import actions


@shared_task(name="record.delete_expired")
def delete_expired() -> None:
    """Delete what is due, once a day; every other tick of the day finds it done, or takes up what stopped."""
    actions.delete_expired(now=timezone.now())
