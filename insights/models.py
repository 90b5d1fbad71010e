"""Nouns of figures: a release, the tallies of what has been told of scheduling, and what was done about it all."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.db import models

from insights.data.breakdowns import WAYS
from leases.models import LeasedWork
from programs.models import Program


class ReleaseQuerySet(models.QuerySet["Release"]):
    """The words for choosing releases."""

    def done(self) -> ReleaseQuerySet:
        """Choose those with figures, the newest first."""
        return self.filter(state=LeasedWork.State.DONE)


class Release(LeasedWork):
    """A frozen, disclosure-checked set of figures of one program.

    `figures` is a list of `insights.data.definitions.Block`, exactly as every viewer sees them: {"key", "group",
    "title", "definition", "about" (of whom, in words), "steps" (the words a value can be, least first; empty for a
    count), "overall": cell, "by": one {"key", "title", "cells": [cell, …]} for each declared breakdown}. A cell is
    {"label", "value", "of" (its denominator in words), "step" (where there are steps)}, or {"label", "hidden" (why, in
    words)}. A release that is done is never computed again. Its `number` is the `batch` of the answers it counted.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField()
    # What was declared when it was asked for: {"ways": […], "bands": […]} as in `Breakdowns`.
    breakdowns = models.JSONField(default=dict)
    figures = models.JSONField(default=list)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="one_release_a_number", fields=["program", "number"])]

    def __str__(self) -> str:
        return f"release {self.number}"


def every_way() -> list[str]:
    """Return all breakdowns there are: what holds until a program declares its own."""
    return list(WAYS)


class Breakdowns(models.Model):
    """How a program's figures are divided from its next release on: keys of `WAYS`, and bands of grades if any.

    `bands` are {"label", "least", "most"}, both ends included; without any each grade is a group.
    """

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="breakdowns", primary_key=True)
    ways = models.JSONField(default=every_way)
    bands = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"breakdowns of {self.program}"


class Tally(models.Model):
    """How many facts of one kind have been told so far, up to a moment.

    It grows by whole groups only, and never shrinks, whoever leaves or is erased later.
    """

    class Key(models.TextChoices):
        """What is counted."""

        INVITED = "invited"
        JOINED = "joined"
        PAIRS = "pairs"
        SESSIONS = "sessions"
        COMPLETED = "completed"
        # Told in releases alone: these say up to when pairs that began or closed have been counted.
        RADAR = "radar"
        GOALS = "goals"
        GOING_ON = "going_on"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="tallies")
    key = models.CharField(max_length=10, choices=Key)
    told = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_tally_a_key", fields=["program", "key"])]

    def __str__(self) -> str:
        return f"{self.key} told"

    @property
    def after(self) -> datetime:
        """From when on facts are still to be told."""
        return self.until or datetime(1970, 1, 1, tzinfo=UTC)


class Reply(models.Model):
    """What was said, in the organisers' words, and what was done about it; everybody in the program reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="replies")
    # Where it was said; a talk or an idea may be the reason as well.
    release = models.ForeignKey(Release, on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    said = models.CharField(max_length=300)
    did = models.TextField(max_length=2000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["program", "-written_at"], name="reply_by_program")]

    def __str__(self) -> str:
        return f"a reply in {self.program}"
