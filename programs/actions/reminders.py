"""The sweep that reminds people of their orientation."""

from datetime import datetime, timedelta

from django.db.models import F

from outbox.actions import due, hour_after, post_found
from programs.models import Participation, Program

LATE = timedelta(days=7)


def remind_of_orientations(*, now: datetime) -> None:
    """Post a reminder to whoever has joined a while ago and not read the orientation, once for each time they join."""
    for program in Program.objects.running():
        time = program.time_of("orientation")
        if time is not None:
            unread = Participation.objects.enrolled().filter(
                program=program, oriented_at__isnull=True, paused_at__isnull=True
            )
            rows = unread.annotate(base=F("enrolled_at"))
            found = due(rows, to="person_id", time=time, late=LATE, now=now, fact=("side",), until=hour_after(None))
            post_found("orientation_reminder", found, now=now)
