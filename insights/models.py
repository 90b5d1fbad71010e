"""The noun of figures: a release."""

from __future__ import annotations

from django.db import models

from leases.models import LeasedWork
from programs.models import Program


class Release(LeasedWork):
    """A frozen, disclosure-checked set of figures of one program.

    `figures` is a list of rows {"key", "title", "definition", "value" or "hidden", "people", "pairs"}, exactly
    as every viewer sees them; a release that is done is never computed again.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="one_release_a_number", fields=["program", "number"])]

    def __str__(self) -> str:
        return f"release {self.number}"
