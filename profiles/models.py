"""Nouns: the skill list, a person's profile, and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from programs.models import Participation
from record.models import DataKey, SealedField, SealedRow

if TYPE_CHECKING:
    from people.models import User

_PERSON = settings.AUTH_USER_MODEL


class Skill(models.Model):
    """An entry of the organisation's skill list."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    aliases = models.CharField(max_length=400, blank=True)
    # Name, aliases and kind, case-folded: what type-ahead looks through.
    search_text = models.CharField(max_length=600, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Level(models.IntegerChoices):
    """The four self-words; people see the word, never the number."""

    CURIOUS = 0, "curious"
    BEGINNER = 1, "beginner"
    CAN_DO = 2, "can do"
    CAN_TEACH = 3, "can teach"


class Urgency(models.IntegerChoices):
    """When somebody would like to learn something."""

    SOME_DAY = 1, "some day"
    SOON = 2, "soon"
    NOW = 3, "now"


class Profile(models.Model):
    """What follows the person from program to program."""

    person = models.OneToOneField(_PERSON, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    languages = models.JSONField(default=list)
    # Weekdays 0 (Monday) to 6, and local working hours as half-hours 0..48 of the day.
    workdays = models.JSONField(default=list)
    work_from = models.PositiveSmallIntegerField(default=18)
    work_to = models.PositiveSmallIntegerField(default=34)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="working_hours_in_order", condition=Q(work_from__lt=models.F("work_to"), work_to__lte=48)
            )
        ]

    def __str__(self) -> str:
        return f"profile of {self.person}"


class SkillOffered(models.Model):
    """A skill a person could show somebody, in their own word."""

    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="skills_offered")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="offers")
    level = models.PositiveSmallIntegerField(choices=Level)

    class Meta:
        ordering = ["-level", "skill__name"]
        constraints = [models.UniqueConstraint(name="one_offer_a_skill", fields=["person", "skill"])]

    def __str__(self) -> str:
        return f"{self.skill} ({self.get_level_display()})"


class Interest(models.Model):
    """Something to break the ice with, in the person's own words."""

    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="interests")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(name="one_interest_once", fields=["person", "name"])]

    def __str__(self) -> str:
        return self.name


class GapQuerySet(models.QuerySet["Gap"]):
    """The words for choosing gaps."""

    def of(self, person: User) -> GapQuerySet:
        """Choose a person's own, in every program."""
        return self.filter(participation__person=person)

    def with_keys(self) -> GapQuerySet:
        """Fetch what opening needs."""
        return self.select_related("participation__data_key")


class Gap(SealedRow):
    """Something a participant would like to get better at: told to one program, sealed as a whole.

    The sealed text is JSON `{"skill": <id>, "urgency": 1..3}`; not even the skill stands in clear.
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="gaps")
    want = SealedField()

    objects = GapQuerySet.as_manager()

    def __str__(self) -> str:
        return f"gap {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The participation's key."""
        return self.participation.data_key
