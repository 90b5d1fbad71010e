"""Nouns: a program, its sides and its outcome, and somebody's part in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from people.models import Role
from programs.data.reminders import BY_KEY, amount_of
from record.models import DataKey

if TYPE_CHECKING:
    from people.models import User

FEWEST_SESSIONS, MOST_SESSIONS = 3, 12
_PERSON = settings.AUTH_USER_MODEL


class Side(models.TextChoices):
    """Who a participant is in a program; the labels people see are the program's own."""

    NEWCOMER = "newcomer"
    SENIOR = "senior"

    @property
    def other(self) -> Side:
        """The side across."""
        return Side.SENIOR if self is Side.NEWCOMER else Side.NEWCOMER


# A program names one holder of each of these roles; the fields are called like the roles.
NAMED_ROLES = (Role.Name.COORDINATOR, Role.Name.SPONSOR, Role.Name.COUNSELLOR)


def named_in_a_role_of(person: User) -> Q:
    """Choose programs that name the person in a role they hold: whoever lost the role is let in no more."""
    named = Q(pk__in=[])
    for role in NAMED_ROLES:
        if role in person.roles:
            named |= Q(**{role.value: person})
    return named


class ProgramQuerySet(models.QuerySet["Program"]):
    """The words for choosing programs."""

    def visible_to(self, person: User) -> ProgramQuerySet:
        """Choose programs that exist for the person: those of `of`, and those that anyone may join now.

        Of the latter a visitor sees the public face only; what more there is, the doors decide by role.
        """
        if person.is_hr_admin:
            return self
        return self.of(person) | self.filter(state=Program.State.OPEN, entry=Program.Entry.ANYONE)

    def of(self, person: User) -> ProgramQuerySet:
        """Choose programs in which the person has any role at all; HR admins have one in each."""
        if person.is_hr_admin:
            return self
        taking_part = Participation.objects.of(person).values("program")
        return self.filter(named_in_a_role_of(person) | Q(pk__in=taking_part))

    def running(self) -> ProgramQuerySet:
        """Choose programs that are open or already meeting."""
        return self.filter(state=Program.State.OPEN)


class Program(models.Model):
    """One run of reverse mentoring with its rules."""

    class State(models.TextChoices):
        """The life of a program."""

        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    class Entry(models.TextChoices):
        """Who may join."""

        INVITED = "invited", "Only people who are invited"
        ANYONE = "anyone", "Anyone in the organisation who has the link"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    template = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    purpose = models.TextField(max_length=2000)
    entry = models.CharField("who may join", max_length=10, choices=Entry, default=Entry.INVITED)
    starts_on = models.DateField()
    ends_on = models.DateField()
    session_count = models.PositiveSmallIntegerField(
        "number of sessions",
        default=6,
        validators=[MinValueValidator(FEWEST_SESSIONS), MaxValueValidator(MOST_SESSIONS)],
    )
    session_minutes = models.PositiveSmallIntegerField(
        "minutes per session", default=60, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    cadence_weeks = models.PositiveSmallIntegerField(
        "weeks between sessions", default=4, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    approves_joining = models.BooleanField("look at each request to join", default=False)
    newcomer_places = models.PositiveSmallIntegerField(
        "most people on the first side", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    senior_places = models.PositiveSmallIntegerField(
        "most people on the second side", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    newcomer_label = models.CharField(max_length=40, default="newcomer")
    senior_label = models.CharField(max_length=40, default="senior")
    ground_rules = models.TextField(max_length=4000, blank=True)
    # The fields of pairing.engine.Policy that differ from the product's default.
    policy = models.JSONField(default=dict, blank=True)
    agenda = models.JSONField(default=list, blank=True)
    # The questions that pairs are offered: {"off": [texts of shipped ones], "own": {phase: [texts]}}.
    prompts = models.JSONField("questions to begin with", default=dict, blank=True)
    reminders_on = models.BooleanField("remind people of what comes and what waits", default=True)
    # Key of programs.data.reminders → how long before or after, where it differs from the default; None is never.
    reminders = models.JSONField(default=dict, blank=True)
    pulse_on = models.BooleanField("ask a pulse after each session", default=True)
    surveys_on = models.BooleanField("ask at the start, half-way, at the end and later", default=True)
    drift_on = models.BooleanField("notice when a pair loses its rhythm", default=True)
    fit_on = models.BooleanField("ask whether it fits after the first session", default=True)
    words_on = models.BooleanField("ask where people stand in their goals", default=True)
    figures_on = models.BooleanField("count figures and show them", default=True)
    coordinator = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="programs_coordinated")
    sponsor = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="programs_sponsored")
    counsellor = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="programs_counselled")
    # A newcomer beside the sponsor who helps to shape the program; that gives no rights.
    co_lead = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_pilot = models.BooleanField("a pilot of 4 to 10 pairs", default=False)
    # Why it was opened although the readiness check said "not yet".
    opened_because = models.TextField(max_length=500, blank=True)
    # Seals free answers and makes the keyed hashes of who answered.
    survey_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # While it is set nothing stirs: no rounds, no reminders, nothing lapses.
    paused_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(name="program_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="program_session_count",
                condition=Q(session_count__gte=FEWEST_SESSIONS, session_count__lte=MOST_SESSIONS),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been invited yet."""
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether people may join, be paired and meet."""
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether the program has ended."""
        return self.state == self.State.CLOSED

    @property
    def is_paused(self) -> bool:
        """Whether its organisers have let it rest."""
        return self.paused_at is not None

    @property
    def takes_anyone(self) -> bool:
        """Whether people may join now without having been invited."""
        return self.is_open and self.entry == self.Entry.ANYONE

    def time_of(self, reminder: str) -> timedelta | None:
        """Return how long before or after a reminder comes; None where it does not, or while the program rests."""
        amount = amount_of(self.reminders, reminder)
        if amount is None or not (self.reminders_on and self.is_open) or self.is_paused:
            return None
        return BY_KEY[reminder].after(amount)

    def places_on(self, side: str) -> int | None:
        """Return how many people one side takes; None where it takes everyone."""
        return self.newcomer_places if side == Side.NEWCOMER else self.senior_places

    def label_of(self, side: str) -> str:
        """Return what this program calls a side."""
        return self.newcomer_label if side == Side.NEWCOMER else self.senior_label


class Outcome(models.Model):
    """What should be measurably different at the end: the first row of every dashboard."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField("what should change", max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=10, decimal_places=2)
    target = models.DecimalField(max_digits=10, decimal_places=2)
    latest = models.DecimalField("value now", max_digits=10, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """The words for choosing participations."""

    def of(self, person: User) -> ParticipationQuerySet:
        """Choose a person's own."""
        return self.filter(person=person)

    def invited(self) -> ParticipationQuerySet:
        """Choose those who have not answered yet."""
        return self.filter(state=Participation.State.INVITED)

    def enrolled(self) -> ParticipationQuerySet:
        """Choose those who said yes, also while they pause."""
        return self.filter(state=Participation.State.ENROLLED)

    def waiting(self) -> ParticipationQuerySet:
        """Choose those who wait for a place on their side."""
        return self.filter(state=Participation.State.WAITING)

    def in_line(self) -> ParticipationQuerySet:
        """Order by who asked first."""
        return self.order_by("asked_at", "pk")

    def looking(self) -> ParticipationQuerySet:
        """Choose those to whom somebody may be proposed: here, not pausing, and wanting a partner."""
        return self.enrolled().filter(paused_at__isnull=True, is_looking=True, person__is_active=True)

    def on(self, side: str) -> ParticipationQuerySet:
        """Choose one side."""
        return self.filter(side=side)

    def with_places(self) -> ParticipationQuerySet:
        """Choose those who can still take a partner."""
        return self.filter(places_taken__lt=F("capacity"))

    def matching(self, words: str) -> ParticipationQuerySet:
        """Choose those whose person fits the words."""
        return self.filter(person__in=get_user_model().objects.matching(words)) if words else self

    def with_people(self) -> ParticipationQuerySet:
        """Fetch what a list row shows."""
        return self.select_related("person", "program")


class Participation(models.Model):
    """One person's place in one program, on one side once they have enrolled."""

    class State(models.TextChoices):
        """Invited by HR; everything after is the person's own word."""

        INVITED = "invited"
        ASKED = "asked", "Asked to join"
        WAITING = "waiting", "Waits for a place"
        ENROLLED = "enrolled"
        DECLINED = "declined", "No place this time"
        LEFT = "left"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="participations")
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    side = models.CharField(max_length=10, choices=Side, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(3)])
    places_taken = models.PositiveSmallIntegerField(default=0)
    # Seals this person's gaps, reasons and answers in this program; made when the row is.
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)
    invited_at = models.DateTimeField()
    # With which bulk of invitations, so that it can be recalled.
    invited_with = models.ForeignKey(
        "programs.InvitationRun", null=True, editable=False, on_delete=models.SET_NULL, related_name="places"
    )
    # The yes, which may have to wait for an answer or for a place.
    asked_at = models.DateTimeField(null=True)
    enrolled_at = models.DateTimeField(null=True)
    # Of the side the person is on: whoever comes back on the other side reads the other track.
    oriented_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    # Pausing keeps the place and the pairs, and asks for no reason; on the day named, if one is, it ends by itself.
    paused_at = models.DateTimeField(null=True)
    paused_until = models.DateField(null=True)
    came_back_at = models.DateTimeField(null=True)
    # Whether the person would like somebody to be proposed to them for a free place.
    is_looking = models.BooleanField(default=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_participation_a_program", fields=["program", "person"]),
            models.CheckConstraint(name="places_within_capacity", condition=Q(places_taken__lte=F("capacity"))),
            models.CheckConstraint(name="capacity_from_1_to_3", condition=Q(capacity__gte=1, capacity__lte=3)),
            models.CheckConstraint(
                name="enrolled_on_a_side",
                condition=Q(state__in=["invited", "left"]) | Q(side__in=["newcomer", "senior"]),
            ),
        ]
        indexes = [models.Index(fields=["program", "state", "side"], name="participation_by_side")]

    def __str__(self) -> str:
        return f"{self.person} in {self.program}"

    @property
    def is_invited(self) -> bool:
        """Whether the person has not answered yet."""
        return self.state == self.State.INVITED

    @property
    def has_asked(self) -> bool:
        """Whether the person said yes and the organisers have not answered."""
        return self.state == self.State.ASKED

    @property
    def is_waiting(self) -> bool:
        """Whether the person said yes and waits for a place on their side."""
        return self.state == self.State.WAITING

    @property
    def is_declined(self) -> bool:
        """Whether the person asked and there was no place for them."""
        return self.state == self.State.DECLINED

    @property
    def has_left(self) -> bool:
        """Whether the person took part, or was asked, and stopped."""
        return self.state == self.State.LEFT

    @property
    def is_enrolled(self) -> bool:
        """Whether the person said yes and takes part now."""
        return self.state == self.State.ENROLLED

    @property
    def is_paused(self) -> bool:
        """Whether the person takes part and pauses now."""
        return self.is_enrolled and self.paused_at is not None

    @property
    def is_oriented(self) -> bool:
        """Whether the person has read the orientation of their side."""
        return self.oriented_at is not None

    @property
    def is_newcomer(self) -> bool:
        """Whether the person is on the newcomers' side."""
        return self.side == Side.NEWCOMER

    @property
    def side_label(self) -> str:
        """What the program calls this person's side."""
        return self.program.label_of(self.side)
