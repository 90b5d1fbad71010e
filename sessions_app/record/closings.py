"""What closings keep about a person."""

import json

from django.db.models import Q, QuerySet

from people.models import User
from record.erasure import when_erased
from record.registry import ME, PAIR, Line, keep, on_pairs
from record.sealing import open_one
from sessions_app.models import Closing
from sessions_app.record.pairs import UNTIL, on_their_pairs, with_pair

_CLOSING = "So that both of you know how it goes on, and part well."
_PARTNER_ONCE_ANSWERED = "your partner, once both of you have answered"


def _closings(person: User) -> QuerySet[Closing]:
    """Choose what a person answered, and once both had, what the partner did."""
    opened = on_their_pairs(person) & Q(settled_at__isnull=False)
    return Closing.objects.filter(Q(author__person=person) | opened).select_related("pair__data_key")


def _show_closing(closing: Closing, line: Line) -> str | None:
    if line.field != "answer":
        return None
    answer = json.loads(open_one(closing, "answer"))
    more = f", {answer['more']} more" if answer["more"] else ""
    return f"{Closing.Choice(answer['choice']).label}{more}"


keep(
    Closing,
    title="Closings of your pairs",
    of=_closings,
    lines=[
        Line("answer", "How it goes on", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, UNTIL),
        Line("thanks", "A line of thanks", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, UNTIL),
        Line("keeps_copy", "Whether what was written is kept", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, UNTIL),
        Line("answered_at", "When it was answered", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, UNTIL),
        Line("settled_at", "When both had answered", (PAIR,), _CLOSING, UNTIL),
    ],
    ends=[with_pair("pair", "pair__data_key")],
    plumbing=["id", "pair", "author"],
    show=_show_closing,
)

when_erased(
    Closing,
    goes=lambda person: Closing.objects.filter(author__person=person),
    stays="What your partner said at the closing is theirs.",
)
on_pairs({Closing: "pair"})
