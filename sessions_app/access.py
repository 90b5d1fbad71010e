"""Doors of a workspace: one session of one's own pair, and the one-time link out of a mail."""

from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from outbox.links import BadLink, read, read_lasting
from pairing.access import pair_door
from pairing.models import Pair
from people.access import View, marked
from programs.models import Side
from sessions_app.models import CalendarFeed, Meeting

CONFIRM = "confirm a session"
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
