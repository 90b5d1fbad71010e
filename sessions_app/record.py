"""What a pair's workspace keeps about a person."""

import json
from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from people.models import User
from record.clocks import SHARED
from record.erasure import when_erased
from record.registry import (
    COORDINATOR,
    HR,
    ME,
    ORGANISERS_IN_RELEASES,
    PAIR,
    PARTNER,
    PARTNER_ONCE_SHARED,
    SYSTEM,
    After,
    Line,
    Stays,
    keep,
    on_pairs,
    share,
)
from record.sealing import open_one
from sessions_app.models import (
    Action,
    Agreement,
    BoardLetter,
    CalendarDelegate,
    CalendarFeed,
    Cancellation,
    Closing,
    Drift,
    FitCheck,
    GoalWords,
    Meeting,
    MeetingNote,
    PairStanding,
    Plan,
    PlanVersion,
    SharingSheet,
    SheetLine,
    SlotOffer,
)
from sessions_app.queries.closings import WORDS

_UNTIL = SHARED
_SHEET = "So that the two of you know what to meet about."
_PLAN = "So that each of you learns what you came for."
_WORDS = "So that you see your own way; and how many goals rose, counted over many pairs."
_CLOSING = "So that both of you know how it goes on, and part well."
_PARTNER_ONCE_ANSWERED = "your partner, once both of you have answered"
_AGREEMENT = "So that both of you know what holds between you."
_MEETING = "To find your dates, to remind you, and to count the sessions held."
_FEED = "So that your own calendar can read your sessions."
_OFFER = "So that the other can pick an hour."
_DELEGATE = "So that somebody can look after dates."
_DRIFT = "To notice, from dates alone, when a pair loses its rhythm."
_BOARD = "So that the organisers see which pairs they should write to."
_FIT = "So that a pair that does not fit can end without fault."
_NOTE = "So that you can come back to it."
_ACTION = "So that what you meant to try is not forgotten."
# Whoever one of the two has named; shown to both of them.
DELEGATE = "who looks after the calendar of one of you, if anybody does"


def _with(pair: str, *keys: str) -> After:
    """Return when rows go that hang on a pair: with all that the two share."""
    return After(SHARED, f"{pair}__program__closed_at", f"{pair}__began_at", f"{pair}__program__ends_on", keys=keys)


def _pairs(person: User) -> Q:
    return Q(pair__newcomer__person=person) | Q(pair__senior__person=person)


def _by_side(person: User, *, newcomer: Q, senior: Q) -> Q:
    """Choose by which side of the pair the person is on."""
    return (newcomer & Q(pair__newcomer__person=person)) | (senior & Q(pair__senior__person=person))


def _plans(person: User) -> QuerySet[Plan]:
    """Choose the plans a person holds the pen of, and those agreed by both: a draft is its writer's alone."""
    with_designer = Q(proposed_at__isnull=True) | Q(is_back=True)
    newcomers_pen = Q(with_designer, designer="newcomer") | (Q(designer="senior") & ~with_designer)
    seniors_pen = Q(with_designer, designer="senior") | (Q(designer="newcomer") & ~with_designer)
    visible = _by_side(person, newcomer=newcomers_pen, senior=seniors_pen) | (_pairs(person) & ~Q(agreed_at=None))
    return Plan.objects.filter(visible).select_related("pair__data_key")


def _cancellations(person: User) -> QuerySet[Cancellation]:
    """Choose those of a person's own side: the partner's are nobody's to read."""
    mine = Q(side="newcomer", pair__newcomer__person=person) | Q(side="senior", pair__senior__person=person)
    return Cancellation.objects.filter(mine)


def _show_fit(check: FitCheck, line: Line) -> str | None:
    if line.field != "answer":
        return None
    return str(FitCheck.Says(open_one(check, "answer")).label) if check.is_answered else "none so far"


def _versions(person: User) -> QuerySet[PlanVersion]:
    pairs = Q(plan__pair__newcomer__person=person) | Q(plan__pair__senior__person=person)
    return PlanVersion.objects.filter(pairs).select_related("plan__pair__data_key")


def _show_plan(plan: Plan | PlanVersion, line: Line) -> str | None:
    if line.field in {"goals", "themes"}:
        return "; ".join(json.loads(open_one(plan, line.field) or "[]"))
    return None


def _show_offer(offer: SlotOffer, line: Line) -> str | None:
    if line.field == "starts":
        return "; ".join(date_format(timezone.localtime(start), "D j F Y, H:i") for start in offer.starts)
    return None


def _show_words(words: GoalWords, line: Line) -> str:
    said = json.loads(open_one(words, line.field) or "[]")
    return "; ".join(WORDS.get(word, "nothing said") for word in said)


def _closings(person: User) -> QuerySet[Closing]:
    """Choose what a person answered, and once both had, what the partner did."""
    opened = _pairs(person) & Q(settled_at__isnull=False)
    return Closing.objects.filter(Q(author__person=person) | opened).select_related("pair__data_key")


def _show_closing(closing: Closing, line: Line) -> str | None:
    if line.field != "answer":
        return None
    answer = json.loads(open_one(closing, "answer"))
    more = f", {answer['more']} more" if answer["more"] else ""
    return f"{Closing.Choice(answer['choice']).label}{more}"


keep(
    SharingSheet,
    title="Your sharing sheets",
    of=lambda person: SharingSheet.objects.filter(author__person=person),
    lines=[Line("shared_at", "When you shared it", (ME, PARTNER_ONCE_SHARED), _SHEET, _UNTIL)],
    ends=[_with("pair")],
    plumbing=["id", "pair", "author", "version"],
)
keep(
    SheetLine,
    title="Lines of your sharing sheets",
    of=lambda person: SheetLine.objects.filter(sheet__author__person=person).select_related("sheet__pair__data_key"),
    lines=[
        Line("kind", "What the line is about", (ME, PARTNER_ONCE_SHARED), _SHEET, _UNTIL),
        Line("text", "The line; if you keep it back, you alone read it", (ME, PARTNER_ONCE_SHARED), _SHEET, _UNTIL),
        Line("is_kept_back", "Whether you keep it back", (ME,), _SHEET, _UNTIL),
    ],
    ends=[_with("sheet__pair", "sheet__pair__data_key")],
    plumbing=["id", "sheet", "position"],
)
keep(
    Plan,
    title="Plans of your pairs",
    of=_plans,
    lines=[
        Line("designer", "Who designed it", (ME, PARTNER), _PLAN, _UNTIL),
        Line("goals", "Goals; until handed over, their writer alone reads them", (ME, PARTNER), _PLAN, _UNTIL),
        Line("themes", "Themes; until handed over, their writer alone reads them", (ME, PARTNER), _PLAN, _UNTIL),
        Line("proposed_at", "When it was proposed", (ME, PARTNER), _PLAN, _UNTIL),
        Line("is_back", "Whether it came back with changes", (ME, PARTNER), _PLAN, _UNTIL),
        Line("agreed_at", "When it was agreed", (ME, PARTNER), _PLAN, _UNTIL),
    ],
    ends=[_with("pair", "pair__data_key")],
    plumbing=["id", "pair", "version"],
    show=_show_plan,
)
keep(
    PlanVersion,
    title="Versions of those plans",
    of=_versions,
    lines=[
        Line("number", "Version", (PAIR,), _PLAN, _UNTIL),
        Line("worded_by", "Whose wording", (PAIR,), _PLAN, _UNTIL),
        Line("goals", "Goals", (PAIR,), _PLAN, _UNTIL),
        Line("themes", "Themes", (PAIR,), _PLAN, _UNTIL),
        Line("handed_at", "When it was handed over", (PAIR,), _PLAN, _UNTIL),
    ],
    ends=[_with("plan__pair", "plan__pair__data_key")],
    plumbing=["id", "plan"],
    show=_show_plan,
)
keep(
    GoalWords,
    title="Your own words for your goals",
    of=lambda person: GoalWords.objects.filter(learner__person=person).select_related("learner__data_key"),
    lines=[
        Line("before", "Where you stood when the plan was agreed", (ME, ORGANISERS_IN_RELEASES), _WORDS, _UNTIL),
        Line("after", "Where you stood at the closing", (ME, ORGANISERS_IN_RELEASES), _WORDS, _UNTIL),
    ],
    ends=[_with("plan__pair", "learner__data_key")],
    plumbing=["id", "plan", "learner"],
    show=_show_words,
)
keep(
    Closing,
    title="Closings of your pairs",
    of=_closings,
    lines=[
        Line("answer", "How it goes on", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, _UNTIL),
        Line("thanks", "A line of thanks", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, _UNTIL),
        Line("keeps_copy", "Whether what was written is kept", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, _UNTIL),
        Line("answered_at", "When it was answered", (ME, _PARTNER_ONCE_ANSWERED), _CLOSING, _UNTIL),
        Line("settled_at", "When both had answered", (PAIR,), _CLOSING, _UNTIL),
    ],
    ends=[_with("pair", "pair__data_key")],
    plumbing=["id", "pair", "author"],
    show=_show_closing,
)
keep(
    Agreement,
    title="Your agreements",
    of=lambda person: Agreement.objects.filter(_pairs(person)).select_related("pair__data_key"),
    lines=[
        Line("version", "Version", (PAIR,), _AGREEMENT, _UNTIL),
        Line("text", "Text", (PAIR,), _AGREEMENT, _UNTIL),
        Line("written_at", "When it was written", (PAIR,), _AGREEMENT, _UNTIL),
        Line("newcomer_signed_at", "Signed on the newcomer's side", (PAIR,), _AGREEMENT, _UNTIL),
        Line("senior_signed_at", "Signed on the senior's side", (PAIR,), _AGREEMENT, _UNTIL),
    ],
    ends=[_with("pair", "pair__data_key")],
    plumbing=["id", "pair"],
)
keep(
    Meeting,
    title="Your sessions",
    of=lambda person: Meeting.objects.filter(_pairs(person)),
    lines=[
        Line("number", "Which session", (PAIR,), _MEETING, _UNTIL),
        Line("state", "Whether it has a date, is logged or held", (PAIR, COORDINATOR, HR), _MEETING, _UNTIL),
        Line(
            "starts_at",
            "When, or the date that fell through; organisers see only whether the next has a date",
            (PAIR, DELEGATE),
            _MEETING,
            _UNTIL,
        ),
        Line("minutes", "How long", (PAIR, DELEGATE), _MEETING, _UNTIL),
        Line("place", "Where, in your invites too", (PAIR, DELEGATE), _MEETING, _UNTIL),
        Line("zone", "By whose clock", (PAIR,), _MEETING, _UNTIL),
        Line("logged_by", "Who logged it", (PAIR,), _MEETING, _UNTIL),
        Line("logged_at", "When it was logged", (PAIR,), _MEETING, _UNTIL),
        Line("confirmed_at", "When it came to count as held", (PAIR,), _MEETING, _UNTIL),
        Line("is_logged_by_one", "Whether it counts because 72 hours passed", (PAIR,), _MEETING, _UNTIL),
    ],
    ends=[_with("pair")],
    plumbing=["id", "pair", "version"],
)
keep(
    SlotOffer,
    title="Hours offered for your sessions",
    of=lambda person: SlotOffer.objects.filter(
        Q(meeting__pair__newcomer__person=person) | Q(meeting__pair__senior__person=person)
    ),
    lines=[
        Line("starts", "Which hours", (PAIR,), _OFFER, _UNTIL),
        Line("zone", "By whose clock", (PAIR,), _OFFER, _UNTIL),
        Line("offered_by", "Who offers them", (PAIR,), _OFFER, _UNTIL),
        Line("offered_at", "When they were offered", (PAIR,), _OFFER, _UNTIL),
    ],
    ends=[_with("meeting__pair")],
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
keep(
    MeetingNote,
    title="Your notes on sessions",
    of=lambda person: MeetingNote.objects.filter(author__person=person).select_related(
        "author__data_key", "meeting__pair__data_key"
    ),
    lines=[
        Line("text", "The note", (ME, "your partner, if it is a shared note"), _NOTE, _UNTIL),
        Line("is_private", "Whether you alone read it", (ME,), _NOTE, _UNTIL),
        Line("written_at", "When you wrote it", (ME,), _NOTE, _UNTIL),
    ],
    ends=[_with("meeting__pair", "author__data_key", "meeting__pair__data_key")],
    plumbing=["id", "meeting", "author"],
)
keep(
    Action,
    title="Actions of your pairs",
    of=lambda person: Action.objects.filter(_pairs(person)).with_keys(),
    lines=[
        Line("text", "What one of you will try", (PAIR,), _ACTION, _UNTIL),
        Line("owner", "Whose it is", (PAIR,), _ACTION, _UNTIL),
        Line("due_on", "By when", (PAIR,), _ACTION, _UNTIL),
        Line("written_at", "When it was written", (PAIR,), _ACTION, _UNTIL),
        Line("done_at", "When it was ticked", (PAIR,), _ACTION, _UNTIL),
    ],
    ends=[_with("pair", "pair__data_key")],
    plumbing=["id", "pair", "meeting"],
)
keep(
    Cancellation,
    title="Sessions you left without a date",
    of=_cancellations,
    lines=[
        Line("side", "That it was you", (ME, SYSTEM), _DRIFT, _UNTIL),
        Line("at", "When", (ME, SYSTEM), _DRIFT, _UNTIL),
    ],
    ends=[_with("pair")],
    plumbing=["id", "pair"],
)
keep(
    Drift,
    title="Signs that your pair is losing its rhythm",
    of=lambda person: Drift.objects.filter(_pairs(person)),
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
    ends=[_with("pair")],
    plumbing=["id", "pair"],
)
keep(
    PairStanding,
    title="Where your pair stands, for the board of a large program",
    of=lambda person: PairStanding.objects.filter(_pairs(person)),
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
    of=lambda person: BoardLetter.objects.filter(_pairs(person) | Q(written_by=person)),
    lines=[Line("written_at", "When", (PAIR, COORDINATOR, HR), "So that nobody is written to every day.", _UNTIL)],
    ends=[_with("pair")],
    plumbing=["id", "pair", "batch", "written_by"],
)
keep(
    FitCheck,
    title="Whether it fitted after the first session",
    of=lambda person: FitCheck.objects.filter(participation__person=person).select_related("participation__data_key"),
    lines=[
        Line("asked_at", "When you were asked", (ME,), _FIT, _UNTIL),
        Line("answer", "Your answer: the one answer that stays linked to you", (ME,), _FIT, _UNTIL),
    ],
    ends=[_with("pair", "participation__data_key")],
    plumbing=["id", "pair", "participation"],
    show=_show_fit,
)

_JOINT = "It is your partner’s as much as yours; your name is taken off."


def _mine(side: str) -> Callable[[User], Q]:
    """Return how to choose what carries the side of its maker in field `side`."""
    return lambda person: _by_side(person, newcomer=Q(**{side: "newcomer"}), senior=Q(**{side: "senior"}))


when_erased(SharingSheet, stays="It says when it was shared, for your partner; its lines go.")
when_erased(SheetLine, goes=lambda person: SheetLine.objects.filter(sheet__author__person=person))
when_erased(
    Plan,
    goes=lambda person: Plan.objects.filter(
        _mine("designer")(person), proposed_at__isnull=True, agreed_at__isnull=True, words__isnull=True
    ),
    stays=f"Plans that were handed over, and those designed for you. {_JOINT}",
)
when_erased(PlanVersion, stays=_JOINT)
when_erased(GoalWords, goes=lambda person: GoalWords.objects.filter(learner__person=person))
when_erased(
    Closing,
    goes=lambda person: Closing.objects.filter(author__person=person),
    stays="What your partner said at the closing is theirs.",
)
when_erased(Agreement, Meeting, Drift, BoardLetter, PairStanding, stays=_JOINT)
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
when_erased(MeetingNote, goes=lambda person: MeetingNote.objects.filter(author__person=person))
when_erased(
    Action,
    goes=lambda person: Action.objects.filter(_mine("owner")(person)),
    stays="What your partner meant to try is theirs.",
)
when_erased(Cancellation, goes=_cancellations)
when_erased(FitCheck, goes=lambda person: FitCheck.objects.filter(participation__person=person))

on_pairs(
    {
        **dict.fromkeys(
            (SharingSheet, Plan, Closing, Agreement, Meeting, Action, Cancellation, Drift, BoardLetter, FitCheck),
            "pair",
        ),
        SheetLine: "sheet__pair",
        PlanVersion: "plan__pair",
        GoalWords: "plan__pair",
        SlotOffer: "meeting__pair",
        MeetingNote: "meeting__pair",
    }
)


def _partners_lines(person: User) -> QuerySet[SheetLine]:
    """Choose what partners wrote on their sheets and did not keep back, once both have shared."""
    pairs = SharingSheet.objects.filter(author__person=person, shared_at__isnull=False).values("pair")
    others = SheetLine.objects.filter(sheet__pair__in=pairs, sheet__shared_at__isnull=False, is_kept_back=False)
    return others.exclude(sheet__author__person=person).select_related("sheet__pair__data_key")


def _partners_notes(person: User) -> QuerySet[MeetingNote]:
    """Choose the notes that partners wrote for both."""
    mine = Q(meeting__pair__newcomer__person=person) | Q(meeting__pair__senior__person=person)
    others = MeetingNote.objects.filter(mine, is_private=False).exclude(author__person=person)
    return others.select_related("author__data_key", "meeting__pair__data_key")


share(SheetLine, title="Lines of your partners’ sharing sheets", rows=_partners_lines)
share(MeetingNote, title="Notes your partners shared with you", rows=_partners_notes)
