"""Where a pair stands, and the one next step of a side."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from pairing.models import Pair
from programs.data.orientation import MINUTES
from programs.models import Side
from sessions_app.models import Agreement, Closing, Meeting, Plan, SharingSheet
from sessions_app.queries.closings import last_session_begun


@dataclass(frozen=True)
class Step:
    """The one next step of a side. `minutes` is 0 where there is nothing to do but wait."""

    name: str
    title: str
    label: str
    url_name: str
    args: tuple[object, ...]
    minutes: int = 0
    text: str = ""
    waits_for_partner: bool = False

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name, args=self.args)

    @property
    def is_about_a_meeting(self) -> bool:
        """Whether a session itself is next."""
        return self.name in {"meeting", "log", "confirm"} and not self.waits_for_partner


@dataclass
class Workspace:
    """Where the papers and sessions of one pair stand; nothing in it is opened."""

    pair: Pair
    shared: set[str] = field(default_factory=set)
    plans: dict[str, Plan] = field(default_factory=dict)
    agreement: Agreement | None = None
    meetings: list[Meeting] = field(default_factory=list)
    # The sides that have answered the closing, while the other has not.
    closed: set[Side] = field(default_factory=set)

    @property
    def sheets_are_open(self) -> bool:
        """Whether both have shared."""
        return self.shared == set(Side)

    @property
    def plans_are_agreed(self) -> bool:
        """Whether both plans are signed papers."""
        return {plan.designer for plan in self.plans.values() if plan.is_agreed} == set(Side)

    @property
    def is_signed(self) -> bool:
        """Whether the agreement in force carries both signatures."""
        return self.agreement is not None and self.agreement.is_signed

    @property
    def waits_for(self) -> set[Side]:
        """The sides whose orientation the first session waits for; once one was logged, none."""
        return (
            set() if any(meeting.is_logged or meeting.is_held for meeting in self.meetings) else not_oriented(self.pair)
        )

    @property
    def held(self) -> int:
        """How many sessions were held."""
        return sum(meeting.is_held for meeting in self.meetings)

    @property
    def looked_after_by(self) -> str:
        """The name of who looks after the senior's dates, empty where nobody does or there are no dates."""
        return next((getattr(meeting, "looked_after_by", "") or "" for meeting in self.meetings), "")

    @property
    def hours_held(self) -> str:
        """How long the sessions held were together, in words."""
        minutes = sum(meeting.minutes for meeting in self.meetings if meeting.is_held)
        hours = f"{minutes / 60:.1f}".removesuffix(".0")
        return f"{hours} hour{'' if hours == '1' else 's'}"

    @property
    def total(self) -> int:
        """How many sessions there will be."""
        return len(self.meetings) or self.pair.program.session_count

    def next_meeting(self) -> Meeting | None:
        """Return the earliest session that nothing is logged about."""
        return min((m for m in self.meetings if m.is_planned), key=lambda m: (m.starts_at, m.number), default=None)

    def is_last(self, meeting: Meeting) -> bool:
        """Whether only this session is left: the closing comes with it."""
        left = [other for other in self.meetings if other.is_planned or other.is_undated]
        return [other.pk for other in left] == [meeting.pk]

    def is_closing(self, now: datetime) -> bool:
        """Whether the last session has begun, so that both may answer the closing."""
        return last_session_begun(self.meetings, now=now)

    def first_undated(self) -> Meeting | None:
        """Return the first session whose date fell through."""
        return next((meeting for meeting in self.meetings if meeting.is_undated), None)

    def has_next_date(self, now: datetime) -> bool:
        """Whether a session is still to come."""
        return any(meeting.is_planned and meeting.starts_at > now for meeting in self.meetings)


def not_oriented(pair: Pair) -> set[Side]:
    """Return the sides that have not read the orientation; `pair` with its people."""
    return {side for side in Side if not pair.place_of(side).is_oriented}


def first_waits_for(pair: Pair) -> set[Side]:
    """Return what `Workspace.waits_for` does, without the rest of the workspace."""
    unread = not_oriented(pair)
    logged = pair.meetings.filter(state__in=[Meeting.State.LOGGED, Meeting.State.HELD])
    return unread if unread and not logged.exists() else set()


def workspaces_of(pairs: Collection[Pair]) -> dict[UUID, Workspace]:
    """Return pair id → its workspace, in five queries however many pairs; `pair.program` should be fetched."""
    found = {pair.pk: Workspace(pair) for pair in pairs}
    for sheet in SharingSheet.objects.filter(pair__in=found, shared_at__isnull=False):
        pair = found[sheet.pair_id].pair
        found[pair.pk].shared.add(Side.NEWCOMER if sheet.author_id == pair.newcomer_id else Side.SENIOR)
    for plan in Plan.objects.filter(pair__in=found).defer("goals", "themes"):
        found[plan.pair_id].plans[plan.designer] = plan
    newest = Agreement.objects.filter(pair__in=found).order_by("pair", "-version").distinct("pair")
    for agreement in newest.defer("text"):
        found[agreement.pair_id].agreement = agreement
    delegate = F("pair__senior__person__calendar_delegate__delegate__name")
    for meeting in Meeting.objects.filter(pair__in=found).annotate(looked_after_by=delegate):
        found[meeting.pair_id].meetings.append(meeting)
    for closing in Closing.objects.filter(pair__in=found, settled_at__isnull=True).defer("answer", "thanks"):
        pair = found[closing.pair_id].pair
        found[pair.pk].closed.add(Side.NEWCOMER if closing.author_id == pair.newcomer_id else Side.SENIOR)
    return found


def next_step(workspace: Workspace, side: str, *, now: datetime) -> Step:
    """Return the first thing this side can do now; where there is none, what it waits for.

    Before both sheets are open nothing here depends on whether the partner has begun.
    """
    pair, side = workspace.pair, Side(side)
    if not pair.is_live:
        return _step(workspace, "ended", "This pair has ended", "Look at our papers")
    return (
        _session_due(workspace, side, now=now)
        or _closing(workspace, side, now=now)
        or _break(workspace, side)
        or _paper_to_write(workspace, side)
        or _date_to_find(workspace)
        or _orientation(workspace, side)
        or _session_ahead(workspace)
        or _waiting(workspace, side)
    )


def _step(workspace: Workspace, name: str, title: str, label: str, url_name: str = "pair", **more: Any) -> Step:
    number = more.pop("number", None)
    args = (workspace.pair.pk,) if number is None else (workspace.pair.pk, number)
    return Step(name, title, label, f"sessions_app:{url_name}", args, **more)


def _session_due(workspace: Workspace, side: Side, *, now: datetime) -> Step | None:
    """Return what a session that is over still asks of this side."""
    for meeting in workspace.meetings:
        title = f"Session {meeting.number} of {workspace.total}"
        here: dict[str, Any] = {"url_name": "meeting", "number": meeting.number, "minutes": 1}
        if meeting.is_logged and meeting.logged_by != side:
            return _step(workspace, "confirm", f"{title}: did it take place?", "Confirm the session", **here)
        if meeting.is_planned and meeting.starts_at <= now and not workspace.waits_for:
            return _step(workspace, "log", f"{title}: did it take place?", "Log the session", **here)
    return None


def _break(workspace: Workspace, side: Side) -> Step | None:
    """Return that nothing is asked now, where one of the two or the program pauses."""
    pair = workspace.pair
    if not pair.is_paused:
        return None
    more: dict[str, Any] = {"text": "Nothing is asked of you meanwhile.", "waits_for_partner": True}
    if pair.place_of(side).is_paused:
        return Step("paused", "You take a break", "I am back", "sessions_app:take_a_break", (pair.program_id,), **more)
    partner = pair.place_of(side.other)
    title = f"{partner.person.first_name} takes a break" if partner.is_paused else f"{pair.program.name} rests"
    return _step(workspace, "paused", title, "Look at our papers", **more)


def _paper_to_write(workspace: Workspace, side: Side) -> Step | None:
    """Return the first paper that this side can go on with."""
    partner = workspace.pair.place_of(side.other).person.first_name
    mine, theirs = workspace.plans.get(side), workspace.plans.get(side.other)
    agreement = workspace.agreement
    if side not in workspace.shared:
        return _step(workspace, "sheet", "Write and share your sheet", "Open my sheet", "sheet", minutes=6)
    if workspace.sheets_are_open and (mine is None or not mine.is_proposed):
        return _step(workspace, "my_plan", f"Design a plan for {partner}", "Design the plan", "my_plan", minutes=8)
    for plan, name, title in (
        (mine, "my_plan", f"{partner} changed the plan that you designed"),
        (theirs, "their_plan", f"{partner} proposes a plan for you"),
    ):
        if plan is not None and plan.is_with(side):
            return _step(workspace, name, title, "Read the plan", name, minutes=3)
    if agreement is not None and not agreement.is_signed_by(side):
        return _step(workspace, "agreement", "Read and sign the agreement", "Read it", "agreement", minutes=4)
    if workspace.is_signed and not workspace.meetings:
        title = f"Date your {workspace.total} sessions"
        return _step(workspace, "dates", title, "Find the dates", "date_meetings", minutes=3)
    return None


def _date_to_find(workspace: Workspace) -> Step | None:
    meeting = workspace.first_undated()
    if meeting is None:
        return None
    title = f"Find a new date for session {meeting.number}"
    return _step(workspace, "find_date", title, "Find a date", "move_meeting", number=meeting.number, minutes=2)


def _orientation(workspace: Workspace, side: Side) -> Step | None:
    """Return what the first session waits for: reading of one's own, or once it is dated the partner's."""
    unread, meeting = workspace.waits_for, workspace.next_meeting()
    if side in unread:
        program = (workspace.pair.program_id,)
        text = "Session 1 opens once both of you have read it."
        title, label = "Read the orientation", "Open the orientation"
        return Step("orientation", title, label, "programs:orientation", program, minutes=MINUTES, text=text)
    if not unread or meeting is None:
        return None
    partner = workspace.pair.place_of(side.other).person.first_name
    title, here = f"Session 1 opens once {partner} has read the orientation", {"number": meeting.number}
    text = "There is nothing for you to do now."
    return _step(workspace, "orientation", title, "See when", "meeting", text=text, waits_for_partner=True, **here)


def _closing(workspace: Workspace, side: Side, *, now: datetime) -> Step | None:
    """Return the closing once it is open; whether the partner has answered changes nothing."""
    if not workspace.is_closing(now):
        return None
    if side not in workspace.closed:
        return _step(
            workspace, "closing", "Look back, and say how it goes on", "Open the closing", "closing", minutes=5
        )
    partner = workspace.pair.place_of(side.other).person.first_name
    title, text = f"The closing opens once {partner} has answered too", "There is nothing for you to do now."
    return _step(workspace, "closing", title, "Look at it", "closing", text=text, waits_for_partner=True)


def _session_ahead(workspace: Workspace) -> Step | None:
    meeting = workspace.next_meeting()
    if meeting is None:
        return None
    title = f"Prepare session {meeting.number} of {workspace.total}"
    text = "It is your last one. Looking back and the closing come with it." if workspace.is_last(meeting) else ""
    return _step(workspace, "meeting", title, "Prepare", "meeting", number=meeting.number, minutes=10, text=text)


def _waiting(workspace: Workspace, side: Side) -> Step:
    """Return what the partner has in hand."""
    partner = workspace.pair.place_of(side.other).person.first_name
    if not workspace.sheets_are_open:
        name, title, url_name = "sheet", "Both sheets open when both of you have shared", "sheet"
    elif not workspace.plans_are_agreed:
        name, title, url_name = "plans", f"The plans are with {partner}", "pair"
    elif not workspace.is_signed:
        name, title, url_name = "agreement", f"The agreement waits for {partner}", "agreement"
    else:
        name, title, url_name = "confirm", f"The last session waits for {partner}", "pair"
    text = "There is nothing for you to do now. You will get a mail."
    return _step(workspace, name, title, "Look at it", url_name, text=text, waits_for_partner=True)
