"""The one noun of the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models


def key_of(kind: str, person: UUID, fact: str) -> str:
    """Return the key under which a person is told a fact once."""
    return f"{kind}:{person}:{fact}"


class MessageQuerySet(models.QuerySet["Message"]):
    """The words for choosing messages."""

    def overdue(self, now: datetime) -> MessageQuerySet:
        """Choose those that should have left by now."""
        return self.filter(state__in=[Message.State.WAITING, Message.State.SENDING], due_at__lt=now)

    def stuck(self) -> MessageQuerySet:
        """Choose those that did not leave, or perhaps not, and wait for somebody's decision."""
        return self.filter(state__in=[Message.State.IN_DOUBT, Message.State.FAILED])


class Message(models.Model):
    """A message to a person: its kind and what it refers to; the text is made at sending."""

    class State(models.TextChoices):
        """Where the message stands."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        DROPPED = "dropped"
        IN_DOUBT = "in_doubt", "in doubt"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages_received")
    # The row it speaks of; what that row is, the kind knows.
    about = models.UUIDField()
    # The fact and its version: telling it twice is a no-op.
    dedupe_key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField()
    # Moves on after each refusal; `due_at` stays, and tells how late the message is.
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    posted_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Why it was dropped or failed, in words without content.
    outcome = models.CharField(max_length=200, blank=True)

    # What it is about, while it is being delivered and where its kind says how to read it.
    row: Any = None

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(state__in=["waiting", "sending"])),
            models.Index(fields=["next_try_at"], name="message_next", condition=models.Q(state="waiting")),
            models.Index(fields=["to", "-posted_at"], name="message_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def tells(self, fact: str) -> bool:
        """Whether this is the fact it was posted for, and not an older or newer version of it."""
        return self.dedupe_key == key_of(self.kind, self.to_id, fact)
