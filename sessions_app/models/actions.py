"""The noun of what each of a pair means to try."""

from __future__ import annotations

from django.db import models

from pairing.models import Pair
from programs.models import Side
from record.models import DataKey, SealedField, SealedRow
from sessions_app.models.meetings import Meeting


class ActionQuerySet(models.QuerySet["Action"]):
    """The words for choosing actions."""

    def to_do(self) -> ActionQuerySet:
        """Choose those nobody has ticked."""
        return self.filter(done_at__isnull=True)

    def with_keys(self) -> ActionQuerySet:
        """Fetch what opening needs."""
        return self.select_related("pair__data_key", "meeting")


class Action(SealedRow):
    """What one of the two will try: it stands on every later session until either ticks it."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="actions")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    owner = models.CharField(max_length=10, choices=Side)
    text = SealedField()
    due_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"action {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The pair's key."""
        return self.pair.data_key

    @property
    def is_done(self) -> bool:
        """Whether either of the two has ticked it."""
        return self.done_at is not None
