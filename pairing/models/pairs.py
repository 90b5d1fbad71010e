"""Nouns of pairs, and of who is never proposed to whom again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from programs.models import Participation, Program, Side
from record.models import DataKey

if TYPE_CHECKING:
    from people.models import User


class NeverAgainKey(models.Model):
    """The one key under which pairs that have ended are remembered; without it nobody can tell who they were."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="one_never_again_key", condition=Q(id=1))]

    def __str__(self) -> str:
        return "the key of pairs that have ended"


class NeverAgain(models.Model):
    """That two people were a pair once: keyed hashes of their mail addresses, in their own order.

    It outlives both accounts, so that nobody meets again somebody who erased theirs and came back.
    """

    one = models.CharField(max_length=64)
    other = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="never_again_once", fields=["one", "other"]),
            models.CheckConstraint(name="never_again_in_order", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"never again {self.pk}"


class PairQuerySet(models.QuerySet["Pair"]):
    """The words for choosing pairs."""

    def of(self, person: User) -> PairQuerySet:
        """Choose a person's own."""
        return self.filter(Q(newcomer__person=person) | Q(senior__person=person))

    def live(self) -> PairQuerySet:
        """Choose those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def awake(self) -> PairQuerySet:
        """Choose live pairs of which something may be asked: neither of the two nor the program pauses."""
        return self.live().filter(
            program__paused_at__isnull=True, newcomer__paused_at__isnull=True, senior__paused_at__isnull=True
        )

    def with_people(self) -> PairQuerySet:
        """Fetch what a page about pairs shows."""
        return self.select_related("newcomer__person", "senior__person", "program", "data_key")


class Pair(models.Model):
    """Two participations that both accepted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="pairs")
    newcomer = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="pairs_as_newcomer")
    senior = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="pairs_as_senior")
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_live_pair_of_the_same_two",
                fields=["newcomer", "senior"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(name="pair_of_two", condition=~Q(newcomer=F("senior"))),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer.person} and {self.senior.person}"

    @property
    def is_live(self) -> bool:
        """Whether the two still meet."""
        return self.ended_at is None

    @property
    def is_paused(self) -> bool:
        """Whether one of the two, or the program, pauses; with its people."""
        return self.program.is_paused or self.newcomer.is_paused or self.senior.is_paused

    def side_of(self, person: User) -> Side:
        """Return which side the person is on."""
        return Side.NEWCOMER if self.newcomer.person_id == person.pk else Side.SENIOR

    def place_of(self, side: str) -> Participation:
        """Return the participation on one side."""
        return self.newcomer if side == Side.NEWCOMER else self.senior

    def partner_of(self, person: User) -> Participation:
        """Return the other's participation."""
        return self.place_of(self.side_of(person).other)
