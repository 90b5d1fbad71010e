"""Nouns of proposals and their reasons."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from programs.models import Participation, Side
from record.models import DataKey, SealedField, SealedRow

if TYPE_CHECKING:
    from people.models import User
from pairing.models.rounds import Round


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """The words for choosing proposals."""

    def of(self, person: User) -> ProposalQuerySet:
        """Choose those made to a person."""
        return self.filter(Q(newcomer__person=person) | Q(senior__person=person))

    def open(self) -> ProposalQuerySet:
        """Choose those that wait for an answer."""
        return self.filter(state=Proposal.State.OPEN)

    def published(self) -> ProposalQuerySet:
        """Choose those people have been told of."""
        return self.exclude(state=Proposal.State.DRAFT)

    def with_people(self) -> ProposalQuerySet:
        """Fetch what a page about proposals shows."""
        return self.select_related("newcomer__person", "senior__person", "round__program")


class Proposal(SealedRow):
    """The matcher's suggestion of a pair; two yeses make it one.

    Answers are seen by nobody until both are in or the proposal lapses. A decline ends it only at the lapse
    date, and the answers are wiped then, so that a declined and a forgotten proposal are alike even in the database.
    """

    class State(models.TextChoices):
        """Where a proposal stands."""

        DRAFT = "draft"
        OPEN = "open"
        PAIRED = "paired"
        LAPSED = "lapsed"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    newcomer = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    senior = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    newcomer_says = models.BooleanField(null=True)
    senior_says = models.BooleanField(null=True)
    lapses_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_proposal_a_round", fields=["round", "newcomer", "senior"]),
            models.CheckConstraint(
                name="open_proposal_lapses", condition=~Q(state="open") | Q(lapses_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == self.State.OPEN

    def takes_answers(self, now: datetime) -> bool:
        """Whether its two people may still say yes or no."""
        return self.is_open and self.lapses_at is not None and now < self.lapses_at

    @property
    def is_paired(self) -> bool:
        """Whether both said yes."""
        return self.state == self.State.PAIRED

    def side_of(self, person: User) -> Side:
        """Return which side the person is on."""
        return Side.NEWCOMER if self.newcomer.person_id == person.pk else Side.SENIOR

    def place_of(self, side: Side) -> Participation:
        """Return the participation on one side."""
        return self.newcomer if side is Side.NEWCOMER else self.senior

    def answer_of(self, side: Side) -> bool | None:
        """Return what one side said, None while it has said nothing."""
        return self.newcomer_says if side is Side.NEWCOMER else self.senior_says


class Reason(SealedRow):
    """Why a proposal was made, for one side only: it may name that person's own gap, so it is sealed for them.

    The sealed text is JSON `{"learn": [skill names], "share": [interests], "offer": [skill names]}`.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reasons")
    told_to = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    text = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_reason_a_side", fields=["proposal", "told_to"])]

    def __str__(self) -> str:
        return f"reason {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The key of the one it is told to."""
        return self.told_to.data_key
