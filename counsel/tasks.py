"""Sweeps of counsel."""

from celery import shared_task
from django.utils import timezone

from counsel import actions


@shared_task(name="counsel.offer_talks")
def offer_talks() -> None:
    """Offer a talk to every senior who has enrolled."""
    actions.offer_talks(now=timezone.now())
