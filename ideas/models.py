"""The noun of the idea repository."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from pairing.models import Pair
from programs.models import Program, Side
from record.models import DataKey, SealedField, SealedRow

if TYPE_CHECKING:
    from people.models import User


class IdeaQuerySet(models.QuerySet["Idea"]):
    """The words for choosing ideas."""

    def released(self) -> IdeaQuerySet:
        """Choose those both of a pair have let out: everyone reads them."""
        return self.filter(released_at__isnull=False)

    def of(self, person: User) -> IdeaQuerySet:
        """Choose those written in a person's own pairs."""
        return self.filter(Q(pair__newcomer__person=person) | Q(pair__senior__person=person))

    def overdue(self, today: date) -> IdeaQuerySet:
        """Choose those whose owner has let the promised day pass."""
        return self.filter(answered_at__isnull=True, answer_due__lt=today)

    def matching(self, words: str) -> IdeaQuerySet:
        """Choose those whose title or text contains each word."""
        ideas = self
        for word in words.split():
            ideas = ideas.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return ideas

    def with_people(self) -> IdeaQuerySet:
        """Fetch what a page about ideas shows."""
        return self.select_related("owner", "program")


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
    # Forgotten with the pair: a released idea stays, and then nobody knows whose it was. A draft always has its pair.
    pair = cast(
        "models.ForeignKey[Pair, Pair]",
        models.ForeignKey(Pair, null=True, on_delete=models.SET_NULL, related_name="ideas"),
    )
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
    # Settled at release: in a program of few pairs its name would say who wrote it.
    names_program = models.BooleanField(default=False)
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
                name="draft_has_its_pair", condition=Q(released_at__isnull=False) | Q(pair__isnull=False)
            ),
            models.CheckConstraint(
                name="released_by_both",
                condition=Q(released_at__isnull=True) | Q(newcomer_releases=True, senior_releases=True),
            ),
            models.CheckConstraint(
                name="unreleased_idea_has_no_clear_text",
                condition=Q(released_at__isnull=False) | Q(title="", text=""),
            ),
            models.CheckConstraint(
                name="released_idea_keeps_no_draft", condition=Q(released_at__isnull=True) | Q(draft__isnull=True)
            ),
            models.CheckConstraint(
                name="answered_idea_has_a_reason", condition=Q(answered_at__isnull=True) | ~Q(answer="")
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
    def is_owned(self) -> bool:
        """Whether somebody has taken it on."""
        return self.owner_id is not None

    @property
    def is_answered(self) -> bool:
        """Whether its owner has answered."""
        return self.answered_at is not None

    def is_overdue(self, today: date) -> bool:
        """Whether the promised day has passed without an answer."""
        return self.answer_due is not None and not self.is_answered and self.answer_due < today

    def is_released_by(self, side: str) -> bool:
        """Whether one side has let it go."""
        return self.newcomer_releases if side == Side.NEWCOMER else self.senior_releases

    def waits_for(self, side: str) -> bool:
        """Whether the other side has let it go and this one has not."""
        return self.is_released_by(Side(side).other) and not self.is_released_by(side)
