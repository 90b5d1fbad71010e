"""Noun: a change of what is set for a program."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from programs.models.programs import Program


class ProgramChangeQuerySet(models.QuerySet["ProgramChange"]):
    """The words for choosing changes."""

    def of_setting(self, name: str) -> ProgramChangeQuerySet:
        """Choose those that changed one setting."""
        return self.filter(after__has_key=name)


class ProgramChange(models.Model):
    """Who changed what is set for a program, and when: the settings by name, as they were and as they became."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # Why, where a reason is asked.
    reason = models.TextField(max_length=500, blank=True)
    # The opening changes no setting.
    is_opening = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")

    objects = ProgramChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["program", "-at"], name="change_by_program")]

    def __str__(self) -> str:
        return f"a change of {self.program}"

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_at is not None
