"""Nouns: a program's surveys and their versions, who was asked, and answers that no longer say whose they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from feedback.content import Content, read
from feedback.moments import MOST_DAYS, Moment
from pairing.models import Pair
from programs.models import Participation, Program
from record.models import DataKey, SealedField, SealedRow
from sessions_app.models import Meeting

if TYPE_CHECKING:
    from people.models import User

OPEN_FOR = timedelta(days=30)


def _switched_on(path: str = "") -> Q:
    """Choose what its own switch and its program's let ask; `path` leads to the survey."""
    pulse = Q(**{f"{path}moment": Moment.EACH_SESSION})
    return Q(**{f"{path}is_on": True}) & (
        pulse & Q(**{f"{path}program__pulse_on": True}) | ~pulse & Q(**{f"{path}program__surveys_on": True})
    )


class SurveyQuerySet(models.QuerySet["Survey"]):
    """The words for choosing surveys."""

    def asking(self) -> SurveyQuerySet:
        """Choose those that are switched on, each by itself and by the switch of its program, and have a version."""
        return self.filter(_switched_on(), versions__used_from__isnull=False).distinct()


class Survey(models.Model):
    """A survey of one program: when it is sent, and in which versions it is written.

    `key` names it in answers and figures. `revision` grows with each change of its draft, so that of two organisers
    at once the second is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="surveys")
    key = models.SlugField(max_length=40)
    # The shipped survey it began as; empty for one that the organisers wrote.
    pack = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=80)
    moment = models.CharField("sent when", max_length=20, choices=Moment)
    days = models.PositiveSmallIntegerField("days later", default=0, validators=[MaxValueValidator(210)])
    is_on = models.BooleanField("send it", default=False)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "key"]
        constraints = [models.UniqueConstraint(name="one_survey_a_key", fields=["program", "key"])]

    def __str__(self) -> str:
        return self.title

    @property
    def follows_sessions(self) -> bool:
        """Whether it is a pulse: asked again after every session."""
        return self.moment == Moment.EACH_SESSION

    @property
    def switch(self) -> str:
        """The program's switch that it obeys."""
        return "pulse_on" if self.follows_sessions else "surveys_on"

    @property
    def is_asked(self) -> bool:
        """Whether it is on, by itself and by the program's switch."""
        return self.is_on and bool(getattr(self.program, self.switch))

    @property
    def most_days(self) -> int:
        """The latest it can be sent after its moment."""
        return MOST_DAYS[Moment(self.moment)]


class SurveyVersion(models.Model):
    """One wording of a survey. Once in use it is never changed: a change is the next version, answers keep theirs."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    # Empty while it is a draft.
    used_from = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="one_version_a_number", fields=["survey", "number"]),
            models.UniqueConstraint(name="one_draft_a_survey", fields=["survey"], condition=Q(used_from__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been asked this yet."""
        return self.used_from is None

    def read(self) -> Content:
        """Return what it asks."""
        return read(self.content)


class SurveyRequestQuerySet(models.QuerySet["SurveyRequest"]):
    """The words for choosing requests."""

    def of(self, person: User) -> SurveyRequestQuerySet:
        """Choose those a person was asked."""
        return self.filter(participation__person=person)

    def open(self, now: datetime) -> SurveyRequestQuerySet:
        """Choose those that wait for an answer: a session that did not take place after all asks nothing."""
        return self.filter(
            _switched_on("survey__"),
            Q(meeting__isnull=True) | Q(meeting__state=Meeting.State.HELD),
            is_answered=False,
            asked_at__lte=now,
            asked_at__gt=now - OPEN_FOR,
        )

    def with_people(self) -> SurveyRequestQuerySet:
        """Fetch what the page and the mail say."""
        return self.select_related("survey__program__survey_key", "participation__person", "meeting__pair", "pair")


class SurveyRequest(SealedRow):
    """One person asked once; says that they answered, never what or when.

    `meeting` is set where it is about one session. `pair` gives the keyed hash of the pair; what is asked after the
    program was closed outlives the pair, so there `pair_mark` holds that hash sealed, and nothing names the pair.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="requests")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="survey_requests")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, related_name="survey_requests")
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, null=True, related_name="survey_requests")
    pair_mark = SealedField(null=True)
    # From when on it can be answered.
    asked_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    objects = SurveyRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_request_each", fields=["survey", "participation", "meeting"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="request_knows_its_pair_once",
                condition=Q(pair__isnull=False, pair_mark__isnull=True) | Q(pair__isnull=True, pair_mark__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The program's survey key."""
        return self.survey.program.survey_key

    def is_closed(self, now: datetime) -> bool:
        """Whether it is too early or too late, switched off, about no session after all, or its key is destroyed."""
        is_in_time = self.asked_at <= now < self.asked_at + OPEN_FOR
        took_place = self.meeting is None or self.meeting.is_held
        return not (is_in_time and took_place and self.survey.is_asked) or self.sealing_key.is_destroyed


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
    """One answer to one question of one survey; of several choices, one row each.

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
