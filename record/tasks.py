"""The sweeps of the record."""

from celery import shared_task
from django.utils import timezone

from record import actions


@shared_task(name="record.delete_expired")
def delete_expired() -> None:
    """Delete what is due, once a day; every other tick of the day finds it done, or takes up what stopped."""
    actions.delete_expired(now=timezone.now())


@shared_task(name="record.follow_master_keys")
def follow_master_keys() -> None:
    """Wrap with the first master key what an older one wrapped, and write down which came and went."""
    for _ in actions.rotate():
        pass
    actions.lock_anew()
    actions.note_masters(now=timezone.now())
