"""What keeping dates stores about a person."""

from django.db.models import Q

from record.erasure import when_erased
from record.moments import hour
from record.registry import ME, PAIR, Line, Stays, keep, on_pairs
from sessions_app.models import CalendarDelegate, CalendarFeed, SlotOffer
from sessions_app.record.pairs import UNTIL, with_pair

_OFFER = "So that the other can pick an hour."
_DELEGATE = "So that somebody can look after dates."
_FEED = "So that your own calendar can read your sessions."


def _show_offer(offer: SlotOffer, line: Line) -> str | None:
    if line.field == "starts":
        return "; ".join(hour(start, with_year=True) for start in offer.starts)
    return None


keep(
    SlotOffer,
    title="Hours offered for your sessions",
    of=lambda person: SlotOffer.objects.filter(
        Q(meeting__pair__newcomer__person=person) | Q(meeting__pair__senior__person=person)
    ),
    lines=[
        Line("starts", "Which hours", (PAIR,), _OFFER, UNTIL),
        Line("zone", "By whose clock", (PAIR,), _OFFER, UNTIL),
        Line("offered_by", "Who offers them", (PAIR,), _OFFER, UNTIL),
        Line("offered_at", "When they were offered", (PAIR,), _OFFER, UNTIL),
    ],
    ends=[with_pair("meeting__pair")],
    plumbing=["id", "meeting", "version"],
    show=_show_offer,
)
keep(
    CalendarDelegate,
    title="Who looks after whose dates",
    of=lambda person: CalendarDelegate.objects.filter(Q(person=person) | Q(delegate=person)).select_related(
        "person", "delegate"
    ),
    lines=[
        Line("person", "Whose dates", (ME, "your partners", "the other of the two"), _DELEGATE, "until it is ended"),
        Line(
            "delegate",
            "Who looks after them",
            (ME, "your partners", "the other of the two"),
            _DELEGATE,
            "until it is ended",
        ),
        Line("named_at", "Since when", (ME, "the other of the two"), _DELEGATE, "until it is ended"),
    ],
    ends=[Stays("It goes when either of the two ends it.")],
    plumbing=["id"],
)
keep(
    CalendarFeed,
    title="Your calendar address",
    of=lambda person: CalendarFeed.objects.filter(person=person),
    lines=[Line("made_at", "When you made it", (ME,), _FEED, "until you revoke it")],
    ends=[Stays("It goes when you revoke the address.")],
    plumbing=["id", "person"],
)

when_erased(
    SlotOffer,
    goes=lambda person: SlotOffer.objects.filter(
        Q(offered_by="newcomer", meeting__pair__newcomer__person=person)
        | Q(offered_by="senior", meeting__pair__senior__person=person)
    ),
    stays="Hours that your partner offered are theirs.",
)
when_erased(
    CalendarDelegate, goes=lambda person: CalendarDelegate.objects.filter(Q(person=person) | Q(delegate=person))
)
when_erased(CalendarFeed, goes=lambda person: CalendarFeed.objects.filter(person=person))
on_pairs({SlotOffer: "meeting__pair"})
