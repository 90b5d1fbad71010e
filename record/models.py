"""Nouns of the record: data keys, and the field type of what they seal."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class SealedField(models.BinaryField):
    """A ciphertext made by `record.sealing.seal`; clear text never reaches the database."""


class DataKey(models.Model):
    """The key of one owner (a participation, a pair, a survey): without it nothing opens that it sealed.

    Destroying it reaches backups once the master key that wrapped it there is gone (docs/decisions/0038).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wrapped = models.BinaryField(null=True)
    master_key_id = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_key_is_wrapped_or_destroyed",
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"data key {self.pk}"

    @property
    def is_destroyed(self) -> bool:
        """Whether what this key sealed is unreadable for ever."""
        return self.wrapped is None


class MasterKey(models.Model):
    """Since when a master key has been first in the environment, another one followed it, and it is gone from there.

    Never the key itself. What was erased before the oldest one that is still there opens in no backup.
    """

    id = models.CharField(primary_key=True, max_length=40)
    first_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-first_at"]

    def __str__(self) -> str:
        return f"master key {self.pk}"


class SealedRow(models.Model):
    """A row that holds sealed fields; its random key binds each ciphertext to its place.

    A subclass says in `sealing_key` whose data key seals it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def sealing_key(self) -> DataKey:
        """The data key of the row's owner."""
        raise NotImplementedError


class ClockSetting(models.Model):
    """How long a clock runs from a moment on. Rows are never changed: the newest counts, all are the history."""

    clock = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(name="clock_within_limits", condition=models.Q(days__gte=7, days__lte=730))
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.days} days"


class Change(models.Model):
    """That somebody changed what is asked, shown or kept: one row a press, in a sentence without anybody's words.

    `program` is the row of an app above; without one it holds for the whole organisation. What widens is told to those
    it touches and holds for later entries only.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    program = models.UUIDField(null=True)
    # What it is about, so that it can be asked since when something is on.
    keys = models.JSONField(default=list)
    sentence = models.CharField(max_length=1000)
    widens = models.BooleanField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["program", "-made_at"], name="change_of_program")]

    def __str__(self) -> str:
        return f"change {self.pk}"


class DeletionRun(models.Model):
    """One night's deletion, and its certificate; a run that stopped half-way is taken up again.

    `counts` is a list of {"category", "clock", "length", "rows"}: how many rows of a category went by which clock, and
    how long that clock ran that night. Never whose, and nothing of their content.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=list)
    keys_destroyed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"deletion of {self.day}"


class AccessRead(models.Model):
    """That an organiser looked at a page about people: who, which page, when; never what stood on it.

    `program` is the row of an app above; without one the page was about the whole organisation. One row a day, page
    and reader, at the first look.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.CharField(max_length=80)
    program = models.UUIDField(null=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                name="one_read_a_day", fields=["program", "reader", "page", "day"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"read {self.pk}"
