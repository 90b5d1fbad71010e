"""How often organisers may still see whom a round pairs before anybody is told (docs/decisions/0026)."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from pairing.models import Round
from pairing.queries.rounds import RULED, Allowance

LOOKS_LAST = timedelta(days=90)
# What `Round.is_shown` says, for choosing rounds.
SHOWN = ~Q(origin=Round.Origin.ENGINE) | Q(placed=0) | Q(looked_at__isnull=False) | Q(published_at__isnull=False)


def looks_at(round_: Round, *, now: datetime) -> Allowance:
    """Count the looks that the round has left: those of the person in it who was looked at most often."""
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
    return Allowance(most, max(0, most - used), max(over, default=now))
