"""The sweep that reminds people of their sessions and of what waits for them, when their program says so.

Each reminder is one statement that finds who is due and posts it, however many pairs.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Greatest

from outbox.actions import due, hour_after, post_found
from pairing.models import Pair
from programs.models import Program, Side
from sessions_app.models import Agreement, Meeting, Plan, PlanVersion, SharingSheet

SESSION = ("session_week", "session_day", "session_hour")
# What speaks of a session's date, and is taken back when that changes.
OF_A_DATE = ("session_reminder", "prepare_session", "log_session", "find_date")
# A session is near anyway; what waits is told late rather than never.
LATE = {"session_reminder": timedelta(days=1), "prepare_session": timedelta(hours=12)}
USUALLY_LATE = timedelta(days=7)


@dataclass(frozen=True)
class _Rule:
    """A reminder: its kind, its key in the program's settings, and who is due.

    `find(side)` chooses rows with `base`, the hour it counts from; `fact` says what beside the row tells its facts
    apart. One that comes `before` counts back from the hour and is of no use after it.
    """

    kind: str
    key: str
    find: Callable[[Side], QuerySet]
    before: bool = False
    fact: tuple[Any, ...] = ("dating",)
    pair: str = "pair__"
    lasts: timedelta | None = None


def send_session_reminders(*, now: datetime) -> None:
    """Post what comes due within a day, once for each date and each version of what it is about."""
    programs = list(Program.objects.running().filter(reminders_on=True, paused_at__isnull=True))
    for rule in RULES:
        by_time = defaultdict(list)
        for program in programs:
            time = program.time_of(rule.key)
            if time is not None:
                by_time[-time if rule.before else time].append(program.pk)
        for time, chosen in by_time.items():
            for side in Side:
                post_found(rule.kind, _due(rule, side, chosen, time, now=now), now=now)


def reminder_of(meeting: Meeting, key: str = "session_day") -> str:
    """Return the fact a session's reminder tells: this session at this date, so long ahead."""
    return f"{meeting.pk}:{meeting.dating}:{key}"


def _due(rule: _Rule, side: Side, programs: Collection[UUID], time: timedelta, *, now: datetime) -> QuerySet:
    """Return whom a rule reminds on one side, as `post_found` reads it: `time` after the base, or before."""
    awake = Pair.objects.awake().filter(program__in=programs)
    rows = rule.find(side).filter(**{"pair__in" if rule.pair else "pk__in": awake})
    return due(
        rows.filter(base__gt=now) if rule.before else rows,
        to=f"{rule.pair}{side}__person_id",
        time=time,
        late=LATE.get(rule.kind, USUALLY_LATE),
        now=now,
        fact=rule.fact,
        until=F("base") if rule.before else hour_after(rule.lasts),
    )


def _planned(_side: Side) -> QuerySet:
    return Meeting.objects.planned().annotate(base=F("starts_at"))


def _over(_side: Side) -> QuerySet:
    length = ExpressionWrapper(F("minutes") * Value(timedelta(minutes=1), DurationField()), DurationField())
    both = {f"pair__{side}__oriented_at__isnull": False for side in Side}
    end = ExpressionWrapper(F("starts_at") + length, DateTimeField())
    return Meeting.objects.planned().filter(**both).annotate(base=end)


def _logged_by_the_other(side: Side) -> QuerySet:
    return Meeting.objects.filter(state=Meeting.State.LOGGED, logged_by=side.other).annotate(base=F("logged_at"))


def _undated(_side: Side) -> QuerySet:
    return Meeting.objects.filter(state=Meeting.State.UNDATED).annotate(base=F("starts_at"))


def _to_date(_side: Side) -> QuerySet:
    newest = Agreement.objects.filter(pair=OuterRef("pk")).order_by("-version")
    signed = newest.annotate(at=Greatest("newcomer_signed_at", "senior_signed_at")).filter(
        newcomer_signed_at__isnull=False, senior_signed_at__isnull=False
    )
    undated = Pair.objects.filter(~Exists(Meeting.objects.filter(pair=OuterRef("pk"))))
    return undated.annotate(base=Subquery(signed.values("at")[:1]))


def _unshared(side: Side) -> QuerySet:
    mine = SharingSheet.objects.filter(pair=OuterRef("pk"), author=OuterRef(side), shared_at__isnull=False)
    return Pair.objects.filter(~Exists(mine)).annotate(base=F("began_at"))


def _undesigned(side: Side) -> QuerySet:
    """Choose pairs whose sheets are both open and where one side has proposed no plan yet."""
    shared = {
        f"shared_{each}": Subquery(
            SharingSheet.objects.filter(pair=OuterRef("pk"), author=OuterRef(each)).values("shared_at")[:1]
        )
        for each in Side
    }
    mine = Plan.objects.filter(pair=OuterRef("pk"), designer=side, proposed_at__isnull=False)
    both = {f"{name}__isnull": False for name in shared}
    return Pair.objects.filter(~Exists(mine)).annotate(**shared).filter(**both).annotate(base=Greatest(*shared))


def _handed_over(side: Side) -> QuerySet:
    """Choose plans that were handed to one side and wait for its yes."""
    is_theirs = Q(designer=side.other, is_back=False) | Q(designer=side, is_back=True)
    last = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number")
    waiting = Plan.objects.filter(is_theirs, proposed_at__isnull=False, agreed_at__isnull=True)
    return waiting.annotate(base=Subquery(last.values("handed_at")[:1]), handed=Subquery(last.values("number")[:1]))


def _unsigned(side: Side) -> QuerySet:
    """Choose newest agreements that one side has not signed, once both plans are agreed."""
    newer = Agreement.objects.filter(pair=OuterRef("pair"), version__gt=OuterRef("version"))
    agreed = Plan.objects.filter(pair=OuterRef("pair"), agreed_at__isnull=False).order_by().values("pair")
    unsigned = Agreement.objects.filter(~Exists(newer), Q(**{f"{side}_signed_at__isnull": True}))
    last = Subquery(agreed.annotate(last=Max("agreed_at")).values("last"))
    plans = Plan.objects.filter(pair=OuterRef("pair"), agreed_at__isnull=False)
    both = [Exists(plans.filter(designer=each)) for each in Side]
    return unsigned.filter(*both).annotate(base=Greatest("written_at", last))


RULES = (
    *(_Rule("session_reminder", key, _planned, before=True, fact=("dating", Value(key))) for key in SESSION),
    _Rule("prepare_session", "prepare", _planned, before=True),
    _Rule("log_session", "log", _over),
    _Rule("confirm_session", "confirm", _logged_by_the_other, lasts=Meeting.ANSWER_WITHIN),
    _Rule("find_date", "date", _undated),
    _Rule("date_sessions", "date", _to_date, pair="", fact=()),
    _Rule("share_sheet", "sheet", _unshared, pair="", fact=()),
    _Rule("design_plan", "plan", _undesigned, pair="", fact=()),
    _Rule("agree_plan", "plan", _handed_over, fact=("handed",)),
    _Rule("sign_agreement", "agreement", _unsigned, fact=("version",)),
)
