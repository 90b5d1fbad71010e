"""What keeps dates: the private address of a calendar, hours offered for a session, who looks after a calendar."""

from datetime import datetime
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from people.models import User, validate_zone
from programs.models import Side
from sessions_app.models.meetings import Meeting


class CalendarFeed(models.Model):
    """That a person's sessions can be read by their own calendar: its address is signed, and dies with this row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"


class SlotOffer(models.Model):
    """Hours that one of the two offers for a session, of which the other picks one.

    `version` is the session's own: once the session has changed, the offer is void.
    """

    MOST = 3

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="offer")
    version = models.PositiveSmallIntegerField()
    offered_by = models.CharField(max_length=10, choices=Side)
    starts = ArrayField(models.DateTimeField(), size=MOST)
    zone = models.CharField(max_length=60, validators=[validate_zone])
    offered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"slots for {self.meeting}"

    def open_slots(self, *, now: datetime) -> list[datetime]:
        """Return the hours that can still be picked; none once the session has changed."""
        return [start for start in self.starts if start > now] if self.version == self.meeting.version else []


class CalendarDelegate(models.Model):
    """Who looks after a senior's dates: sees when, where and with whom, moves them, and sees nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_delegate")
    delegate = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendars_looked_after")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="delegate_is_another", condition=~Q(person=F("delegate")))]

    def __str__(self) -> str:
        return f"calendar delegate {self.pk}"
