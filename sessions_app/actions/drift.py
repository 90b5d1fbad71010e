"""Noticing that a pair loses its rhythm: the pair is told first, gently, and once for each sign."""

from datetime import datetime

from django.db import transaction

from outbox.actions import post_all
from pairing.models import Pair
from sessions_app.models import Drift
from sessions_app.queries import drifting


@transaction.atomic
def notice_drift(*, now: datetime) -> int:
    """Write down the signs that are new, tell both of each pair, and forget those that are gone; return how many new.

    Where a program does not look for drift, or a pair is on a break or has ended, every sign goes.
    """
    shown = {(pair, sign) for pair, signs in drifting(now=now).items() for sign in signs}
    known = {(drift.pair_id, drift.sign): drift.pk for drift in Drift.objects.all()}
    Drift.objects.filter(pk__in=[known[key] for key in known.keys() - shown]).delete()
    new = [Drift(pair_id=pair, sign=sign, noticed_at=now) for pair, sign in sorted(shown - known.keys(), key=str)]
    Drift.objects.bulk_create(new, ignore_conflicts=True)
    pairs = Pair.objects.with_people().in_bulk({drift.pair_id for drift in new})
    facts = [
        (place.person, f"{drift.pair_id}:{drift.sign}:{now.date()}", drift.pk)
        for drift in new
        for place in (pairs[drift.pair_id].newcomer, pairs[drift.pair_id].senior)
    ]
    if facts:
        post_all("drift", facts, now=now, expires_at=now + Drift.PAIR_FIRST)
    return len(new)
