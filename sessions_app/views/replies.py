"""What the pages of a pair answer with: one verb done or refused in words, and what every page shows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from pairing.models import Pair
from people.access import PersonRequest
from sessions_app.refusal import Refused


def done(request: HttpRequest, verb: Callable[..., object], *args: Any, said: str = "", **kwargs: Any) -> bool:
    """Do one verb now and say what is true after it, or why it was refused."""
    try:
        verb(*args, **kwargs, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return False
    if said:
        messages.info(request, said)
    return True


def both(request: PersonRequest, pair: Pair, **more: Any) -> dict[str, Any]:
    """Return what every page of a pair shows: the pair, my side, the partner, and what stays between the two."""
    side = pair.side_of(request.user)
    return {"pair": pair, "program": pair.program, "side": side, "partner": pair.place_of(side.other).person, **more}
