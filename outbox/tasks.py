"""The outbox's sweep."""

from celery import shared_task
from django.utils import timezone

from outbox.actions import deliver


@shared_task(name="outbox.deliver")
def deliver_messages() -> None:
    """Deliver until nothing is due."""
    while deliver(now=timezone.now()):
        pass
