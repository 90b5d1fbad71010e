"""How a pair keeps its rhythm, as dates alone tell it; and the fit check after the first session."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from pairing.models import Pair
from programs.models import Participation, Program, Side
from record.models import DataKey, SealedField, SealedRow


class Cancellation(models.Model):
    """That one side left a session without a date: no reason, no words, not even which session."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="cancellations")
    side = models.CharField(max_length=10, choices=Side)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"cancellation {self.pk}"


class DriftQuerySet(models.QuerySet["Drift"]):
    """The words for choosing signs of drift."""

    def told_to_organisers(self, now: datetime) -> DriftQuerySet:
        """Choose those the pair has had the time to mend by itself, in programs that look for them."""
        return self.filter(noticed_at__lte=now - Drift.PAIR_FIRST, pair__program__drift_on=True)


class Drift(models.Model):
    """One sign that a pair is losing its rhythm, out of dates alone; the row goes once the sign is gone.

    The pair sees it first; the coordinator sees a colour only after `PAIR_FIRST`, and never which sign it is.
    """

    PAIR_FIRST = timedelta(days=3)
    STUCK_AFTER = timedelta(days=14)

    class Sign(models.TextChoices):
        """What the dates show."""

        CANCELLED = "cancelled", "Two sessions in a row were left without a date"
        NO_DATE = "no_date", "Your next session has no date"
        SILENT = "silent", "Nothing has moved for a week"
        SLOW = "slow", "Your last session was a while ago"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="drifts")
    sign = models.CharField(max_length=10, choices=Sign)
    noticed_at = models.DateTimeField()

    objects = DriftQuerySet.as_manager()

    class Meta:
        ordering = ["noticed_at", "sign"]
        constraints = [models.UniqueConstraint(name="one_drift_a_sign", fields=["pair", "sign"])]

    def __str__(self) -> str:
        return f"drift {self.pk}"


class PairStanding(models.Model):
    """Where a pair of a large program stood at the last sweep: what its board is filtered and sorted by.

    What a board says of a pair is always counted afresh, and a smaller program's board has no such rows.
    """

    pair = models.OneToOneField(Pair, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Its place in the order of names.
    place = models.PositiveIntegerField()
    stage = models.CharField(max_length=12)
    colour = models.CharField(max_length=6)
    held = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["program", "place"], name="standing_by_place")]

    def __str__(self) -> str:
        return f"standing of {self.pair_id}"


class BoardLetter(models.Model):
    """That an organiser wrote to both of a pair from the board; taking it back takes the row out."""

    UNDO_WITHIN = timedelta(minutes=10)
    ONCE_IN = timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="board_letters")
    # What was written with one press can be taken back with one press.
    batch = models.UUIDField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"board letter {self.pk}"


class FitCheck(SealedRow):
    """Whether it fits, asked of one person after the first session: the one answer that stays linked to them."""

    ASKED_WITHIN = timedelta(days=30)

    class Says(models.TextChoices):
        """The three answers."""

        FITS = "fits", "It fits"
        TALK = "talk", "Let’s talk"
        NOT_A_FIT = "not_a_fit", "Not a fit"

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="fit_checks")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answer = SealedField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_fit_check_each", fields=["pair", "participation"])]

    def __str__(self) -> str:
        return f"fit check {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The key of the one who is asked."""
        return self.participation.data_key

    @property
    def is_answered(self) -> bool:
        """Whether the person has said something."""
        return self.answer is not None


def waits_for_fit(person: object, *, now: datetime) -> Q:
    """Return what chooses the fit checks a person can still answer."""
    return Q(
        participation__person=person,
        participation__program__fit_on=True,
        answer__isnull=True,
        pair__ended_at__isnull=True,
        asked_at__gt=now - FitCheck.ASKED_WITHIN,
    )
