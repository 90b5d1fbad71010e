"""Where each pair of a program stands, computed by the database for thousands at once: steps, counts and colours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from pairing.models import Pair, PairQuerySet, Proposal
from programs.models import Participation, Program, Side
from sessions_app.models import Agreement, BoardLetter, Drift, Meeting, Plan, SharingSheet

State = Meeting.State
REPOOLED_WITHIN = timedelta(days=60)


class Stage(TextChoices):
    """Where a pair stands as organisers may know it: the name of a step, never whose turn it is."""

    SHEETS = "sheets", "Sharing sheets"
    PLANS = "plans", "Plans"
    AGREEMENT = "agreement", "Agreement"
    DATES = "dates", "Dates"
    ORIENTATION = "orientation", "Orientation"
    SESSION = "session", "Session ahead"
    LOG = "log", "Logging a session"
    FIND_DATE = "find_date", "Finding a new date"
    DONE = "done", "All sessions held"
    PAUSED = "paused", "On a break"
    REPOOL = "repool", "Re-pool"


class Colour(TextChoices):
    """How a pair keeps its rhythm, out of dates alone; always said with its word."""

    GOOD = "good", "on course"
    WATCH = "watch", "slowing down"
    STUCK = "stuck", "stuck"
    NONE = "none", "no colour"


class Action(TextChoices):
    """The one next action of a coordinator."""

    WRITE = "write", "Write to both"
    REPOOL = "repool", "Offer another partner"
    NOTHING = "nothing", "Nothing to do"


def on_board(program: Program, *, now: datetime) -> PairQuerySet:
    """Choose the live pairs of a program, and lately ended ones of which somebody waits for another partner."""
    waits = Q(pk__in=[])
    for side in Side:
        waits |= Q(_waits_again(side))
    return Pair.objects.filter(program=program).filter(
        Q(ended_at__isnull=True) | (Q(ended_at__gt=now - REPOOLED_WITHIN) & waits)
    )


def standing(pairs: PairQuerySet, *, now: datetime) -> QuerySet[Any]:
    """Annotate each pair with `stage`, `number` (the next session), `held`, `planned`, `total`, `colour`, `action`."""
    meetings = Meeting.objects.filter(pair=OuterRef("pk")).order_by()
    planned = meetings.planned()
    logged_or_held = meetings.filter(state__in=[State.LOGGED, State.HELD])
    plans = Plan.objects.filter(pair=OuterRef("pk"), agreed_at__isnull=False)
    sheets = SharingSheet.objects.filter(pair=OuterRef("pk"), shared_at__isnull=False)
    newest = Agreement.objects.filter(pair=OuterRef("pk")).order_by("-version")
    signed = newest.annotate(
        both=Case(
            When(newcomer_signed_at__isnull=False, senior_signed_at__isnull=False, then=True),
            default=False,
            output_field=BooleanField(),
        )
    )
    drifts = Drift.objects.filter(pair=OuterRef("pk")).told_to_organisers(now).order_by()
    unread = (Q(newcomer__oriented_at__isnull=True) | Q(senior__oriented_at__isnull=True)) & ~Exists(logged_or_held)
    is_due = Exists(planned.filter(starts_at__lte=now)) & ~unread
    is_at_rest = (
        Q(program__paused_at__isnull=False) | Q(newcomer__paused_at__isnull=False) | Q(senior__paused_at__isnull=False)
    )
    return pairs.annotate(
        dated=_count(meetings),
        held=_count(meetings.held()),
        planned=_count(planned.filter(starts_at__gt=now)),
        total=Case(
            When(dated__gt=0, then=F("dated")), default=F("program__session_count"), output_field=IntegerField()
        ),
        number=Subquery(planned.order_by("starts_at", "number").values("number")[:1]),
        stage=Case(
            When(ended_at__isnull=False, then=Value(Stage.REPOOL.value)),
            When(is_at_rest, then=Value(Stage.PAUSED.value)),
            When(is_due | Exists(meetings.filter(state=State.LOGGED)), then=Value(Stage.LOG.value)),
            When(held__gt=0, held=F("total"), then=Value(Stage.DONE.value)),
            When(Exists(planned) & unread, then=Value(Stage.ORIENTATION.value)),
            When(Exists(planned), then=Value(Stage.SESSION.value)),
            When(Exists(meetings.filter(state=State.UNDATED)), then=Value(Stage.FIND_DATE.value)),
            When(~Q(Exists(sheets.filter(author=OuterRef("newcomer")))), then=Value(Stage.SHEETS.value)),
            When(~Q(Exists(sheets.filter(author=OuterRef("senior")))), then=Value(Stage.SHEETS.value)),
            When(~Q(Exists(plans.filter(designer=Side.NEWCOMER))), then=Value(Stage.PLANS.value)),
            When(~Q(Exists(plans.filter(designer=Side.SENIOR))), then=Value(Stage.PLANS.value)),
            When(Q(Subquery(signed.values("both")[:1])), then=Value(Stage.DATES.value)),
            default=Value(Stage.AGREEMENT.value),
            output_field=CharField(),
        ),
        drifts_seen=_count(drifts),
        was_written=Exists(BoardLetter.objects.filter(pair=OuterRef("pk"), written_at__gt=now - BoardLetter.ONCE_IN)),
        colour=Case(
            When(stage__in=[Stage.REPOOL, Stage.PAUSED, Stage.DONE], then=Value(Colour.NONE.value)),
            When(program__drift_on=False, then=Value(Colour.NONE.value)),
            When(drifts_seen__gt=1, then=Value(Colour.STUCK.value)),
            When(Exists(drifts.filter(noticed_at__lte=now - Drift.STUCK_AFTER)), then=Value(Colour.STUCK.value)),
            When(drifts_seen__gt=0, then=Value(Colour.WATCH.value)),
            default=Value(Colour.GOOD.value),
            output_field=CharField(),
        ),
        action=Case(
            When(stage=Stage.REPOOL, then=Value(Action.REPOOL.value)),
            When(colour__in=[Colour.WATCH, Colour.STUCK], was_written=False, then=Value(Action.WRITE.value)),
            default=Value(Action.NOTHING.value),
            output_field=CharField(),
        ),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows of a pair there are."""
    counted = rows.values("pair").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _waits_again(side: Side) -> Exists:
    """Return whether the one on a side looks for a partner, and has neither a later pair nor an open proposal."""
    here = Participation.objects.looking().with_places().filter(pk=OuterRef(f"{side}"))
    later = Pair.objects.filter(**{side: OuterRef("pk")}, began_at__gte=OuterRef(OuterRef("ended_at")))
    proposed = Proposal.objects.open().filter(**{side: OuterRef("pk")})
    return Exists(here.filter(~Exists(later), ~Exists(proposed)))
