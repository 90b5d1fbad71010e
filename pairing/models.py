"""Nouns: a round, a proposal, a pair; what organisers rule by hand, and what people ask for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from leases.models import LeasedWork
from programs.models import Participation, Program, Side
from record.models import DataKey, SealedField, SealedRow

if TYPE_CHECKING:
    from people.models import User


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


class Ruling(models.Model):
    """Two people whom an organiser keeps together, or apart, in every round to come. Undoing it takes the row out."""

    class Kind(models.TextChoices):
        """Together is the engine's pin, apart its block."""

        TOGETHER = "together"
        APART = "apart"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="rulings")
    newcomer = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    senior = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(name="one_ruling_of_two", fields=["newcomer", "senior"])]

    def __str__(self) -> str:
        return f"{self.newcomer.person} and {self.senior.person} {self.kind}"

    @property
    def keeps_together(self) -> bool:
        """Whether the two are to be a pair."""
        return self.kind == self.Kind.TOGETHER


class Swap(models.Model):
    """Two drafts of a round whose seniors an organiser exchanged; the newest that stands can be undone."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="swaps")
    one = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Wishes(SealedRow):
    """What a person asks of the matcher for themselves. All of it is sealed, and no organiser reads any of it.

    `asks` and `not_with` are JSON lists of people's ids, `likes` is one of the keys of `pairing.wishes.LIKES`.
    """

    MOST_ASKS, MOST_NOT_WITH = 3, 10

    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="wishes")
    asks = SealedField(null=True)
    not_with = SealedField(null=True)
    likes = SealedField(null=True)

    def __str__(self) -> str:
        return f"wishes {self.pk}"

    @property
    def sealing_key(self) -> DataKey:
        """The key of the one whose wishes they are."""
        return self.participation.data_key


class WishPolicy(models.Model):
    """What a program takes of its people's own input; a program without a row takes the defaults."""

    class Asks(models.TextChoices):
        """How far an ask of two people for each other goes."""

        OFF = "off", "Nobody is asked"
        SOFT = "soft", "Two who ask for each other come first, where it costs nobody a partner"
        HARD = "hard", "Two who ask for each other are always brought together"

    program = models.OneToOneField(Program, on_delete=models.CASCADE, primary_key=True, related_name="+")
    asks = models.CharField("asking for people", max_length=10, choices=Asks, default=Asks.SOFT)
    takes_not_with = models.BooleanField("a private “not with”", default=True)
    takes_likes = models.BooleanField("what I would like from a partner", default=True)

    def __str__(self) -> str:
        return f"wishes in {self.program}"

    @property
    def takes_asks(self) -> bool:
        """Whether people may ask for others."""
        return self.asks != self.Asks.OFF

    @property
    def takes_any(self) -> bool:
        """Whether people are asked for anything at all."""
        return self.takes_asks or self.takes_not_with or self.takes_likes
