"""Verbs of three hours offered for a session: offer them, pick one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from outbox.actions import post
from programs.models import Side
from sessions_app.actions.meetings import MovedMeanwhile, give_date
from sessions_app.actions.workspace import enter
from sessions_app.clocks import InThePast
from sessions_app.models import Meeting, SlotOffer
from sessions_app.refusal import Refused


class SlotGone(Refused):
    """The hour can no longer be picked."""

    def __init__(self) -> None:
        super().__init__("This hour can no longer be picked. The session may have a new date, or the hour has gone by.")


class NotYours(Refused):
    """Hours are picked by the other, not by whoever offered them."""

    def __init__(self) -> None:
        super().__init__("You offered these hours yourself. Your partner picks one of them.")


@transaction.atomic
def offer_slots(
    meeting: Meeting, *, side: str, version: int, starts: Sequence[datetime], zone: str, now: datetime
) -> SlotOffer:
    """Offer the partner up to three hours for a session; its date stands until one is picked.

    An earlier offer for it is void. `version` is the one that was seen. Raises MovedMeanwhile, InThePast, PairEnded.
    """
    pair = enter(meeting.pair, now=now)
    fresh = Meeting.objects.get(pk=meeting.pk)
    if fresh.version != version or not (fresh.is_planned or fresh.is_undated):
        raise MovedMeanwhile
    if min(starts) <= now:
        raise InThePast("One of these dates has gone by. Choose one that is still to come.")
    SlotOffer.objects.filter(meeting=fresh).delete()
    offer = SlotOffer.objects.create(
        meeting=fresh, version=version, offered_by=side, starts=sorted(set(starts)), zone=zone, offered_at=now
    )
    partner = pair.place_of(Side(side).other).person
    post("slots_offered", to=partner, fact=str(offer.pk), about=offer.pk, expires_at=max(starts), now=now)
    return offer


@transaction.atomic
def pick_slot(offer: SlotOffer, *, side: str, start: datetime, now: datetime) -> None:
    """Give a session the hour that its partner offered, and tell both; a second pick changes nothing more.

    Raises NotYours, SlotGone, PairEnded.
    """
    pair = enter(offer.meeting.pair, now=now)
    fresh = SlotOffer.objects.filter(pk=offer.pk).select_related("meeting").first()
    if side == offer.offered_by:
        raise NotYours
    if fresh is None or start not in fresh.open_slots(now=now):
        raise SlotGone
    give_date(pair, fresh.meeting, version=fresh.version, start=start, zone=fresh.zone, now=now)
