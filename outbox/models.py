"""The one noun of the outbox."""

from __future__ import annotations

from datetime import datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from record.models import DataKey, SealedField, SealedRow


def hash_of(dedupe_key: str) -> bytes:
    """Return what is left of a fact once its message is deleted: 32 bytes of SHA-256."""
    return sha256(dedupe_key.encode()).digest()


def key_of(kind: str, person: UUID, fact: str) -> str:
    """Return the key under which a person is told a fact once."""
    return f"{kind}:{person}:{fact}"


class MessageQuerySet(models.QuerySet["Message"]):
    """The words for choosing messages."""

    def overdue(self, now: datetime) -> MessageQuerySet:
        """Choose those that should have left by now; what waits as its reader wants it is not late."""
        late = self.filter(state__in=[Message.State.WAITING, Message.State.SENDING], due_at__lt=now)
        return late.exclude(held_until__gt=now)

    def stuck(self) -> MessageQuerySet:
        """Choose those that did not leave, or perhaps not, and wait for somebody's decision."""
        return self.filter(state__in=[Message.State.IN_DOUBT, Message.State.FAILED])


class Message(models.Model):
    """A message to a person: its kind and what it refers to; the text is made at sending."""

    class State(models.TextChoices):
        """Where the message stands."""

        WAITING = "waiting"
        SENDING = "sending"
        # Kept for a daily digest, which tells it in its own letter.
        COLLECTED = "collected", "kept for a digest"
        SENT = "sent"
        DROPPED = "dropped"
        IN_DOUBT = "in_doubt", "in doubt"
        FAILED = "failed"

    class Held(models.TextChoices):
        """What held it back, as its reader wants it."""

        QUIET = "quiet", "your quiet hours"
        LIMIT = "limit", "your limit a week"
        DIGEST = "digest", "your daily digest"

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
    held = models.CharField(max_length=10, choices=Held, blank=True)
    held_until = models.DateTimeField(null=True)
    digest = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="collected", db_index=False)

    # What it is about, while it is being delivered and where its kind says how to read it.
    row: Any = None
    # What a digest has told, while it is being delivered.
    told: Any = ()

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(state__in=["waiting", "sending"])),
            models.Index(fields=["next_try_at"], name="message_next", condition=models.Q(state="waiting")),
            models.Index(fields=["to", "-posted_at"], name="message_of_person"),
            models.Index(fields=["digest"], name="message_digest", condition=models.Q(digest__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def tells(self, fact: str) -> bool:
        """Whether this is the fact it was posted for, and not an older or newer version of it."""
        return self.dedupe_key == key_of(self.kind, self.to_id, fact)


class Told(models.Model):
    """That something was told, after its message was deleted: a hash of the fact, which says neither what nor whom.

    Without it a sweep that posts a fact again would tell it again.
    """

    fact = models.BinaryField(primary_key=True, max_length=32)

    def __str__(self) -> str:
        return "something was told"


SHIPPED_LANGUAGE = "en"
USUAL_LIMIT = 5
USUAL_DIGEST = time(8)


class Preference(models.Model):
    """How a person wants to be written to; who has no row wants what these defaults say."""

    class Channel(models.TextChoices):
        """Where messages go."""

        MAIL = "mail", "By mail"
        ESSENTIAL = "essential", "By mail only what I need to know; for the rest I open Viceversa"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="message_preference"
    )
    language = models.CharField(max_length=10, default=SHIPPED_LANGUAGE)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    # Wall-clock hours in the person's own zone; they may wrap midnight. Both or neither.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    # Nudges in seven days; None is without a limit.
    weekly_limit = models.PositiveSmallIntegerField(null=True, blank=True, default=USUAL_LIMIT)
    daily_digest = models.BooleanField(default=False)
    digest_at = models.TimeField(default=USUAL_DIGEST)
    # Kinds the person has stopped.
    stopped = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_have_two_ends",
                condition=models.Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_to__isnull=False)
                & ~models.Q(quiet_from=models.F("quiet_to")),
            )
        ]

    def __str__(self) -> str:
        return f"preferences of {self.person_id}"


class WordingQuerySet(models.QuerySet["Wording"]):
    """The words for choosing texts."""

    def newest(self) -> WordingQuerySet:
        """Choose the last word on each kind and language."""
        told = self.filter(number__isnull=False)
        return told.order_by("kind", "language", "-number").distinct("kind", "language")

    def history_of(self, kind: str, language: str) -> WordingQuerySet:
        """Choose what has been changed of one text, the newest first."""
        return self.filter(kind=kind, language=language, number__isnull=False).order_by("-number")


class Wording(models.Model):
    """A text of a kind in a language as HR wrote it. Rows are never changed: the newest counts, all are the history.

    One without a subject goes back to the shipped text; one without a number was only tried out.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField(null=True)
    subject = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=5000, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_wording_a_number", fields=["kind", "language", "number"])]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}, {self.number}"

    @property
    def is_shipped(self) -> bool:
        """Whether this goes back to the shipped text."""
        return not self.subject


class ChatChannel(SealedRow):
    """Where a program's announcements go in a chat; its address is a secret, so it is sealed. Off until switched on."""

    # A program of an app above; one channel each.
    program = models.UUIDField(unique=True)
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)
    address = SealedField()
    # What the address leads to, in a word: Slack, Discord.
    service = models.CharField(max_length=60)
    kinds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_on = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.service} of {self.program}"

    @property
    def sealing_key(self) -> DataKey:
        """The channel's own key."""
        return self.data_key


class ChatPost(models.Model):
    """An announcement in a chat: at most once, with nobody's name in it."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        DROPPED = "dropped"
        IN_DOUBT = "in_doubt", "in doubt"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    channel = models.ForeignKey(ChatChannel, on_delete=models.CASCADE, related_name="posts")
    kind = models.CharField(max_length=60)
    about = models.UUIDField()
    dedupe_key = models.CharField(max_length=200, unique=True)
    posted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["posted_at"], name="chat_post_next", condition=models.Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["channel", "-posted_at"], name="chat_post_of_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
