"""Nouns: a check-in, the counsellor's task to ask somebody how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models

from counsel.models.talks import TalkRequest
from programs.models import Participation

if TYPE_CHECKING:
    from people.models import User


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """The words for choosing check-ins."""

    def of(self, counsellor: User) -> CheckInQuerySet:
        """Choose those that are a counsellor's to do."""
        return self.filter(counsellor=counsellor).select_related("participation__person", "participation__program")

    def due(self) -> CheckInQuerySet:
        """Choose those that wait, the longest waiting first."""
        return self.filter(state=CheckIn.State.DUE).order_by("due_at", "pk")


class CheckIn(models.Model):
    """That somebody should be asked how it goes; it says which step they have reached and nothing more."""

    class Step(models.TextChoices):
        """When a counsellor asks."""

        BEFORE = "before", "Before the start"
        FIRST = "first", "After the first session"
        MIDWAY = "midway", "Midway"
        END = "end", "At the end"

    class State(models.TextChoices):
        """What became of it."""

        DUE = "due"
        WRITTEN = "written", "you wrote"
        DONE = "done", "you spoke"
        PASSED = "passed", "not needed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=10, choices=Step)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    talk = models.ForeignKey(TalkRequest, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_check_in_a_step", fields=["participation", "step"])]
        indexes = [models.Index(fields=["counsellor", "state", "due_at"], name="check_in_by_counsellor")]

    def __str__(self) -> str:
        return f"check-in {self.pk}"
