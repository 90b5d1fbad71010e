"""Noun: a bulk of invitations."""

from __future__ import annotations

from django.db import models

from leases.models import LeasedWork
from programs.models.programs import Program


class InvitationRun(LeasedWork):
    """Many people invited with one press: some at a time by a sweep, and recalled where nobody answered."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="invitation_runs")
    # The keys of the people; forgotten once they are invited.
    people = models.JSONField(default=list)
    invited = models.PositiveIntegerField(default=0)
    recalled = models.PositiveIntegerField(default=0)
    recalled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.invited} invitations to {self.program}"
