"""Verb of the sponsor's mail."""

from datetime import datetime

from insights.models import Release
from outbox.actions import post
from programs.models import Program


def tell_sponsors(*, now: datetime) -> None:
    """Post to the sponsor of each running program, once a month, what its newest release says; none, no mail."""
    told = Program.objects.running().filter(figures_on=True, paused_at__isnull=True, sponsor__is_active=True)
    for program in told.filter(pk__in=Release.objects.done().values("program")).select_related("sponsor"):
        post("sponsor_month", to=program.sponsor, fact=f"{program.pk}:{now:%Y-%m}", about=program.pk, now=now)
