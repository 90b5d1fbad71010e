"""Nouns of what people decide by hand: rulings and swaps of organisers, wishes of those who take part."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from pairing.models.proposals import Proposal
from pairing.models.rounds import Round
from programs.models import Participation, Program
from record.models import DataKey, SealedField, SealedRow


class Ruling(models.Model):
    """Two people whom an organiser keeps together, or apart, in every round to come. Undoing it takes the row out."""

    class Kind(models.TextChoices):
        """Together is the engine's pin, apart its block."""

        TOGETHER = "together"
        APART = "apart"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="rulings")
    newcomer = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    senior = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(name="one_ruling_of_two", fields=["newcomer", "senior"])]

    def __str__(self) -> str:
        return f"{self.newcomer.person} and {self.senior.person} {self.kind}"

    @property
    def keeps_together(self) -> bool:
        """Whether the two are to be a pair."""
        return self.kind == self.Kind.TOGETHER


class Swap(models.Model):
    """Two drafts of a round whose seniors an organiser exchanged; the newest that stands can be undone."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="swaps")
    one = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Wishes(SealedRow):
    """What a person asks of the matcher for themselves. All of it is sealed, and no organiser reads any of it.

    `asks` and `not_with` are JSON lists of people's ids, `likes` is one of the keys of `pairing.wishes.LIKES`.
    """

    MOST_ASKS, MOST_NOT_WITH = 3, 10

    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="wishes")
    asks = SealedField(null=True)
    not_with = SealedField(null=True)
    likes = SealedField(null=True)

    def __str__(self) -> str:
        return f"wishes {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The key of the one whose wishes they are."""
        return self.participation.data_key


class WishPolicy(models.Model):
    """What a program takes of its people's own input; a program without a row takes the defaults."""

    class Asks(models.TextChoices):
        """How far an ask of two people for each other goes."""

        OFF = "off", "Nobody is asked"
        SOFT = "soft", "Two who ask for each other come first, where it costs nobody a partner"
        HARD = "hard", "Two who ask for each other are always brought together"

    program = models.OneToOneField(Program, on_delete=models.CASCADE, primary_key=True, related_name="+")
    asks = models.CharField("asking for people", max_length=10, choices=Asks, default=Asks.SOFT)
    takes_not_with = models.BooleanField("a private “not with”", default=True)
    takes_likes = models.BooleanField("what I would like from a partner", default=True)

    def __str__(self) -> str:
        return f"wishes in {self.program}"

    @property
    def takes_asks(self) -> bool:
        """Whether people may ask for others."""
        return self.asks != self.Asks.OFF

    @property
    def takes_any(self) -> bool:
        """Whether people are asked for anything at all."""
        return self.takes_asks or self.takes_not_with or self.takes_likes
