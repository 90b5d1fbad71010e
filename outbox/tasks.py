"""Sweeps of the outbox."""

from celery import shared_task
from django.utils import timezone

from outbox import actions


@shared_task(name="outbox.deliver")
def deliver_messages() -> None:
    """Deliver until nothing is due."""
    while actions.deliver(now=timezone.now()):
        pass


@shared_task(name="outbox.note_heartbeat")
def note_heartbeat() -> None:
    """Show that clock, broker and worker are alive: the health page reads how long ago this ran."""
    actions.note_heartbeat(now=timezone.now())


@shared_task(name="outbox.send_chat_posts")
def send_chat_posts() -> None:
    """Say in the chats what waits."""
    actions.send_chat_posts(now=timezone.now())
