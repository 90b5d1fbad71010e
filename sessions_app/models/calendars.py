"""The private address under which a person's own calendar reads their sessions."""

from uuid import uuid4

from django.db import models

from people.models import User


class CalendarFeed(models.Model):
    """That a person's sessions can be read by their own calendar: its address is signed, and dies with this row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
