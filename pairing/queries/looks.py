"""How often organisers may still see whom a round pairs before anybody is told (docs/decisions/0026)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from pairing.models import Round
from pairing.queries.rounds import RULED

LOOKS_LAST = timedelta(days=90)
# What `Round.is_shown` says, for choosing rounds.
SHOWN = ~Q(origin=Round.Origin.ENGINE) | Q(placed=0) | Q(looked_at__isnull=False) | Q(published_at__isnull=False)


@dataclass(frozen=True)
class Looks:
    """How many looks each person may be part of, how many this round has left, and when there is one if none is."""

    most: int
    left: int
    free_at: datetime


def looks_at(round_: Round, *, now: datetime) -> Looks:
    """Count, for the person of the round who was looked at most often, the looks that have not grown old."""
    most = settings.LOOKS_IN_90_DAYS
    here = round_.prints.keys() - {RULED}
    looked = Round.objects.filter(program=round_.program_id, looked_at__gt=now - LOOKS_LAST).exclude(pk=round_.pk)
    seen: dict[str, list[datetime]] = defaultdict(list)
    rows: Any = looked.order_by("looked_at").values_list("prints", "looked_at")
    for prints, hour in rows:
        for person in here & prints.keys():
            seen[person].append(hour)
    used = max(map(len, seen.values()), default=0)
    over = [hours[len(hours) - most] + LOOKS_LAST for hours in seen.values() if most and len(hours) >= most]
    return Looks(most, max(0, most - used), max(over, default=now))
