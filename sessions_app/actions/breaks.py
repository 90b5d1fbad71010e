"""Taking a break: the verb above `programs.actions.pause`, because sessions fall into it."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from outbox.actions import post
from pairing.models import Pair
from people.models import User
from programs import actions as programs
from programs.models import Participation
from sessions_app.actions.workspace import PairEnded, enter
from sessions_app.clocks import NoSuchHour, instant
from sessions_app.models import Meeting

State = Meeting.State
WEEK = 7


@transaction.atomic
def take_a_break(participation: Participation, *, until: date | None, moves: bool, now: datetime) -> int:
    """Pause, and free the time of every session that falls into it; return how many sessions.

    With a day named, `moves` shifts a pair's sessions from the first that falls into the break on, by whole weeks and
    to the same hour, to after it; otherwise they are left without a date. Partners are told that there is a break and
    until when, never why. Raises programs.actions.NotTakingPart.
    """
    programs.pause(participation, until=until, now=now)
    freed = 0
    for pair in Pair.objects.live().of(participation.person).filter(program=participation.program_id).order_by("pk"):
        with suppress(PairEnded):
            freed += _free(enter(pair, now=now), until=until, moves=moves, now=now)
            _tell(pair, participation.person, now=now)
    return freed


def come_back(participation: Participation, *, now: datetime) -> bool:
    """End a break; False when there was none. Sessions without a date wait for the pair to find one."""
    return programs.come_back(participation, now=now)


def end_breaks(*, now: datetime) -> int:
    """End the breaks whose day has come where the person lives; return how many."""
    paused = Participation.objects.enrolled().filter(paused_until__lte=now.date() + timedelta(days=1)).with_people()
    return sum(
        come_back(each, now=now)
        for each in paused
        if each.paused_until is not None and each.paused_until <= now.astimezone(each.person.time_zone).date()
    )


def _free(pair: Pair, *, until: date | None, moves: bool, now: datetime) -> int:
    """Move or put off a pair's sessions that fall into a break; return how many."""
    ahead = list(pair.meetings.planned().filter(starts_at__gt=now).order_by("starts_at"))
    inside = [each for each in ahead if until is None or each.local_start.date() < until]
    if not inside:
        return 0
    if until is None or not moves:
        for each in inside:
            _set(pair, each, "session_put_off", state=State.UNDATED, starts_at=each.starts_at, now=now)
        return len(inside)
    weeks = ceil((until - inside[0].local_start.date()).days / WEEK)
    for each in ahead:
        _set(pair, each, "session_moved", state=State.PLANNED, starts_at=_later(each, weeks), now=now)
    return len(ahead)


def _set(pair: Pair, meeting: Meeting, kind: str, *, state: str, starts_at: datetime, now: datetime) -> None:
    """Change one session under the pair's lock and tell both, so that their calendars follow."""
    changed = Meeting.objects.filter(pk=meeting.pk)
    changed.update(state=state, starts_at=starts_at, version=F("version") + 1, dating=F("dating") + 1)
    for place in (pair.newcomer, pair.senior):
        post(kind, to=place.person, fact=f"{meeting.pk}:{meeting.version + 1}", about=meeting.pk, now=now)


def _later(meeting: Meeting, weeks: int) -> datetime:
    """Return the same hour of the same wall clock some weeks later; an hour that the clocks skip moves with them."""
    local = meeting.local_start
    day = local.date() + timedelta(weeks=weeks)
    try:
        return instant(day, local.time(), meeting.zone)
    except NoSuchHour:
        return datetime.combine(day, local.time(), ZoneInfo(meeting.zone))


def _tell(pair: Pair, person: User, *, now: datetime) -> None:
    """Tell the partner that there is a break."""
    partner = pair.partner_of(person).person
    post("break_begun", to=partner, fact=f"{pair.pk}:{now:%Y-%m-%d}", about=pair.pk, now=now)
