"""Mails of a pair's workspace: who, when and what to do next, never a word out of a paper."""

from datetime import datetime

from outbox.calendars import CANCEL, REQUEST
from outbox.kinds import FEEDBACK, STEPS, Attachment, Context, Kind, declare
from outbox.links import absolute, sign
from outbox.models import Message
from pairing.models import Pair
from sessions_app.access import CONFIRM, PICK
from sessions_app.calendars import attachment_of
from sessions_app.models import (
    Agreement,
    BoardLetter,
    CalendarDelegate,
    Drift,
    FitCheck,
    Meeting,
    Plan,
    SlotOffer,
    waits_for_fit,
)
from sessions_app.nudges import NUDGES, about_meeting, said_of
from sessions_app.queries import open_sheets_of, workspaces_of


def _pair(message: Message) -> Pair:
    return Pair.objects.with_people().get(pk=message.about)


def _meeting(message: Message) -> Meeting:
    found: Meeting = message.row or Meeting.objects.with_pairs().get(pk=message.about)
    return found


def _session_dated(message: Message, now: datetime) -> Context | None:
    """True while the session still has the date, or the place, that the letter brings into the calendar."""
    meeting = _meeting(message)
    is_true = meeting.is_planned and meeting.starts_at > now and message.tells(f"{meeting.pk}:{meeting.version}")
    return about_meeting(message, meeting) if is_true else None


def _slots_offered(message: Message, now: datetime) -> Context | None:
    offer = SlotOffer.objects.filter(pk=message.about).select_related("meeting").first()
    slots = offer.open_slots(now=now) if offer else []
    if offer is None or not slots:
        return None
    pair = Pair.objects.with_people().get(pk=offer.meeting.pair_id)
    link = {"token": sign(PICK, offer.pk)}
    return said_of(message, pair, "pick_slot", link=link, meeting=offer.meeting, slots=slots)


def _delegate_named(message: Message, _now: datetime) -> Context | None:
    named = CalendarDelegate.objects.filter(pk=message.about, delegate=message.to).select_related("person").first()
    return {"senior": named.person, "url": absolute("sessions_app:looked_after")} if named else None


def _dates_looked_after(message: Message, _now: datetime) -> Context | None:
    named = CalendarDelegate.objects.filter(pk=message.about).select_related("person", "delegate").first()
    if named is None:
        return None
    pair = Pair.objects.live().filter(newcomer__person=message.to, senior__person=named.person).first()
    if pair is None:
        return None
    link = absolute("sessions_app:pair", pair_id=pair.pk)
    return {"senior": named.person, "delegate": named.delegate, "url": link}


def _session_put_off(message: Message, _now: datetime) -> Context | None:
    meeting = _meeting(message)
    if not message.tells(f"{meeting.pk}:{meeting.version}"):
        return None
    link = {"pair_id": meeting.pair_id, "number": meeting.number}
    return said_of(message, meeting.pair, "move_meeting", link=link, meeting=meeting)


def _please_confirm(message: Message, _now: datetime) -> Context | None:
    meeting = _meeting(message)
    side = meeting.pair.side_of(message.to)
    if not (meeting.is_logged and meeting.logged_by != side and message.tells(f"{meeting.pk}:{meeting.version}")):
        return None
    token = sign(CONFIRM, meeting.pk, meeting.version, side)
    # What took place can be confirmed after the pair has ended too.
    return {
        "program": meeting.pair.program,
        "partner": meeting.pair.partner_of(message.to).person,
        "url": absolute("sessions_app:confirm_by_link", token=token),
        "meeting": meeting,
    }


def _sessions_dated(message: Message, _now: datetime) -> Context | None:
    pair = _pair(message)
    return said_of(message, pair, "pair", meetings=list(pair.meetings.planned()))


def _called_off(message: Message, now: datetime) -> Context | None:
    """True while sessions of an ended pair are still to come: they stand in calendars."""
    pair = _pair(message)
    if pair.is_live or not _to_come(pair, now):
        return None
    return {
        "program": pair.program,
        "partner": pair.partner_of(message.to).person,
        "url": absolute("sessions_app:pair", pair_id=pair.pk),
    }


def _to_come(pair: Pair, now: datetime) -> list[Meeting]:
    return list(pair.meetings.planned().with_pairs().filter(starts_at__gt=now))


def _entry(message: Message, now: datetime) -> list[Attachment]:
    """Return a session's calendar file: asked for where it has a date, cancelled where it has none."""
    meeting = _meeting(message)
    method = CANCEL if meeting.is_undated else REQUEST
    return [attachment_of(meeting, message.to, method=method, now=now)]


def _entries(message: Message, now: datetime) -> list[Attachment]:
    """Return a calendar file for each session that was still to come: the pair has ended, so they are cancelled."""
    return [attachment_of(meeting, message.to, method=CANCEL, now=now) for meeting in _to_come(_pair(message), now)]


def _first_entry(message: Message, now: datetime) -> list[Attachment]:
    """Return the calendar file of the first session; each other comes with a letter of its own (decision 0017)."""
    first = [meeting for meeting in _to_come(_pair(message), now) if meeting.number == 1]
    return [attachment_of(meeting, message.to, method=REQUEST, now=now) for meeting in first]


def _sheets_open(message: Message, _now: datetime) -> Context | None:
    pair = _pair(message)
    return said_of(message, pair, "sheet") if open_sheets_of(pair) else None


def _plan_waits(message: Message, _now: datetime) -> Context | None:
    """True while the plan is with the one who is told; a later handing over has a letter of its own."""
    plan = Plan.objects.get(pk=message.about)
    pair = Pair.objects.with_people().get(pk=plan.pair_id)
    side = pair.side_of(message.to)
    if not plan.is_with(side):
        return None
    return said_of(message, pair, "my_plan" if plan.designer == side else "their_plan")


def _closing_ahead(message: Message, now: datetime) -> Context | None:
    meeting = _meeting(message)
    is_ahead = meeting.is_planned and meeting.starts_at > now
    if not (is_ahead and workspaces_of([meeting.pair])[meeting.pair_id].is_last(meeting)):
        return None
    return said_of(message, meeting.pair, "closing", meeting=meeting)


def _closing_open(message: Message, _now: datetime) -> Context | None:
    pair = _pair(message)
    return {
        "program": pair.program,
        "partner": pair.partner_of(message.to).person,
        "url": absolute("sessions_app:closing", pair_id=pair.pk),
    }


def _agreement_to_sign(message: Message, _now: datetime) -> Context | None:
    agreement = Agreement.objects.get(pk=message.about)
    pair = Pair.objects.with_people().get(pk=agreement.pair_id)
    is_newest = not pair.agreements.filter(version__gt=agreement.version).exists()
    waits = is_newest and not agreement.is_signed_by(pair.side_of(message.to))
    return said_of(message, pair, "agreement") if waits else None


def _drift(message: Message, _now: datetime) -> Context | None:
    """True while the sign is still there and the pair is awake."""
    drift = Drift.objects.filter(pk=message.about, pair__program__drift_on=True).first()
    pair = Pair.objects.awake().with_people().filter(pk=drift.pair_id).first() if drift else None
    return said_of(message, pair, "pair", sign=drift.get_sign_display()) if pair and drift else None


def _board_letter(message: Message, _now: datetime) -> Context | None:
    """True unless it was taken back, or the pair ended or paused meanwhile."""
    letter = BoardLetter.objects.filter(pk=message.about).first()
    pair = Pair.objects.awake().with_people().filter(pk=letter.pair_id).first() if letter else None
    return said_of(message, pair, "pair") if pair else None


def _fit_check(message: Message, now: datetime) -> Context | None:
    check = FitCheck.objects.filter(waits_for_fit(message.to, now=now), pair=message.about)
    pair = Pair.objects.awake().with_people().filter(pk=message.about).first()
    return said_of(message, pair, "fit_check") if pair and check.exists() else None


def _break_begun(message: Message, _now: datetime) -> Context | None:
    pair = _pair(message)
    partner = pair.partner_of(message.to)
    return said_of(message, pair, "pair", until=partner.paused_until) if partner.is_paused else None


_MEETING = ("partner", "program", "session", "when")
_PAIR = ("partner", "program")
declare(
    Kind(
        "session_moved",
        "A session has another date",
        "Your session with {partner} has moved",
        _session_dated,
        attachments=_entry,
        variables=(*_MEETING, "move_link"),
    )
)
declare(
    Kind(
        "please_confirm",
        "A session to confirm",
        "Did your session with {partner} take place?",
        _please_confirm,
        group=STEPS,
        variables=_MEETING,
    )
)
declare(
    Kind(
        "session_put_off",
        "A session has no date",
        "Your session with {partner} needs a new date",
        _session_put_off,
        attachments=_entry,
        variables=_MEETING,
    )
)
declare(
    Kind(
        "sessions_dated",
        "Your sessions have dates",
        "Your sessions with {partner} have dates",
        _sessions_dated,
        attachments=_first_entry,
        variables=(*_PAIR, "dates"),
    )
)
declare(
    Kind(
        "sessions_called_off",
        "Your sessions are off",
        "Your sessions with {partner} are off",
        _called_off,
        attachments=_entries,
        variables=_PAIR,
    )
)
declare(Kind("sheets_open", "Both sheets are open", "Both sheets are open", _sheets_open, group=STEPS, variables=_PAIR))
declare(
    Kind(
        "plan_proposed",
        "A plan for you",
        "{partner} proposes a plan for you",
        _plan_waits,
        group=STEPS,
        variables=_PAIR,
    )
)
declare(
    Kind(
        "plan_returned",
        "A plan came back",
        "{partner} changed a plan of yours",
        _plan_waits,
        group=STEPS,
        variables=_PAIR,
    )
)
declare(
    Kind(
        "closing_ahead",
        "Your last session is ahead",
        "Your last session with {partner} is ahead",
        _closing_ahead,
        group=STEPS,
        variables=_MEETING,
    )
)
declare(
    Kind(
        "closing_open",
        "A closing is open",
        "Your closing with {partner} is open",
        _closing_open,
        group=STEPS,
        variables=_PAIR,
    )
)
declare(
    Kind(
        "agreement_to_sign",
        "An agreement to sign",
        "An agreement waits for you",
        _agreement_to_sign,
        group=STEPS,
        variables=_PAIR,
    )
)
declare(
    Kind(
        "drift",
        "Your pair is losing its rhythm",
        "A word about your sessions with {partner}",
        _drift,
        group=STEPS,
        variables=(*_PAIR, "sign"),
    )
)
declare(
    Kind(
        "board_letter",
        "A letter from the organisers",
        "How are you two getting on?",
        _board_letter,
        group=STEPS,
        variables=(*_PAIR, "coordinator"),
    )
)
declare(
    Kind(
        "fit_check",
        "How it fits after the first session",
        "One question after your first session",
        _fit_check,
        group=FEEDBACK,
        variables=_PAIR,
    )
)
declare(
    Kind(
        "break_begun",
        "Your partner takes a break",
        "{partner} takes a break",
        _break_begun,
        variables=(*_PAIR, "how_long"),
    )
)
declare(
    Kind(
        "session_dated",
        "A session for your calendar",
        "Session {meeting.number} with {partner}",
        _session_dated,
        attachments=_entry,
    )
)
declare(
    Kind(
        "session_placed",
        "A session has a place",
        "Where you meet {partner}",
        _session_dated,
        attachments=_entry,
    )
)
declare(Kind("slots_offered", "Hours to choose from", "{partner} offers you other hours", _slots_offered))
declare(Kind("delegate_named", "You look after dates", "You look after the dates of {senior}", _delegate_named))
declare(
    Kind(
        "dates_looked_after",
        "Somebody looks after dates",
        "{delegate} looks after the dates of {senior}",
        _dates_looked_after,
    )
)
for nudge in NUDGES:
    declare(nudge)
