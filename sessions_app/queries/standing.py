"""Where each pair of a program stands: steps, counts and colours of thousands of pairs in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, DateTimeField, Exists, Min, OuterRef, Q, QuerySet, TextChoices, TextField, Value
from django.db.models.functions import Cast

from pairing.models import Pair, PairQuerySet, Proposal
from programs.models import Participation, Program, Side
from sessions_app.models import Agreement, BoardLetter, Drift, Meeting, PairStanding, Plan, SharingSheet

State = Meeting.State
REPOOLED_WITHIN = timedelta(days=60)
# A board of more pairs is filtered and sorted by what the last sweep wrote down; counting them all would be felt.
COUNTED_AT_ONCE = 300
LOOKED_UP_EVERY = 600  # seconds
BOTH = 2


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


def by_name(pairs: PairQuerySet) -> PairQuerySet:
    """Sort pairs by the newcomer's name."""
    return pairs.order_by("newcomer__person__name", "pk")


def is_large(program: Program) -> bool:
    """Whether a program has more pairs than its board counts at once: a sweep writes down where they stand."""
    return program.pairs.live().count() > COUNTED_AT_ONCE


def is_noted(program: Program) -> bool:
    """Whether it is written down where a program's pairs stand."""
    return PairStanding.objects.filter(program=program).exists()


def departments_of(program: Program, *, is_noted: bool) -> list[str]:
    """Return the departments that a board is filtered by; those of a large program are looked up now and then."""

    def look() -> list[str]:
        here = Participation.objects.enrolled().filter(program=program).exclude(person__department="").order_by()
        return sorted(set(here.values_list("person__department", flat=True).distinct()))

    return list(cache.get_or_set(f"departments-{program.pk}", look, LOOKED_UP_EVERY) or []) if is_noted else look()


@dataclass(frozen=True)
class Standing:
    """One pair as organisers may know it: `number` is the next session's, `planned` how many are still to come."""

    stage: Stage
    number: int | None
    held: int
    planned: int
    total: int
    colour: Colour
    was_written: bool

    @property
    def step(self) -> str:
        """The step in words."""
        return f"Session {self.number}" if self.stage == Stage.SESSION else str(self.stage.label)

    @property
    def action(self) -> Action:
        """The one next action."""
        if self.stage == Stage.REPOOL:
            return Action.REPOOL
        is_slow = self.colour in {Colour.WATCH, Colour.STUCK}
        return Action.WRITE if is_slow and not self.was_written else Action.NOTHING


def standings(program: Program, pairs: QuerySet[Any], *, now: datetime) -> dict[UUID, Standing]:
    """Return pair → its standing, for `pairs` of one program in their order, in three queries however many."""
    people = [f"{side}__{field}" for side in Side for field in ("oriented_at", "paused_at")]
    # The whole program is counted: to say which pairs are meant, again in each read, would cost more.
    meant = Pair.objects.filter(program=program).values("pk")
    return _standings(program, pairs.values("pk", "ended_at", *people), meant, now=now)


def standings_of(program: Program, pairs: Collection[Pair], *, now: datetime) -> dict[UUID, Standing]:
    """Return what `standings` does for a few pairs that are fetched with their people already, in two queries."""
    rows = [
        {
            "pk": pair.pk,
            "ended_at": pair.ended_at,
            **{
                f"{side}__{field}": getattr(pair.place_of(side), field)
                for side in Side
                for field in ("oriented_at", "paused_at")
            },
        }
        for pair in pairs
    ]
    return _standings(program, rows, [pair.pk for pair in pairs], now=now)


def _standings(program: Program, rows: Iterable[Any], meant: Any, *, now: datetime) -> dict[UUID, Standing]:
    sessions = {row["pair"]: row for row in _sessions(meant, now=now)}
    rest: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for row in _rest(meant, now=now):
        rest[row["pair"]][row["kind"]] = row
    return {row["pk"]: _standing(program, row, sessions.get(row["pk"], {}), rest[row["pk"]], now=now) for row in rows}


def _standing(
    program: Program, pair: Mapping[str, Any], sessions: Mapping[str, Any], rest: Mapping[str, Any], *, now: datetime
) -> Standing:
    counts = defaultdict(int, sessions)
    stage = _stage(program, pair, counts, rest)
    return Standing(
        stage=stage,
        number=sessions.get("number"),
        held=counts["held"],
        planned=counts["ahead"],
        total=counts["dated"] or program.session_count,
        colour=_colour(program, stage, rest.get("drift"), now=now),
        was_written="letter" in rest,
    )


def _stage(program: Program, pair: Mapping[str, Any], counts: Mapping[str, int], rest: Mapping[str, Any]) -> Stage:
    """Return the step of a pair: the first that holds."""
    met = counts["held"] or counts["logged"]
    is_unread = not (met or (pair["newcomer__oriented_at"] and pair["senior__oriented_at"]))
    is_due = counts["planned"] > counts["ahead"] and not is_unread
    done = {kind: row["n"] for kind, row in rest.items()}
    steps = (
        (Stage.REPOOL, pair["ended_at"]),
        (Stage.PAUSED, program.is_paused or pair["newcomer__paused_at"] or pair["senior__paused_at"]),
        (Stage.LOG, counts["logged"] or is_due),
        (Stage.DONE, met and counts["held"] == counts["dated"]),
        (Stage.ORIENTATION, counts["planned"] and is_unread),
        (Stage.SESSION, counts["planned"]),
        (Stage.FIND_DATE, counts["undated"]),
        (Stage.SHEETS, done.get("sheet", 0) < BOTH),
        (Stage.PLANS, done.get("plan", 0) < BOTH),
        (Stage.AGREEMENT, done.get("unsigned") != 0),
    )
    return next((stage for stage, holds in steps if holds), Stage.DATES)


def _colour(program: Program, stage: Stage, drift: Mapping[str, Any] | None, *, now: datetime) -> Colour:
    if stage in {Stage.REPOOL, Stage.PAUSED, Stage.DONE} or not program.drift_on:
        return Colour.NONE
    if drift is None:
        return Colour.GOOD
    return Colour.STUCK if drift["n"] > 1 or drift["first"] <= now - Drift.STUCK_AFTER else Colour.WATCH


def _sessions(pairs: Any, *, now: datetime) -> Any:
    """Return one row of counts a pair that has sessions."""
    planned = Q(state=State.PLANNED)
    return (
        Meeting.objects.filter(pair__in=pairs)
        .order_by()
        .values("pair")
        .annotate(
            dated=Count("pk"),
            held=Count("pk", filter=Q(state=State.HELD)),
            logged=Count("pk", filter=Q(state=State.LOGGED)),
            undated=Count("pk", filter=Q(state=State.UNDATED)),
            planned=Count("pk", filter=planned),
            ahead=Count("pk", filter=planned & Q(starts_at__gt=now)),
            number=Min("number", filter=planned),
        )
    )


def _rest(pairs: Any, *, now: datetime) -> Any:
    """Return a row for each kind of thing a pair has: kind, pair, how many, since when; one union of small reads."""
    signed = Q(newcomer_signed_at__isnull=False, senior_signed_at__isnull=False)
    newest = Agreement.objects.filter(pair__in=pairs).order_by("pair", "-version").distinct("pair").values("pk")
    lately = now - BoardLetter.ONCE_IN

    def of(kind: str, rows: QuerySet[Any], since: str | None = None, n: Any = None) -> Any:
        first = Min(since) if since else Cast(Value(None), DateTimeField())
        return rows.order_by().values("pair").annotate(kind=Value(kind, TextField()), n=n or Count("pk"), first=first)

    return of("sheet", SharingSheet.objects.filter(pair__in=pairs, shared_at__isnull=False)).union(
        of("plan", Plan.objects.filter(pair__in=pairs, agreed_at__isnull=False)),
        of("unsigned", Agreement.objects.filter(pk__in=newest), n=Count("pk", filter=~signed)),
        of("drift", Drift.objects.filter(pair__in=pairs).told_to_organisers(now), "noticed_at"),
        of("letter", BoardLetter.objects.filter(pair__in=pairs, written_at__gt=lately)),
        all=True,
    )


def _waits_again(side: Side) -> Exists:
    """Return whether the one on a side looks for a partner, and has neither a later pair nor an open proposal."""
    here = Participation.objects.looking().with_places().filter(pk=OuterRef(f"{side}"))
    later = Pair.objects.filter(**{side: OuterRef("pk")}, began_at__gte=OuterRef(OuterRef("ended_at")))
    proposed = Proposal.objects.open().filter(**{side: OuterRef("pk")})
    return Exists(here.filter(~Exists(later), ~Exists(proposed)))
