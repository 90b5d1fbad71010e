"""Nouns of the matcher at work: rounds, who waits and which way there is, rehearsals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from leases.models import LeasedWork
from programs.models import Participation, Program, Side


class Round(LeasedWork):
    """One run of the matcher with its inputs, policy and proposals; or pairs that people decided.

    Exact figures stay inside: HR's pages show only what rule P33 of the privacy rules allows.
    """

    class Origin(models.TextChoices):
        """Who chose its pairs."""

        ENGINE = "engine", "found"
        HAND = "hand", "by hand"
        FILE = "file", "from a file"

    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ENGINE)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="rounds")
    policy = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=20, blank=True)
    # HMAC of the canonical input under the program's survey key: the same people give the same hash.
    input_hash = models.CharField(max_length=64, blank=True)
    newcomers = models.PositiveIntegerField(default=0)
    seniors = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    # Headlines as {"placed", "two_way", "weakest", "total"}: ours, and {"random", "greedy"} beside it.
    headline = models.JSONField(default=dict)
    compared = models.JSONField(default=dict)
    # Rule name → for how many people it could not be checked: what is unknown never forbids.
    unknown = models.JSONField(default=dict)
    is_certified = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    # The round this one was tried from, and somebody who is thought of with one place more than they gave.
    tried_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    more_place_with = models.ForeignKey(Participation, null=True, on_delete=models.SET_NULL, related_name="+")
    # When this round read what people told only the matcher, and of whom: participation → HMAC of all it was told.
    gaps_read_at = models.DateTimeField(null=True)
    prints = models.JSONField(default=dict)
    recalled_at = models.DateTimeField(null=True)
    # When organisers asked to see the pairs of a round that nobody has been told of, or took a published one back.
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What all changes by hand cost together, in words; read anew after every few of them, never after one.
    hand_price = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_round_under_way", fields=["program"], condition=Q(state__in=["requested", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether people have been told."""
        return self.published_at is not None

    @property
    def is_recalled(self) -> bool:
        """Whether it was taken back after people had been told."""
        return self.recalled_at is not None

    @property
    def is_by_engine(self) -> bool:
        """Whether the matcher chose its pairs, so that its figures and its proof are about them."""
        return self.origin == self.Origin.ENGINE

    @property
    def is_shown(self) -> bool:
        """Whether organisers may see its pairs and who waits.

        They looked, people were told, or people decided them; where no pair is possible everybody waits anyway.
        """
        return not self.is_by_engine or not self.placed or self.looked_at is not None or self.is_published

    @property
    def is_draft(self) -> bool:
        """Whether its pairs may still be changed: it is finished and nobody has been told."""
        return self.is_done and not self.is_published

    @property
    def key(self) -> str:
        """The key as text, for an address."""
        return str(self.pk)


class ReadingManager(models.Manager["Reading"]):
    """Rounds that came as far as reading."""

    def get_queryset(self) -> models.QuerySet[Reading]:
        """Choose them."""
        return super().get_queryset().filter(gaps_read_at__isnull=False)


class Reading(Round):
    """A round, seen by the people whose gaps it read."""

    reads = ReadingManager()

    class Meta:
        proxy = True
        base_manager_name = "reads"


class Waiting(models.Model):
    """Somebody whom a round left without a partner, and the rule that stands in the way: never a gap."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="waiting")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_why_a_round", fields=["round", "participation"])]

    def __str__(self) -> str:
        return f"{self.participation} waits: {self.why}"


class Way(LeasedWork):
    """The smallest change of the rules that would free somebody who waits: worked out from what is open alone.

    `field` and `value` are of the policy; `field` is "place" where one more place with any of `partners` would do,
    and empty where nothing would.
    """

    PLACE = "place"

    waiting = models.OneToOneField(Waiting, on_delete=models.CASCADE, related_name="way")
    field = models.CharField(max_length=40, blank=True)
    value = models.JSONField(null=True)
    partners = models.ManyToManyField(Participation, related_name="+")

    def __str__(self) -> str:
        return f"way for {self.waiting_id}"

    @property
    def is_place(self) -> bool:
        """Whether one more place would do, rather than another rule."""
        return self.field == self.PLACE


class Rehearsal(LeasedWork):
    """The hard rules tried on the roster alone, before anybody has told anything: who would find nobody."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="rehearsals")
    policy = models.JSONField(default=dict)
    # Everybody of the roster, or those of the program; whoever chose no side goes by grade.
    is_whole_roster = models.BooleanField(default=False)
    newcomer_grade_most = models.PositiveSmallIntegerField(null=True)
    senior_grade_least = models.PositiveSmallIntegerField(null=True)
    newcomers = models.PositiveIntegerField(default=0)
    seniors = models.PositiveIntegerField(default=0)
    on_neither = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_rehearsal_under_way", fields=["program"], condition=Q(state__in=["requested", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"rehearsal {self.pk}"

    @property
    def people_count(self) -> int:
        """How many people stood on a side."""
        return self.newcomers + self.seniors


class Stranded(models.Model):
    """Somebody for whom the rules of a rehearsal leave nobody at all."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="stranded")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    why = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="stranded_once", fields=["rehearsal", "person"])]

    def __str__(self) -> str:
        return f"{self.person} would find nobody"
