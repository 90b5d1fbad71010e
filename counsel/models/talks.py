"""Nouns: a talk, what is said in it, and what the counsellor notes for themself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, When

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

    def open(self) -> TalkRequestQuerySet:
        """Choose those that wait for the counsellor."""
        return self.filter(state=TalkRequest.State.OPEN)

    def unended(self) -> TalkRequestQuerySet:
        """Choose those that the counsellor has not closed."""
        return self.exclude(state=TalkRequest.State.ENDED)

    def queue_of(self, counsellor: User) -> TalkRequestQuerySet:
        """Choose a counsellor's: harm that waits first, then what else waits, then by when they asked."""
        found = self.filter(counsellor=counsellor).select_related("asked_by", "program", "data_key", "hour")
        urgency = Case(
            When(state=TalkRequest.State.OPEN, purpose=TalkRequest.Purpose.HARM, then=0),
            When(state=TalkRequest.State.OPEN, then=1),
            When(state=TalkRequest.State.ANSWERED, then=2),
            default=3,
            output_field=models.PositiveSmallIntegerField(),
        )
        return found.order_by(urgency, "asked_at")


class TalkRequest(SealedRow):
    """A wish to talk: read by the person and the named counsellor, by nobody else."""

    class Purpose(models.TextChoices):
        """How it began."""

        TALK = "talk", "Would like to talk"
        HARM = "harm", "Reports harm"
        CHECK_IN = "check_in", "You asked how it goes"

    class State(models.TextChoices):
        """Where a request stands."""

        OPEN = "open"
        ANSWERED = "answered"
        ENDED = "ended"

    class Wish(models.TextChoices):
        """What somebody who reports harm wants to happen."""

        LISTEN = "listen", "Listen to me first. Do nothing without asking me."
        ADVISE = "advise", "Tell me what can be done, and by whom."
        ACT = "act", "I want somebody to step in."

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    counsellor = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    # Whom the counsellor would hand it to; that person reads nothing before the one who asked says yes.
    suggested = models.ForeignKey(_PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.TALK)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    text = SealedField(null=True)
    wish = SealedField(null=True)
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

    @property
    def is_ended(self) -> bool:
        """Whether the counsellor has closed it; a new word from the person opens it again."""
        return self.state == self.State.ENDED

    @property
    def is_harm(self) -> bool:
        """Whether it reports harm."""
        return self.purpose == self.Purpose.HARM


class TalkReply(SealedRow):
    """One thing said in a talk, by either of the two."""

    request = models.ForeignKey(TalkRequest, on_delete=models.CASCADE, related_name="replies")
    # Not the person: whoever takes a talk over reads which side said it.
    is_by_counsellor = models.BooleanField(default=True)
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


class CounselNote(SealedRow):
    """What a counsellor notes for themself beside a talk: theirs alone, also that it exists; never handed over."""

    request = models.ForeignKey(TalkRequest, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    text = SealedField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"counsel note {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The request's key: it goes with the talk."""
        return self.request.data_key
