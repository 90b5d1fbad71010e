"""What a pair's rhythm keeps about a person: dates alone, and the fit check."""

from django.db.models import Q, QuerySet

from people.models import User
from record.erasure import when_erased
from record.registry import COORDINATOR, HR, ME, PAIR, SYSTEM, Line, Stays, keep, on_pairs
from record.sealing import open_one
from sessions_app.models import BoardLetter, Cancellation, Drift, FitCheck, PairStanding
from sessions_app.record.pairs import JOINT, UNTIL, on_their_pairs, with_pair

_DRIFT = "To notice, from dates alone, when a pair loses its rhythm."
_BOARD = "So that the organisers see which pairs they should write to."
_FIT = "So that a pair that does not fit can end without fault."


def _cancellations(person: User) -> QuerySet[Cancellation]:
    """Choose those of a person's own side: the partner's are nobody's to read."""
    mine = Q(side="newcomer", pair__newcomer__person=person) | Q(side="senior", pair__senior__person=person)
    return Cancellation.objects.filter(mine)


def _show_fit(check: FitCheck, line: Line) -> str | None:
    if line.field != "answer":
        return None
    return str(FitCheck.Says(open_one(check, "answer")).label) if check.is_answered else "none so far"


keep(
    Cancellation,
    title="Sessions you left without a date",
    of=_cancellations,
    lines=[
        Line("side", "That it was you", (ME, SYSTEM), _DRIFT, UNTIL),
        Line("at", "When", (ME, SYSTEM), _DRIFT, UNTIL),
    ],
    ends=[with_pair("pair")],
    plumbing=["id", "pair"],
)
keep(
    Drift,
    title="Signs that your pair is losing its rhythm",
    of=lambda person: Drift.objects.filter(on_their_pairs(person)),
    lines=[
        Line(
            "sign",
            "What the dates show; organisers see only a colour, three days later",
            (PAIR,),
            _DRIFT,
            "until it is gone",
        ),
        Line("noticed_at", "Since when", (PAIR,), _DRIFT, "until it is gone"),
    ],
    ends=[with_pair("pair")],
    plumbing=["id", "pair"],
)
keep(
    PairStanding,
    title="Where your pair stands, for the board of a large program",
    of=lambda person: PairStanding.objects.filter(on_their_pairs(person)),
    lines=[
        Line("stage", "The step", (PAIR, COORDINATOR, HR), _BOARD, "while the pair is on the board"),
        Line("colour", "The colour", (PAIR, COORDINATOR, HR), _BOARD, "while the pair is on the board"),
        Line("held", "Sessions held", (PAIR, COORDINATOR, HR), _BOARD, "while the pair is on the board"),
    ],
    ends=[Stays("It goes with its pair.")],
    plumbing=["pair", "program", "place"],
)
keep(
    BoardLetter,
    title="Letters the organisers wrote to your pair",
    of=lambda person: BoardLetter.objects.filter(on_their_pairs(person) | Q(written_by=person)),
    lines=[Line("written_at", "When", (PAIR, COORDINATOR, HR), "So that nobody is written to every day.", UNTIL)],
    ends=[with_pair("pair")],
    plumbing=["id", "pair", "batch", "written_by"],
)
keep(
    FitCheck,
    title="Whether it fitted after the first session",
    of=lambda person: FitCheck.objects.filter(participation__person=person).select_related("participation__data_key"),
    lines=[
        Line("asked_at", "When you were asked", (ME,), _FIT, UNTIL),
        Line("answer", "Your answer: the one answer that stays linked to you", (ME,), _FIT, UNTIL),
    ],
    ends=[with_pair("pair", "participation__data_key")],
    plumbing=["id", "pair", "participation"],
    show=_show_fit,
)

when_erased(Drift, PairStanding, BoardLetter, stays=JOINT)
when_erased(Cancellation, goes=_cancellations)
when_erased(FitCheck, goes=lambda person: FitCheck.objects.filter(participation__person=person))
on_pairs(dict.fromkeys((Cancellation, Drift, BoardLetter, FitCheck), "pair"))
