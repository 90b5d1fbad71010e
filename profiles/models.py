"""Nouns: the skill list, a person's profile, and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from leases.models import LeasedWork
from programs.models import Participation
from record.models import DataKey, SealedField, SealedRow

if TYPE_CHECKING:
    from people.models import User

_PERSON = settings.AUTH_USER_MODEL


class SkillQuerySet(models.QuerySet["Skill"]):
    """The words for choosing skills."""

    def listed(self) -> SkillQuerySet:
        """Choose those that people can pick: on the list, and not merged into another."""
        return self.filter(state=Skill.State.LISTED, merged_into=None)

    def own(self) -> SkillQuerySet:
        """Choose people's own words for what they offer, which nobody has put on the list."""
        return self.filter(state=Skill.State.OWN, merged_into=None)


class Skill(models.Model):
    """An entry of the organisation's skill list, or somebody's own word for what they offer."""

    class State(models.TextChoices):
        """Whether people can pick it. What is off the list stays with whoever has it."""

        LISTED = "listed", "On the list"
        OWN = "own", "People’s own words"
        OFF = "off", "Taken off"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    aliases = models.CharField(max_length=400, blank=True)
    # Name, aliases and kind, case-folded, and the names of what was merged into it: what type-ahead looks through.
    search_text = models.CharField(max_length=600, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.LISTED, editable=False)
    # The skill that stands for this one. Gaps hold the ids of skills sealed, so a merged skill stays (0037).
    merged_into = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="merged")
    came_with = models.ForeignKey("SkillImport", null=True, editable=False, on_delete=models.SET_NULL)

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def also(self) -> list[str]:
        """Its other names."""
        return [alias for alias in self.aliases.split(";") if alias]


class SkillMerge(models.Model):
    """That skills were found to be one and the same: who said so, and what to take back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    into = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    # [id, what it was merged into before or None] of each.
    skills = models.JSONField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{len(self.skills)} into {self.into}"


class SkillImport(LeasedWork):
    """An uploaded skill list: read and compared without a change, then brought in by a sweep."""

    class State(models.TextChoices):
        """Where it stands; a sweep takes it once it is requested."""

        REQUESTED = "requested"
        RUNNING = "running"
        CHECKED = "checked"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(default=bytes)
    # Whether a sweep that takes it brings it in, or only compares.
    applies = models.BooleanField(default=False)
    # What bringing it in would do, and in the end what it did; `faults` are the first [line, sentence].
    rows_read = models.PositiveIntegerField(default=0)
    skills_new = models.PositiveIntegerField(default=0)
    skills_known = models.PositiveIntegerField(default=0)
    examples = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_checked(self) -> bool:
        """Whether its summary waits to be applied."""
        return self.state == self.State.CHECKED

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody stopped it before anything changed."""
        return self.state == self.State.CANCELLED


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

    The sealed text is JSON `{"skill": <id>, "urgency": 1..3}`, or `{"word": <own word>, …}` for what is on no list;
    not even the skill stands in clear.
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
