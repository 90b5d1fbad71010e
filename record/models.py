"""Nouns of the record: data keys, and the field type of what they seal."""

from uuid import uuid4

from django.db import models


class SealedField(models.BinaryField):
    """A ciphertext made by `record.sealing.seal`; clear text never reaches the database."""


class DataKey(models.Model):
    """The key of one owner (a participation, a pair, a survey): destroying it erases every backup too."""

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
