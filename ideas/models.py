"""The noun of the idea repository."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pairing.models import Pair
from programs.models import Program, Side
from record.models import DataKey, SealedField, SealedRow


class IdeaQuerySet(models.QuerySet["Idea"]):
    """The words for choosing ideas."""

    def released(self) -> IdeaQuerySet:
        """Choose those both of a pair have let out: everyone reads them."""
        return self.filter(released_at__isnull=False)


class Idea(SealedRow):
    """An idea written inside a pair; sealed there until both release it, then in clear for everyone."""

    class State(models.TextChoices):
        """From the pair to an answer."""

        DRAFT = "draft"
        DISCUSSION = "discussion", "in discussion"
        REVIEW = "review", "under review"
        ADOPTED = "adopted"
        DECLINED = "declined"
        PARKED = "parked"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="ideas")
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="ideas")
    author = models.CharField(max_length=10, choices=Side)
    draft = SealedField(null=True)
    newcomer_releases = models.BooleanField(default=False)
    senior_releases = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    # From here on filled at release, for everyone.
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=4000, blank=True)
    released_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="ideas_owned"
    )
    answer_due = models.DateField(null=True)
    answer = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "-written_at"]
        constraints = [
            models.CheckConstraint(
                name="released_by_both",
                condition=Q(released_at__isnull=True) | Q(newcomer_releases=True, senior_releases=True),
            ),
            models.CheckConstraint(
                name="unreleased_idea_has_no_clear_text",
                condition=Q(released_at__isnull=False) | Q(title="", text=""),
            ),
            models.CheckConstraint(
                name="owned_idea_has_a_date", condition=Q(owner__isnull=True) | Q(answer_due__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"idea {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The pair's key."""
        return self.pair.data_key

    @property
    def is_released(self) -> bool:
        """Whether everyone may read it."""
        return self.released_at is not None

    @property
    def is_answered(self) -> bool:
        """Whether its owner has answered."""
        return self.answered_at is not None

    def is_released_by(self, side: str) -> bool:
        """Whether one side has let it go."""
        return self.newcomer_releases if side == Side.NEWCOMER else self.senior_releases
