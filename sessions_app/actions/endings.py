"""The sweep that takes the sessions of an ended pair out of both calendars."""

from datetime import datetime

from outbox.actions import post_all
from outbox.models import Message, key_of
from pairing.models import Pair
from sessions_app.models import Meeting

KIND = "sessions_called_off"


def call_off_sessions(*, now: datetime) -> None:
    """Tell both of each ended pair once that the sessions still to come are off: whoever ended it is not named."""
    to_come = Meeting.objects.planned().filter(starts_at__gt=now, pair__ended_at__isnull=False)
    pairs = Pair.objects.filter(pk__in=to_come.values("pair")).with_people()
    due = {
        key_of(KIND, place.person_id, str(pair.pk)): (place.person, str(pair.pk), pair.pk)
        for pair in pairs
        for place in (pair.newcomer, pair.senior)
    }
    # Posting again would be a no-op; leaving it out spares a day of needless wake-ups.
    already = set(Message.objects.filter(dedupe_key__in=due).values_list("dedupe_key", flat=True))
    if due.keys() - already:
        post_all(KIND, [due[key] for key in due.keys() - already], now=now)
