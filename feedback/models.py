"""Nouns: who was asked for a pulse, and answers that no longer say whose they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models

from programs.models import Participation, Program
from record.models import DataKey, SealedField, SealedRow
from sessions_app.models import Meeting

if TYPE_CHECKING:
    from people.models import User

OPEN_FOR = timedelta(days=30)


class PulseRequestQuerySet(models.QuerySet["PulseRequest"]):
    """The words for choosing requests."""

    def of(self, person: User) -> PulseRequestQuerySet:
        """Choose those a person was asked."""
        return self.filter(participation__person=person)

    def open(self) -> PulseRequestQuerySet:
        """Choose those that wait for an answer: a session that did not take place after all asks nothing."""
        return self.filter(is_answered=False, meeting__state=Meeting.State.HELD, meeting__pair__program__pulse_on=True)

    def with_people(self) -> PulseRequestQuerySet:
        """Fetch what the page and the mail say."""
        return self.select_related("meeting__pair__program__survey_key", "participation__person")


class PulseRequest(models.Model):
    """One person asked about one session; says that they answered, never what or when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pulse_requests")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="pulse_requests")
    asked_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    objects = PulseRequestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_pulse_each", fields=["meeting", "participation"])]

    def __str__(self) -> str:
        return f"pulse request {self.pk}"

    def is_closed(self, now: datetime) -> bool:
        """Whether it is too late, switched off, about no session after all, or its key is destroyed."""
        is_late = now > self.asked_at + OPEN_FOR
        program = self.meeting.pair.program
        return is_late or not (self.meeting.is_held and program.pulse_on) or program.survey_key.is_destroyed


class AnswerQuerySet(models.QuerySet["Answer"]):
    """The words for choosing answers."""

    def unreleased(self) -> AnswerQuerySet:
        """Choose those that no release has counted."""
        return self.filter(batch__isnull=True)

    def taps(self) -> AnswerQuerySet:
        """Choose the tapped ones, without the free words."""
        return self.filter(choice__isnull=False)

    def words(self) -> AnswerQuerySet:
        """Choose free words that their writers let organisers read."""
        return self.filter(text__isnull=False, organisers_may_read=True)


class Answer(SealedRow):
    """One answer to one question of one pulse.

    It carries no person, pair, session or time: only keyed hashes under the program's survey key, which the
    release job and the author's own record page can compute, and the number of the release that counted it.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="answers")
    person_hash = models.CharField(max_length=64, db_index=True)
    pair_hash = models.CharField(max_length=64)
    survey = models.CharField(max_length=40, default="pulse")
    question = models.CharField(max_length=40)
    choice = models.PositiveSmallIntegerField(null=True)
    text = SealedField(null=True)
    organisers_may_read = models.BooleanField(default=False)
    batch = models.PositiveSmallIntegerField(null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_is_a_tap_or_words",
                condition=models.Q(choice__isnull=False, text__isnull=True)
                | models.Q(choice__isnull=True, text__isnull=False),
            ),
            models.CheckConstraint(
                name="only_words_can_be_for_organisers",
                condition=models.Q(organisers_may_read=False) | models.Q(text__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["program", "batch"], name="answer_by_batch")]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The program's survey key."""
        return self.program.survey_key
