"""The sessions of a pair and the notes on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from pairing.models import Pair
from people.models import User, validate_zone
from programs.models import Participation, Side
from record.models import DataKey, SealedField, SealedRow
from sessions_app.refusal import version_at


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """The words for choosing meetings."""

    def planned(self) -> MeetingQuerySet:
        """Choose those with a date and nothing logged yet."""
        return self.filter(state=Meeting.State.PLANNED)

    def logged(self) -> MeetingQuerySet:
        """Choose those that at least one says took place."""
        return self.filter(state__in=[Meeting.State.LOGGED, Meeting.State.HELD])

    def held(self) -> MeetingQuerySet:
        """Choose those that count: confirmed by the other, or logged by one and not answered in time."""
        return self.filter(state=Meeting.State.HELD)

    def of(self, person: User) -> MeetingQuerySet:
        """Choose a person's own."""
        return self.filter(Q(pair__newcomer__person=person) | Q(pair__senior__person=person))

    def looked_after_by(self, delegate: User) -> MeetingQuerySet:
        """Choose those still without a log, of live pairs, whose senior's dates somebody looks after."""
        return self.filter(
            pair__senior__person__calendar_delegate__delegate=delegate,
            pair__ended_at__isnull=True,
            state__in=[Meeting.State.PLANNED, Meeting.State.UNDATED],
        )

    def for_letters(self) -> MeetingQuerySet:
        """Fetch what letters say, many at once: a program is read once for all its sessions."""
        people = ("pair__newcomer__person", "pair__senior__person")
        return self.select_related(*people).prefetch_related("pair__program")

    def with_pairs(self) -> MeetingQuerySet:
        """Fetch what a reminder or a page says."""
        people = ("pair__program", "pair__newcomer__person", "pair__senior__person", "pair__data_key")
        others = Meeting.objects.filter(pair=OuterRef("pair")).order_by().values("pair")
        return self.select_related(*people).annotate(in_all=Subquery(others.annotate(n=Count("pk")).values("n")))


class Meeting(models.Model):
    """One of the n sessions of a pair: dated, logged by one, confirmed by the other."""

    ANSWER_WITHIN = timedelta(hours=72)

    class State(models.TextChoices):
        """Where a session stands."""

        PLANNED = "planned"
        # Put off: it keeps its number, and `starts_at` is the date that fell through.
        UNDATED = "undated", "no date yet"
        LOGGED = "logged"
        HELD = "held"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    # The zone whose wall clock the two agreed on.
    zone = models.CharField(max_length=60, validators=[validate_zone])
    # A room or a link; it stands in invites, so it is not sealed.
    place = models.CharField(max_length=300, blank=True)
    # Grows with each change of date or place, so that an older page overwrites nothing and calendars follow.
    version = models.PositiveSmallIntegerField(default=0)
    # Grows with each change of date alone: an old reminder never speaks of a new date, and none comes twice for one.
    dating = models.PositiveSmallIntegerField(default=0)
    logged_by = models.CharField(max_length=10, choices=Side, blank=True)
    logged_at = models.DateTimeField(null=True)
    # When it came to count as held: by the other's word, or by nobody having said anything against it.
    confirmed_at = models.DateTimeField(null=True)
    is_logged_by_one = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="one_meeting_a_number", fields=["pair", "number"]),
            models.CheckConstraint(
                name="logged_meeting_says_by_whom", condition=Q(state__in=["planned", "undated"]) | ~Q(logged_by="")
            ),
            models.CheckConstraint(
                name="only_held_counts_by_one", condition=Q(state="held") | Q(is_logged_by_one=False)
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="meeting_by_date")]

    def __str__(self) -> str:
        return f"session {self.number}"

    @property
    def local_start(self) -> datetime:
        """The date as the wall clock that the two agreed on shows it."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def total(self) -> int:
        """How many sessions the pair has in all, added ones too; read along by `with_pairs`."""
        known: int | None = getattr(self, "in_all", None)
        return known if known is not None else self.pair.meetings.count()

    @property
    def is_planned(self) -> bool:
        """Whether nothing has been logged yet."""
        return self.state == self.State.PLANNED

    @property
    def is_undated(self) -> bool:
        """Whether its date fell through and it has no new one."""
        return self.state == self.State.UNDATED

    @property
    def is_logged(self) -> bool:
        """Whether one of the two has logged it and the other has not answered."""
        return self.state == self.State.LOGGED

    @property
    def is_held(self) -> bool:
        """Whether it counts: both say it took place, or one does and the other let the time pass."""
        return self.state == self.State.HELD

    @property
    def settles_at(self) -> datetime | None:
        """When a logged session counts without an answer."""
        return self.logged_at + self.ANSWER_WITHIN if self.logged_at else None


class MeetingNote(SealedRow):
    """A note on a session: private ones are their author's alone, also that they exist."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    is_private = models.BooleanField()
    text = SealedField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_note_of_each_kind", fields=["meeting", "author", "is_private"])
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def version(self) -> int:
        """Which text this is."""
        return version_at(self.written_at)

    @property
    def sealing_key(self) -> DataKey:
        """Their author's key for a private note, the pair's for a shared one."""
        return self.author.data_key if self.is_private else self.meeting.pair.data_key
