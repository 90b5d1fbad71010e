"""Signs that a pair is losing its rhythm: out of dates alone, never out of what anybody wrote."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse

from pairing.models import Pair
from people.models import User
from sessions_app.models import Agreement, Cancellation, Drift, Meeting, Plan, SharingSheet, SlotOffer
from sessions_app.queries.workspace import Workspace, next_step

Sign = Drift.Sign
State = Meeting.State
SILENCE = timedelta(days=7)
# A pair that has just met, or just left a session without a date, has this long to find the next one.
GRACE = timedelta(days=3)
SLOW = 1.5


def drifting(*, now: datetime) -> dict[UUID, set[str]]:
    """Return pair → the signs its dates show now, for every pair that is awake in a program that looks for them.

    Six queries, however many pairs.
    """
    pairs = Pair.objects.awake().filter(program__drift_on=True)
    cancelled: dict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    for pair, side, at in Cancellation.objects.filter(pair__in=pairs).values_list("pair", "side", "at"):
        cancelled[pair].append((side, at))
    unanswered = SlotOffer.objects.filter(
        meeting__pair__in=pairs, version=F("meeting__version"), offered_at__lte=now - SILENCE
    ).exclude(meeting__state__in=[State.LOGGED, State.HELD])
    silent = set(unanswered.values_list("meeting__pair", flat=True))
    found = {}
    for row in _dates_of(pairs, now=now):
        signs = signs_of(row, cancelled[row["pk"]], offer_is_silent=row["pk"] in silent, now=now)
        if signs:
            found[row["pk"]] = signs
    return found


def signs_of(
    row: Mapping[str, Any], cancelled: Sequence[tuple[str, datetime]], *, offer_is_silent: bool, now: datetime
) -> set[str]:
    """Return the signs of one pair.

    `row` holds `since` (began, or came back from a break), `moved` (the last paper moved, or None), `dated`, `done`
    and `ahead` (numbers of sessions), `last_done` and `last_past` (or None), `weeks`; `cancelled` is (side, when),
    the newest first.
    """
    since = max(moment for moment in (row["since"], row["moved"]) if moment is not None)
    met = max(since, row["last_done"]) if row["last_done"] else since
    running = [side for side, at in cancelled if at > max(met, row["since"])][:2]
    signs: set[str] = set()
    if len(running) == 2 and running[0] == running[1]:
        signs.add(Sign.CANCELLED)
    if not row["dated"]:
        return signs | ({Sign.SILENT} if now - since >= SILENCE else set())
    if offer_is_silent:
        signs.add(Sign.SILENT)
    if row["done"] < row["dated"]:
        latest = max([met, *([row["last_past"]] if row["last_past"] else []), *(at for _, at in cancelled[:1])])
        if not row["ahead"] and now - latest > GRACE:
            signs.add(Sign.NO_DATE)
        if now - met > timedelta(weeks=SLOW * row["weeks"]):
            signs.add(Sign.SLOW)
    return signs


def _dates_of(pairs: Any, *, now: datetime) -> Any:
    """Return one row a pair with the moments its signs follow from."""
    logged = Q(meetings__state__in=[State.LOGGED, State.HELD])
    ahead = Q(meetings__state=State.PLANNED, meetings__starts_at__gt=now)
    return pairs.values(
        "pk",
        weeks=F("program__cadence_weeks"),
        since=Greatest("began_at", "newcomer__came_back_at", "senior__came_back_at", "program__resumed_at"),
        moved=Greatest(
            _last(SharingSheet.objects.all(), "shared_at"),
            _last(Plan.objects.all(), "proposed_at"),
            _last(Plan.objects.all(), "agreed_at"),
            _last(Agreement.objects.all(), "newcomer_signed_at"),
            _last(Agreement.objects.all(), "senior_signed_at"),
        ),
        dated=Count("meetings"),
        done=Count("meetings", filter=logged),
        ahead=Count("meetings", filter=ahead),
        last_done=Max("meetings__starts_at", filter=logged),
        last_past=Max("meetings__starts_at", filter=Q(meetings__starts_at__lte=now)),
    )


def _last(rows: Any, field: str) -> Subquery:
    """Return the newest moment of a field among a pair's papers."""
    newest = rows.filter(pair=OuterRef("pk")).order_by().values("pair").annotate(last=Max(field)).values("last")
    return Subquery(newest)


@dataclass(frozen=True)
class Hint:
    """What a pair is told of a sign: what the dates show, and the one thing to do."""

    sign: str
    url: str
    label: str

    TEXT = "That happens in many pairs, and one date is often all it takes. You two see this first."


def hint_of(workspace: Workspace, person: User, *, now: datetime) -> Hint | None:
    """Return what to tell one of the two about their rhythm now, None for most pairs."""
    pair = workspace.pair
    if not pair.is_live or pair.is_paused or not pair.program.drift_on:
        return None
    drift = pair.drifts.first()
    if drift is None:
        return None
    undated = workspace.first_undated()
    meeting = undated or workspace.next_meeting()
    sign = str(drift.get_sign_display())
    if meeting is not None and (undated or meeting.starts_at > now):
        url = reverse("sessions_app:move_meeting", args=[pair.pk, meeting.number])
        return Hint(sign, url, "Find a date" if undated else "Bring the next session forward")
    step = next_step(workspace, pair.side_of(person), now=now)
    return Hint(sign, step.url, step.label)
