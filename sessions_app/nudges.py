"""The kinds of reminders of a pair's workspace: each is true until its reader has done the thing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from outbox.kinds import SESSIONS, STEPS, Context, Kind
from outbox.links import absolute, sign
from outbox.models import Message
from pairing.models import Pair
from programs.models import Side
from sessions_app.access import CONFIRM, MOVE
from sessions_app.actions.reminders import SESSION, reminder_of
from sessions_app.models import Agreement, Meeting, Plan
from sessions_app.queries import first_waits_for, open_sheets_of, plan_of


def said_of(message: Message, pair: Pair, view_name: str, **more: Any) -> Context | None:
    """Return what every mail of a pair says; None once the pair has ended."""
    if not pair.is_live:
        return None
    return {
        "program": pair.program,
        "partner": pair.partner_of(message.to).person,
        "url": absolute(f"sessions_app:{view_name}", **more.pop("link", {"pair_id": pair.pk})),
        **more,
    }


def about_meeting(message: Message, meeting: Meeting, view_name: str = "meeting", **link: Any) -> Context | None:
    """Return what a mail about a session says, with the way to another date that needs no sign-in."""
    side = meeting.pair.side_of(message.to)
    move_url = absolute("sessions_app:move_by_link", token=sign(MOVE, meeting.pk, meeting.version, side))
    link = link or {"pair_id": meeting.pair_id, "number": meeting.number}
    return said_of(message, meeting.pair, view_name, link=link, meeting=meeting, move_url=move_url)


def _stirs(pair: Pair, reminder: str) -> bool:
    """Whether the program wants this reminder and nobody rests."""
    return pair.program.time_of(reminder) is not None and not pair.is_paused


def session_reminder(message: Message, now: datetime) -> Context | None:
    """True of a date that still stands, until the next reminder of it takes over."""
    meeting: Meeting = message.row
    key = next((each for each in SESSION if message.tells(reminder_of(meeting, each))), None)
    if key is None or not (meeting.is_planned and meeting.starts_at > now and _stirs(meeting.pair, key)):
        return None
    later = [meeting.pair.program.time_of(each) for each in SESSION[SESSION.index(key) + 1 :]]
    is_overtaken = any(time is not None and meeting.starts_at - time <= now for time in later)
    return None if is_overtaken else about_meeting(message, meeting)


def _tells_date(message: Message, meeting: Meeting) -> bool:
    return message.tells(f"{meeting.pk}:{meeting.dating}")


def _prepare(message: Message, now: datetime) -> Context | None:
    meeting: Meeting = message.row
    ahead = meeting.is_planned and meeting.starts_at > now and _tells_date(message, meeting)
    return about_meeting(message, meeting) if ahead and _stirs(meeting.pair, "prepare") else None


def _log(message: Message, now: datetime) -> Context | None:
    meeting: Meeting = message.row
    is_over = meeting.is_planned and meeting.starts_at + timedelta(minutes=meeting.minutes) <= now
    if not (is_over and _tells_date(message, meeting) and _stirs(meeting.pair, "log")):
        return None
    return None if first_waits_for(meeting.pair) else about_meeting(message, meeting)


def _confirm(message: Message, _now: datetime) -> Context | None:
    meeting: Meeting = message.row
    side = meeting.pair.side_of(message.to)
    waits = meeting.is_logged and meeting.logged_by != side and _tells_date(message, meeting)
    if not (waits and _stirs(meeting.pair, "confirm")):
        return None
    return about_meeting(message, meeting, "confirm_by_link", token=sign(CONFIRM, meeting.pk, meeting.version, side))


def _find_date(message: Message, _now: datetime) -> Context | None:
    meeting: Meeting = message.row
    waits = meeting.is_undated and _tells_date(message, meeting) and _stirs(meeting.pair, "date")
    return (
        about_meeting(message, meeting, "move_meeting", pair_id=meeting.pair_id, number=meeting.number)
        if waits
        else None
    )


def _of_a_pair(reminder: str, view_name: str, waits: Callable[[Pair, Side], bool]) -> Callable[..., Context | None]:
    """Return the context of a reminder about a pair, true while `waits(pair, side)`."""

    def context(message: Message, _now: datetime) -> Context | None:
        pair: Pair = message.row
        is_true = _stirs(pair, reminder) and waits(pair, pair.side_of(message.to))
        return said_of(message, pair, view_name) if is_true else None

    return context


def _has_no_dates(pair: Pair, _side: Side) -> bool:
    newest = pair.agreements.first()
    return newest is not None and newest.is_signed and not pair.meetings.exists()


def _has_not_shared(pair: Pair, side: Side) -> bool:
    return not pair.sheets.filter(author=pair.place_of(side), shared_at__isnull=False).exists()


def _has_not_designed(pair: Pair, side: Side) -> bool:
    plan = plan_of(pair, designer=side)
    return bool(open_sheets_of(pair)) and (plan is None or not plan.is_proposed)


def _sign(message: Message, _now: datetime) -> Context | None:
    agreement: Agreement = message.row
    pair = agreement.pair
    newest = pair.agreements.first()
    waits = newest == agreement and not agreement.is_signed_by(pair.side_of(message.to)) and _stirs(pair, "agreement")
    return said_of(message, pair, "agreement") if waits else None


def _agree(message: Message, _now: datetime) -> Context | None:
    plan: Plan = message.row
    side = plan.pair.side_of(message.to)
    newest = plan.versions.values_list("number", flat=True).first()
    waits = plan.is_with(side) and message.tells(f"{plan.pk}:{newest}") and _stirs(plan.pair, "plan")
    return said_of(message, plan.pair, "my_plan" if plan.designer == side else "their_plan") if waits else None


def _plans() -> Any:
    people = ("pair__program", "pair__newcomer__person", "pair__senior__person")
    return Plan.objects.select_related(*people).defer("goals", "themes")


def _agreements() -> Any:
    people = ("pair__program", "pair__newcomer__person", "pair__senior__person")
    return Agreement.objects.select_related(*people).defer("text")


_MEETING = ("partner", "program", "session", "when")
_PAIR = ("partner", "program")
NUDGES = (
    Kind(
        "session_reminder",
        "Your session is coming up",
        "Your session with {partner}",
        session_reminder,
        rows=Meeting.objects.for_letters,
        group=SESSIONS,
        variables=(*_MEETING, "move_link"),
    ),
    Kind(
        "prepare_session",
        "A session to prepare",
        "Ten minutes before your session with {partner}",
        _prepare,
        rows=Meeting.objects.for_letters,
        group=SESSIONS,
        variables=_MEETING,
    ),
    Kind(
        "log_session",
        "A session to log",
        "Did you meet {partner}?",
        _log,
        rows=Meeting.objects.for_letters,
        group=STEPS,
        variables=_MEETING,
    ),
    Kind(
        "confirm_session",
        "A session to confirm",
        "Your session with {partner} still waits for your word",
        _confirm,
        rows=Meeting.objects.for_letters,
        group=STEPS,
        variables=_MEETING,
    ),
    Kind(
        "find_date",
        "A session without a date",
        "Session {session} with {partner} has no date yet",
        _find_date,
        rows=Meeting.objects.for_letters,
        group=STEPS,
        variables=("partner", "program", "session"),
    ),
    Kind(
        "date_sessions",
        "Sessions to date",
        "Your sessions with {partner} need dates",
        _of_a_pair("date", "date_meetings", _has_no_dates),
        rows=Pair.objects.with_people,
        group=STEPS,
        variables=_PAIR,
    ),
    Kind(
        "share_sheet",
        "Your sheet",
        "Your sheet for {partner}",
        _of_a_pair("sheet", "sheet", _has_not_shared),
        rows=Pair.objects.with_people,
        group=STEPS,
        variables=_PAIR,
    ),
    Kind(
        "design_plan",
        "A plan to design",
        "A plan for {partner}",
        _of_a_pair("plan", "my_plan", _has_not_designed),
        rows=Pair.objects.with_people,
        group=STEPS,
        variables=_PAIR,
    ),
    Kind(
        "agree_plan",
        "A plan that waits for your yes",
        "A plan with {partner} waits for you",
        _agree,
        rows=_plans,
        group=STEPS,
        variables=_PAIR,
    ),
    Kind(
        "sign_agreement",
        "An agreement to sign",
        "The agreement with {partner}",
        _sign,
        rows=_agreements,
        group=STEPS,
        variables=_PAIR,
    ),
)
