"""What one of a pair has typed and not given yet."""

from __future__ import annotations

from django.db import models

from pairing.models import Pair
from programs.models import Participation
from record.models import DataKey, SealedField, SealedRow
from sessions_app.models.meetings import Meeting
from sessions_app.refusal import version_at


class Draft(SealedRow):
    """A text for both that is still being typed: its author's alone, also that it exists, until it is given.

    `meeting` is the session that a shared note is about; a draft without one is of the agreement. Sheets, plans and
    private notes need none: nobody else reads them before they are handed over.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="drafts")
    text = SealedField()
    typed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_draft_each", fields=["pair", "author", "meeting"], nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def version(self) -> int:
        """Which words these are."""
        return version_at(self.typed_at)

    @property
    def sealing_key(self) -> DataKey:
        """Their author's own key."""
        return self.author.data_key
