"""The shape of long work: a row that is requested, claimed with a lease, worked on and finished."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class LeasedWork(models.Model):
    """A row of long work; `leases.actions` moves it, the app that owns it does the work."""

    class State(models.TextChoices):
        """Where the work stands."""

        REQUESTED = "requested"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    UNDER_WAY = (State.REQUESTED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=60, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        """Whether a page should keep asking for progress."""
        return self.state in self.UNDER_WAY

    @property
    def is_done(self) -> bool:
        """Whether the work came to its end."""
        return self.state == self.State.DONE

    @property
    def has_failed(self) -> bool:
        """Whether the work was given up; `failure` says why in one sentence."""
        return self.state == self.State.FAILED
