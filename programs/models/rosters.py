"""Nouns: a roster import and its errors."""

from __future__ import annotations

from django.db import models

from leases.models import LeasedWork
from programs.models.programs import Program


class RosterImport(LeasedWork):
    """An uploaded roster: its columns are told, its rows checked without a change, then applied by a sweep."""

    class State(models.TextChoices):
        """Where the roster stands; a sweep takes it once it is requested."""

        UPLOADED = "uploaded"
        MAPPED = "mapped"
        CHECKED = "checked"
        REQUESTED = "requested"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="roster_imports")
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField("bytes", default=0)
    # How it was read: UTF-8, UTF-16, Windows-1252 or Latin-1 where that did not fit, or XLSX and then which sheet.
    read_as = models.CharField(max_length=20, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    # The sheet's first line; at which position each field stands; the number of each grade's name, None if unsaid.
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    grade_order = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)
    # What applying would do, and in the end what it did; `changes` counts the changed people by field.
    people_new = models.PositiveIntegerField(default=0)
    people_changed = models.PositiveIntegerField(default=0)
    people_unchanged = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict)
    invited = models.PositiveIntegerField(default=0)
    # Who works here and is not in it, some of them by name, and whether they are to be marked as having left.
    absent = models.PositiveIntegerField(default=0)
    absent_names = models.JSONField(default=list)
    is_everybody = models.BooleanField(default=False)
    # Whether everyone in it is invited to the program, or the people are only brought up to date.
    invites = models.BooleanField(default=True)
    # Whether a sweep that takes it applies it, or only checks its rows.
    applies = models.BooleanField(default=False)
    people_stored_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_in_preparation(self) -> bool:
        """Whether nobody has asked for it to be applied yet: columns and order may still change."""
        return self.state in {self.State.UPLOADED, self.State.MAPPED, self.State.CHECKED}

    @property
    def is_uploaded(self) -> bool:
        """Whether nobody has said yet what its columns hold."""
        return self.state == self.State.UPLOADED

    @property
    def is_mapped(self) -> bool:
        """Whether it waits for the order of its grades."""
        return self.state == self.State.MAPPED

    @property
    def is_checked(self) -> bool:
        """Whether its summary waits to be applied."""
        return self.state == self.State.CHECKED

    @property
    def has_grade_names_only(self) -> bool:
        """Whether its grades are names, so that their order was asked."""
        return "grade_name" in self.columns and "grade" not in self.columns

    @property
    def may_change_people(self) -> bool:
        """Whether it may change people who are here already: only an HR admin's may (docs/decisions/0023)."""
        return self.requested_by is not None and self.requested_by.is_hr_admin


class RosterPart(models.Model):
    """A megabyte of an uploaded roster: the file is read part by part and never held whole."""

    SIZE = 1024 * 1024

    roster_import = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_roster_part", fields=["roster_import", "number"])]

    def __str__(self) -> str:
        return f"part {self.number}"


class RosterError(models.Model):
    """One row of a roster that could not be used, or a fault of the whole file (line 0)."""

    roster_import = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="errors")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(max_length=300)

    class Meta:
        ordering = ["line", "id"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"
