"""Nouns: a request to talk, and what is said in answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from programs.models import Program
from record.models import DataKey, SealedField, SealedRow

if TYPE_CHECKING:
    from people.models import User

_PERSON = settings.AUTH_USER_MODEL


class TalkRequestQuerySet(models.QuerySet["TalkRequest"]):
    """The words for choosing requests."""

    def of(self, person: User) -> TalkRequestQuerySet:
        """Choose those a person made."""
        return self.filter(asked_by=person)

    def queue_of(self, counsellor: User) -> TalkRequestQuerySet:
        """Choose those made to a counsellor, the open ones first, then by when they asked."""
        found = self.filter(counsellor=counsellor).select_related("asked_by", "program", "data_key")
        return found.order_by("-state", "asked_at")


class TalkRequest(SealedRow):
    """A wish to talk: read by the person and the named counsellor, by nobody else."""

    class State(models.TextChoices):
        """Where a request stands."""

        OPEN = "open"
        ANSWERED = "answered"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    counsellor = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    text = SealedField(null=True)
    asked_at = models.DateTimeField()

    objects = TalkRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"talk request {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """Its own key: a conversation is erased by itself."""
        return self.data_key

    @property
    def is_open(self) -> bool:
        """Whether it waits for the counsellor."""
        return self.state == self.State.OPEN


class TalkReply(SealedRow):
    """The counsellor's answer: when and where to talk."""

    request = models.ForeignKey(TalkRequest, on_delete=models.CASCADE, related_name="replies")
    text = SealedField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at"]

    def __str__(self) -> str:
        return f"talk reply {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The request's key."""
        return self.request.data_key
