"""How a pair closes: each answers alone."""

from __future__ import annotations

from django.db import models

from pairing.models import Pair
from programs.models import Participation
from record.models import DataKey, SealedField, SealedRow


class Closing(SealedRow):
    """What one of the two says at the closing; both open at the same moment, when both have answered.

    `answer` is sealed JSON {"choice": a `Choice`, "more": how many sessions more, 0 unless extending}.
    """

    MOST_MORE = 6

    class Choice(models.TextChoices):
        """How it may go on."""

        CONTINUE = "continue", "We stay in touch"
        EXTEND = "extend", "We add sessions"
        STOP = "stop", "We stop here"

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="closings")
    author = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    answer = SealedField()
    thanks = SealedField()
    keeps_copy = models.BooleanField()
    answered_at = models.DateTimeField()
    # When both had answered; a pair that adds sessions closes once more later.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-settled_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_closing_each",
                fields=["pair", "author"],
                condition=models.Q(settled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"closing {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The pair's key."""
        return self.pair.data_key
