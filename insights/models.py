"""Nouns of figures: a release, and the tallies of what has been told of scheduling."""

from __future__ import annotations

from django.db import models

from leases.models import LeasedWork
from programs.models import Program


class ReleaseQuerySet(models.QuerySet["Release"]):
    """The words for choosing releases."""

    def done(self) -> ReleaseQuerySet:
        """Choose those with figures, the newest first."""
        return self.filter(state=LeasedWork.State.DONE)


class Release(LeasedWork):
    """A frozen, disclosure-checked set of figures of one program.

    `figures` is a list of rows {"key", "title", "definition", "of", "value"} with "step" and "steps" where the value
    is one of a few words, or with "hidden" (why, in words) instead of a value, exactly as every viewer sees them; a
    release that is done is never computed again. Its `number` is the `batch` of the answers it counted.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField(default=list)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="one_release_a_number", fields=["program", "number"])]

    def __str__(self) -> str:
        return f"release {self.number}"


class Tally(models.Model):
    """How many facts of one kind have been told so far, up to a moment.

    It grows by whole groups only, and never shrinks, whoever leaves or is erased later.
    """

    class Key(models.TextChoices):
        """What is counted."""

        PAIRS = "pairs"
        SESSIONS = "sessions"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="tallies")
    key = models.CharField(max_length=10, choices=Key)
    told = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_tally_a_key", fields=["program", "key"])]

    def __str__(self) -> str:
        return f"{self.key} told"
