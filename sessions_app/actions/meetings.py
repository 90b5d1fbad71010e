"""Verbs of the sessions: date them all, move one, log it, confirm it, say that it did not take place."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from outbox.actions import post, post_all, retract
from pairing.models import Pair
from programs.models import Side
from sessions_app.actions.reminders import OF_A_DATE
from sessions_app.actions.workspace import enter
from sessions_app.clocks import moved_along, series
from sessions_app.models import Agreement, Cancellation, Meeting
from sessions_app.queries import first_waits_for
from sessions_app.refusal import Refused

State = Meeting.State


class NotSigned(Refused):
    """The first session waits for the agreement."""


class AlreadyDated(Refused):
    """All sessions have their dates; single ones can be moved."""


class MovedMeanwhile(Refused):
    """The session is no longer as it was when the page was opened."""

    def __init__(self) -> None:
        super().__init__("This session has changed since you opened the page. Nothing was changed by you.")


class NotOriented(Refused):
    """The first session opens once both have read the orientation."""

    def __init__(self) -> None:
        super().__init__("The first session opens once both of you have read the orientation.")


class NotYet(Refused):
    """A session cannot be logged before its date."""


class NotByThisSide(Refused):
    """The other has to confirm it, or there is nothing to confirm."""


@transaction.atomic
def date_meetings(pair: Pair, *, first_date: date, local_time: time, zone: str, now: datetime) -> list[Meeting]:
    """Date all sessions of a pair at the program's cadence, by the wall clock of `zone`, and tell both.

    All or none; the mail brings the dates into both calendars. Raises NotSigned, AlreadyDated, PairEnded, and what
    `clocks.series` raises.
    """
    program = pair.program
    starts = series(first_date, local_time, zone, count=program.session_count, weeks=program.cadence_weeks, now=now)
    return place_meetings(pair, starts=starts, zone=zone, now=now)


@transaction.atomic
def place_meetings(
    pair: Pair, *, starts: Sequence[datetime], zone: str, place: str = "", now: datetime
) -> list[Meeting]:
    """Date all sessions of a pair, each at a moment of its own that the clock of `zone` names, and tell both.

    `starts` in any order, one for each session; the numbers follow the dates. Raises NotSigned, AlreadyDated,
    PairEnded.
    """
    pair = enter(pair, now=now)
    agreement = Agreement.objects.filter(pair=pair).first()
    if agreement is None or not agreement.is_signed:
        raise NotSigned("Sessions get their dates once both of you have signed the agreement.")
    if pair.meetings.exists():
        raise AlreadyDated("Your sessions have their dates already. You can move any of them.")
    program = pair.program
    meetings = Meeting.objects.bulk_create(
        Meeting(pair=pair, number=number, starts_at=start, minutes=program.session_minutes, zone=zone, place=place)
        for number, start in enumerate(sorted(starts), start=1)
    )
    for side in (pair.newcomer, pair.senior):
        post("sessions_dated", to=side.person, fact=str(pair.pk), about=pair.pk, now=now)
        # The first comes with the letter above; a calendar takes one entry a letter.
        others = [(side.person, f"{meeting.pk}:0", meeting.pk) for meeting in meetings[1:]]
        post_all("session_dated", others, now=now)
    return meetings


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    version: int,
    day: date,
    local_time: time,
    zone: str,
    following: Sequence[tuple[int, int]] = (),
    now: datetime,
) -> None:
    """Give a session another date and tell both, their calendars too; older reminders no longer speak of it.

    `version` is the one the mover saw; `following` names (number, version) of the sessions that go along by as many
    days, to the same hour. All or none. Raises MovedMeanwhile, PairEnded, and what `clocks.series` raises.
    """
    pair = enter(meeting.pair, now=now)
    numbers = [number for number, _ in following]
    along = list(pair.meetings.planned().filter(number__in=numbers, number__gt=meeting.number))
    if sorted((other.number, other.version) for other in along) != sorted(following):
        raise MovedMeanwhile
    moving = [Meeting.objects.get(pk=meeting.pk), *along]
    moments = moved_along([one.starts_at for one in moving], day, local_time, zone, now=now)
    for one, moment in zip(moving, moments, strict=True):
        give_date(pair, one, version=version if one == meeting else one.version, start=moment, zone=zone, now=now)


def give_date(pair: Pair, meeting: Meeting, *, version: int, start: datetime, zone: str, now: datetime) -> None:
    """Set a session's date where it still is as it was seen, and tell both; inside a transaction that holds the pair.

    Raises MovedMeanwhile.
    """
    still = Meeting.objects.filter(pk=meeting.pk, state__in=[State.PLANNED, State.UNDATED], version=version)
    if not still.update(state=State.PLANNED, starts_at=start, zone=zone, **_another_date()):
        raise MovedMeanwhile
    _tell_both("session_moved", pair, meeting, version=version + 1, now=now)


@transaction.atomic
def place_meeting(meeting: Meeting, *, version: int, place: str, now: datetime) -> None:
    """Say where a session is, and tell both, their calendars too; the same place again changes nothing.

    `version` is the one that was seen. Raises MovedMeanwhile, PairEnded.
    """
    pair = enter(meeting.pair, now=now)
    if Meeting.objects.filter(pk=meeting.pk, place=place.strip()).exists():
        return
    still = Meeting.objects.filter(pk=meeting.pk, state=State.PLANNED, version=version)
    if not still.update(place=place.strip(), version=F("version") + 1):
        raise MovedMeanwhile
    _post_to_both("session_placed", pair, meeting, version=version + 1, now=now)


@transaction.atomic
def put_off_meeting(meeting: Meeting, *, version: int, side: str = "", now: datetime) -> None:
    """Leave a session without a date for now and tell both, their calendars too, never who could not come.

    That `side` did is kept for drift alone. `version` is the one that was seen. Raises MovedMeanwhile, PairEnded.
    """
    pair = enter(meeting.pair, now=now)
    still = Meeting.objects.filter(pk=meeting.pk, state=State.PLANNED, version=version)
    if not still.update(state=State.UNDATED, **_another_date()):
        raise MovedMeanwhile
    if side:
        Cancellation.objects.create(pair=pair, side=side, at=now)
    _tell_both("session_put_off", pair, meeting, version=version + 1, now=now)


@transaction.atomic
def log_meeting(meeting: Meeting, *, side: str, now: datetime) -> None:
    """Say that a session took place and ask the other to confirm; where the other has said so, this confirms it.

    Again changes nothing. Raises NotOriented, NotYet, PairEnded.
    """
    pair, fresh = _enter(meeting, now=now)
    if first_waits_for(pair):
        raise NotOriented
    if fresh.is_logged and fresh.logged_by != side:
        _hold(fresh, now=now)
    if fresh.is_undated:
        raise NotYet("This session has no date. Give it one first.")
    if not fresh.is_planned:
        return
    if fresh.starts_at > now:
        raise NotYet("This session is still to come. You can log it once it has begun.")
    changed = Meeting.objects.filter(pk=fresh.pk, state=State.PLANNED).update(
        state=State.LOGGED, logged_by=side, logged_at=now
    )
    if changed:
        partner = pair.place_of(Side(side).other).person
        post("please_confirm", to=partner, fact=f"{fresh.pk}:{fresh.version}", about=fresh.pk, now=now)


@transaction.atomic
def confirm_meeting(meeting: Meeting, *, side: str, now: datetime) -> None:
    """Confirm what the other logged: the session counts as held. Again changes nothing.

    Also after the pair has ended. Raises NotByThisSide.
    """
    fresh = _look_back(meeting)
    if fresh.is_held:
        return
    if not fresh.is_logged:
        raise NotByThisSide("Nobody has logged this session yet, so there is nothing to confirm.")
    if fresh.logged_by == side:
        raise NotByThisSide("You logged this session yourself. Your partner confirms it.")
    _hold(fresh, now=now)


@transaction.atomic
def dispute_meeting(meeting: Meeting, *, now: datetime) -> None:  # noqa: ARG001 - each verb is told the hour
    """Say that a session which only one has logged did not take place: it is planned again, links for it are void.

    Either may say so, whoever logged it, also after it has come to count; who did is not kept.
    Also after the pair has ended.
    """
    fresh = _look_back(meeting)
    by_one = Q(state=State.LOGGED) | Q(state=State.HELD, is_logged_by_one=True)
    Meeting.objects.filter(by_one, pk=fresh.pk).update(
        state=State.PLANNED,
        logged_by="",
        logged_at=None,
        confirmed_at=None,
        is_logged_by_one=False,
        **_another_date(),
    )


def _another_date() -> dict[str, Any]:
    """Return what changes in a session with its date."""
    return {"version": F("version") + 1, "dating": F("dating") + 1}


def settle_logged_sessions(*, now: datetime) -> int:
    """Count each session that nobody answered for 72 hours as logged by one, also of ended pairs; return how many."""
    unanswered = Meeting.objects.filter(state=State.LOGGED, logged_at__lte=now - Meeting.ANSWER_WITHIN)
    return unanswered.update(state=State.HELD, confirmed_at=now, is_logged_by_one=True)


def _tell_both(kind: str, pair: Pair, meeting: Meeting, *, version: int, now: datetime) -> None:
    """Tell both of a change, and take back what speaks of the date before it."""
    for reminder in OF_A_DATE:
        retract(reminder, about=meeting.pk, now=now)
    _post_to_both(kind, pair, meeting, version=version, now=now)


def _post_to_both(kind: str, pair: Pair, meeting: Meeting, *, version: int, now: datetime) -> None:
    for place in (pair.newcomer, pair.senior):
        post(kind, to=place.person, fact=f"{meeting.pk}:{version}", about=meeting.pk, now=now)


def _enter(meeting: Meeting, *, now: datetime) -> tuple[Pair, Meeting]:
    pair = enter(meeting.pair, now=now)
    return pair, Meeting.objects.get(pk=meeting.pk)


def _look_back(meeting: Meeting) -> Meeting:
    """Lock the pair, ended or not, and return the session fresh: what took place is theirs to say afterwards too."""
    Pair.objects.select_for_update(no_key=True).get(pk=meeting.pair_id)
    return Meeting.objects.get(pk=meeting.pk)


def _hold(meeting: Meeting, *, now: datetime) -> None:
    Meeting.objects.filter(pk=meeting.pk, state=State.LOGGED).update(state=State.HELD, confirmed_at=now)
