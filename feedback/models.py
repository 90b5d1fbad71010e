"""Nouns: who was asked for a pulse, and answers that no longer say whose they are."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from programs.models import Participation, Program
from record.models import DataKey, SealedField, SealedRow
from sessions_app.models import Meeting


class PulseRequest(models.Model):
    """One person asked about one session; says that they answered, never what or when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pulse_requests")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="pulse_requests")
    asked_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_pulse_each", fields=["meeting", "participation"])]

    def __str__(self) -> str:
        return f"pulse request {self.pk}"


class Answer(SealedRow):
    """One answer to one question of one pulse.

    It carries no person, pair, session or time: only keyed hashes under the program's survey key, which the
    release job and the author's own record page can compute, and the number of the release that counted it.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="answers")
    person_hash = models.CharField(max_length=64, db_index=True)
    pair_hash = models.CharField(max_length=64)
    question = models.CharField(max_length=40)
    choice = models.PositiveSmallIntegerField(null=True)
    text = SealedField(null=True)
    organisers_may_read = models.BooleanField(default=False)
    batch = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["program", "batch"], name="answer_by_batch")]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The program's survey key."""
        return self.program.survey_key
