"""Holding: whether a message leaves now, waits, goes into a digest or is dropped, as its reader wants it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import QuerySet

from outbox.kinds import group_of, nudges
from outbox.models import Message, Preference
from outbox.quiet import next_at, quiet_until

WEEK = timedelta(days=7)
DIGEST = "digest"
Held = Message.Held


@dataclass(frozen=True)
class Hold:
    """Wait until an hour, and why."""

    why: Held
    until: datetime


@dataclass(frozen=True)
class Drop:
    """Do not send at all, and why."""

    sentence: str


def preference_of(message: Message) -> Preference:
    """Return what the reader chose, or the defaults."""
    chosen: Preference | None = getattr(message.to, "message_preference", None)
    return chosen or _usual()


@cache
def _usual() -> Preference:
    return Preference()


def nudges_this_week(batch: Iterable[Message], *, now: datetime) -> Counter[UUID]:
    """Return how many nudges each reader of a batch has got in the last seven days; a digest counts as one."""
    readers = {message.to_id for message in batch if group_of(message.kind).is_nudge}
    if not readers:
        return Counter()
    return Counter(_nudges_since(now - WEEK).filter(to__in=readers).values_list("to", flat=True))


def judge(message: Message, *, nudges_told: int, now: datetime) -> Hold | Drop | None:
    """Return why a message that is due does not leave now; None when it does."""
    preference, group = preference_of(message), group_of(message.kind)
    if group.may_be_stopped and message.kind in preference.stopped:
        return Drop("You have stopped messages of this kind.")
    if group.may_be_stopped and preference.channel == Preference.Channel.ESSENTIAL:
        return Drop("You chose to get by mail only what you need to know.")
    if group.is_nudge:
        held = _digest(message, preference, now=now) or _limit(message, preference, nudges_told, now=now)
        if held is not None:
            return held
    return _quiet(message, preference, now=now) if group.keeps_quiet else None


def _digest(message: Message, preference: Preference, *, now: datetime) -> Hold | Drop | None:
    """Keep for the digest what is still of use when it leaves."""
    if not preference.daily_digest or message.kind == DIGEST:
        return None
    if DIGEST in preference.stopped:
        return Drop("You have stopped your daily digest, and with it single nudges.")
    until = next_at(preference.digest_at, zone=message.to.time_zone, now=now)
    return None if _is_over(message, until) else Hold(Held.DIGEST, until)


def _limit(message: Message, preference: Preference, told: int, *, now: datetime) -> Hold | Drop | None:
    limit = preference.weekly_limit
    if limit is None or told < limit:
        return None
    if limit == 0:
        return Drop("You chose to get no nudges.")
    told_at = _nudges_since(now - WEEK).filter(to=message.to_id).order_by("-finished_at")
    ends = [each.finished_at for each in told_at[:limit] if each.finished_at is not None]
    until = ends[-1] + WEEK if len(ends) == limit else now + timedelta(hours=1)
    if _is_over(message, until):
        return Drop("Your limit a week was used up, and later it would have come too late.")
    return Hold(Held.LIMIT, until)


def _quiet(message: Message, preference: Preference, *, now: datetime) -> Hold | Drop | None:
    """Wait for the end of the quiet hours; what would be too late then is dropped, unless it must be known."""
    until = quiet_until(preference.quiet_from, preference.quiet_to, zone=message.to.time_zone, now=now)
    if until is None:
        return None
    if not _is_over(message, until):
        return Hold(Held.QUIET, until)
    if group_of(message.kind).may_be_stopped:
        return Drop("It fell into your quiet hours, and after them it would have come too late.")
    return None


def _is_over(message: Message, at: datetime) -> bool:
    return message.expires_at is not None and message.expires_at <= at


def _nudges_since(hour: datetime) -> QuerySet[Message]:
    return Message.objects.filter(
        kind__in=nudges(),
        state__in=[Message.State.SENT, Message.State.IN_DOUBT],
        finished_at__gt=hour,
        digest__isnull=True,
    )
