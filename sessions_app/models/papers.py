"""The papers of a pair: sharing sheets, plans, the agreement."""

from __future__ import annotations

from django.db import models

from pairing.models import Pair
from programs.models import Participation, Side
from record.models import DataKey, SealedField, SealedRow


class SharingSheet(models.Model):
    """What one of the two puts on the table; both sheets open at the same moment."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="sheets")
    author = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    shared_at = models.DateTimeField(null=True)
    # Grows with each rewriting, so that an older page overwrites nothing.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_sheet_each", fields=["pair", "author"])]

    def __str__(self) -> str:
        return f"sheet {self.pk}"

    @property
    def is_shared(self) -> bool:
        """Whether its author has pressed *share*."""
        return self.shared_at is not None


class SheetLine(SealedRow):
    """One line of a sheet; a line kept back stays its author's."""

    class Kind(models.TextChoices):
        """The five groups of a sheet."""

        INTEREST = "interest", "What interests me"
        OFFER = "offer", "What I can offer"
        LEARN = "learn", "What I want to learn"
        NOT_GOOD_AT = "not_good_at", "What I am not good at"
        OFF_LIMITS = "off_limits", "What is off limits"

    sheet = models.ForeignKey(SharingSheet, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField()
    text = SealedField()
    is_kept_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"sheet line {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The pair's key."""
        return self.sheet.pair.data_key


class Plan(SealedRow):
    """The plan one of the two designs *for the other*; it goes to and fro until both say yes to the same words.

    `goals` and `themes` are sealed JSON lists of lines: what the other wants to reach, and a theme a session. They are
    the words of whoever holds the pen, and that person's alone until handed over; what was handed over is a
    `PlanVersion`.
    """

    MOST_GOALS = 3

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="plans")
    designer = models.CharField(max_length=10, choices=Side)
    goals = SealedField()
    themes = SealedField()
    proposed_at = models.DateTimeField(null=True)
    # Whether the one it is for has sent it back with changes.
    is_back = models.BooleanField(default=False)
    agreed_at = models.DateTimeField(null=True)
    # Grows with each change, so that an older page overwrites nothing.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_plan_each_way", fields=["pair", "designer"]),
            models.CheckConstraint(
                name="plan_is_proposed_first",
                condition=models.Q(proposed_at__isnull=False) | models.Q(agreed_at__isnull=True, is_back=False),
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The pair's key."""
        return self.pair.data_key

    @property
    def is_proposed(self) -> bool:
        """Whether the other has seen it."""
        return self.proposed_at is not None

    @property
    def is_agreed(self) -> bool:
        """Whether both said yes to it."""
        return self.agreed_at is not None

    @property
    def pen(self) -> Side:
        """The side that may write in it and say yes to it."""
        designer = Side(self.designer)
        return designer.other if self.is_proposed and not self.is_back else designer

    def is_with(self, side: str) -> bool:
        """Whether one side has to say something to it: it was handed over to them and is not agreed."""
        return self.is_proposed and not self.is_agreed and self.pen == side


class PlanVersion(SealedRow):
    """What a plan said when one of the two handed it over or agreed with words of their own."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    worded_by = models.CharField(max_length=10, choices=Side)
    goals = SealedField()
    themes = SealedField()
    handed_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="one_plan_a_version", fields=["plan", "number"])]

    def __str__(self) -> str:
        return f"plan version {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The pair's key."""
        return self.plan.pair.data_key


class GoalWords(SealedRow):
    """How the one a plan is for calls themselves in each goal, when it was agreed and at the closing.

    Sealed JSON lists of self-words, one a goal, "" where nothing was said: their own words, which the partner does
    not read either.
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="words")
    learner = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    before = SealedField(null=True)
    after = SealedField(null=True)

    def __str__(self) -> str:
        return f"words on plan {self.plan_id}"

    @property
    def sealing_key(self) -> DataKey:
        """The learner's own key."""
        return self.learner.data_key


class Agreement(SealedRow):
    """One version of what the two agree on; a change makes a new version and needs both signatures again."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField(default=1)
    text = SealedField()
    newcomer_signed_at = models.DateTimeField(null=True)
    senior_signed_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(name="one_agreement_a_version", fields=["pair", "version"])]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The pair's key."""
        return self.pair.data_key

    @property
    def is_signed(self) -> bool:
        """Whether both have signed this version."""
        return self.newcomer_signed_at is not None and self.senior_signed_at is not None

    def is_signed_by(self, side: str) -> bool:
        """Whether one side has signed this version."""
        signed_at = self.newcomer_signed_at if side == Side.NEWCOMER else self.senior_signed_at
        return signed_at is not None
