"""What the pages of a pair answer with: one verb done or refused in words, and what every page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from pairing.models import Pair
from people.access import PersonRequest
from sessions_app.forms import VersionForm
from sessions_app.refusal import ChangedMeanwhile, Refused


class Typed(Protocol):
    """A form of a paper."""

    is_bound: bool

    def is_valid(self) -> bool:
        """Whether it can be kept as it is."""

    def typed(self) -> str:
        """What was typed, valid or not."""


@dataclass(frozen=True)
class Keeping:
    """How a paper's form was kept, for the page that answers.

    `version` is what the form is opened on now, `note` the quiet line beside its buttons, `changed` whether the text
    changed meanwhile, `typed` what was typed where it was not kept.
    """

    version: int
    is_kept: bool = False
    note: str = ""
    changed: bool = False
    typed: str = ""


def seen(request: HttpRequest) -> int:
    """Return the version a form was opened on; one that says none has seen nothing that stands."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0


def keep(
    request: PersonRequest,
    form: Typed,
    verb: Callable[[], Any],
    *,
    stands: int,
    said: str = "",
    is_old: bool = False,
) -> Keeping:
    """Do a paper's verb with what was typed; where it is refused or the form is not valid, nothing typed is lost.

    A page that saves by itself answers with its line only, and stays opened on what it was opened on until it has
    been saved: it never overwrites what it has not shown. `is_old` says that a draft was begun on an older text.
    """
    by_itself = bool(request.htmx)
    if not form.is_bound:
        return Keeping(stands, changed=is_old)
    here = seen(request) if by_itself else stands
    if not form.is_valid():
        return Keeping(here, note="Not saved: this is too long.", typed=form.typed())
    try:
        kept = verb()
    except Refused as refusal:
        if not by_itself:
            messages.warning(request, str(refusal))
        note = f"Not saved. {refusal}"
        return Keeping(here, note=note, changed=isinstance(refusal, ChangedMeanwhile), typed=form.typed())
    if by_itself:
        return Keeping(kept.version if kept else 0, is_kept=True, note=f"Saved {timezone.localtime():%H:%M}")
    messages.info(request, said)
    return Keeping(stands, is_kept=True)


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
