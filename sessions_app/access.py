"""Doors of a workspace: one session of one's own pair, and the one-time link out of a mail."""

from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from outbox.links import BadLink, read, read_lasting
from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest, View, marked
from programs.models import Side
from sessions_app.models import CalendarFeed, Meeting, SlotOffer

CONFIRM = "confirm a session"
MOVE = "move a session"
PICK = "pick an hour"
FEED = "read a calendar"
LINK_LASTS = timedelta(days=14)


def meeting_door(view: View) -> View:
    """Fetch session `number` of the reader's own pair; the view gets `meeting`, with its pair."""

    @pair_door
    @wraps(view)
    def guarded(request: HttpRequest, pair: Pair, number: int, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(pair.meetings, number=number), *args, **kwargs)

    return marked(guarded, "own pair's session")


def confirmation_door(view: View) -> View:
    """Read the one-time link of `token`; the view gets `meeting` and the `side` that it was sent to.

    The meeting is None when the link is altered, too old, or sent for what has changed since.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *_read(token), *args, **kwargs)

    return marked(guarded, "one-time link")


def move_link_door(view: View) -> View:
    """Read the one-time link of `token`; the view gets `meeting` and the `side` that it was sent to.

    The meeting is None when the link is altered, too old, or sent for what has changed since.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            key, version, side = read(MOVE, token, max_age=LINK_LASTS)
        except BadLink:
            return view(request, None, None, *args, **kwargs)
        open_ones = Meeting.objects.with_pairs().filter(state__in=[Meeting.State.PLANNED, Meeting.State.UNDATED])
        meeting = open_ones.filter(pk=key, version=version, pair__ended_at__isnull=True).first()
        is_good = meeting is not None and meeting.pair.place_of(side).person.is_active
        return view(request, *((meeting, Side(side)) if is_good else (None, None)), *args, **kwargs)

    return marked(guarded, "one-time link to move")


def pick_link_door(view: View) -> View:
    """Read the link of `token` to the hours that were offered; the view gets `offer`, None where they are void."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            [key] = read(PICK, token, max_age=LINK_LASTS)
        except BadLink:
            return view(request, None, *args, **kwargs)
        offers = SlotOffer.objects.filter(pk=key, meeting__pair__ended_at__isnull=True)
        people = ("meeting__pair__program", "meeting__pair__newcomer__person", "meeting__pair__senior__person")
        offer = offers.select_related(*people).first()
        if offer is not None and not offer.meeting.pair.place_of(Side(offer.offered_by).other).person.is_active:
            offer = None
        return view(request, offer, *args, **kwargs)

    return marked(guarded, "link to offered hours")


def delegate_door(view: View) -> View:
    """Open to whoever looks after somebody's dates; to everyone else there is no such page."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.calendars_looked_after.exists():
            raise Http404
        return view(request, *args, **kwargs)

    return marked(guarded, "calendar delegate")


def delegate_meeting_door(view: View) -> View:
    """Fetch the session of `meeting_id` whose date the reader looks after; the view gets `meeting`."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, meeting_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        dates = Meeting.objects.looked_after_by(request.user).with_pairs()
        return view(request, get_object_or_404(dates, pk=meeting_id), *args, **kwargs)

    return marked(guarded, "calendar delegate's session")


def feed_door(view: View) -> View:
    """Read the private calendar address of `token`; the view gets its `person`, a revoked or altered one is a 404."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            key = read_lasting(FEED, token)
        except BadLink:
            raise Http404 from None
        feed = get_object_or_404(CalendarFeed.objects.select_related("person"), pk=key, person__is_active=True)
        return view(request, feed.person, *args, **kwargs)

    return marked(guarded, "private calendar address")


def _read(token: str) -> tuple[Meeting | None, Side | None]:
    try:
        key, version, side = read(CONFIRM, token, max_age=LINK_LASTS)
    except BadLink:
        return None, None
    meeting = Meeting.objects.with_pairs().logged().filter(pk=key, version=version).first()
    if meeting is None or not meeting.pair.place_of(side).person.is_active:
        return None, None
    return meeting, Side(side)
