"""Nouns: an hour in which a counsellor can talk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from counsel.models.talks import TalkRequest
from people.models import validate_zone

if TYPE_CHECKING:
    from people.models import User


class HourQuerySet(models.QuerySet["Hour"]):
    """The words for choosing hours."""

    def of(self, counsellor: User) -> HourQuerySet:
        """Choose those a counsellor offers."""
        return self.filter(counsellor=counsellor)

    def ahead(self, now: datetime) -> HourQuerySet:
        """Choose those still to come, the next first."""
        return self.filter(starts_at__gt=now).order_by("starts_at")

    def free(self) -> HourQuerySet:
        """Choose those that can be booked."""
        return self.filter(talk__isnull=True, is_withdrawn=False)


class Hour(models.Model):
    """Some minutes in which a counsellor can talk, free or booked for one talk."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    # The zone whose wall clock the counsellor meant.
    zone = models.CharField(max_length=60, validators=[validate_zone])
    # A room or a link; it stands in invites, so it is not sealed.
    place = models.CharField(max_length=200, blank=True)
    talk = models.OneToOneField(TalkRequest, null=True, on_delete=models.SET_NULL, related_name="hour")
    # Taken back by the counsellor; the row stays for the letter that calls it off.
    is_withdrawn = models.BooleanField(default=False)
    # Grows with each booking and giving back, so that an old letter never speaks of a new one.
    version = models.PositiveIntegerField(default=0)

    objects = HourQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(name="one_hour_at_a_time", fields=["counsellor", "starts_at"])]

    def __str__(self) -> str:
        return f"hour {self.pk}"

    @property
    def local_start(self) -> datetime:
        """When it begins by the wall clock that the counsellor meant."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def is_free(self) -> bool:
        """Whether nobody has booked it."""
        return self.talk_id is None
