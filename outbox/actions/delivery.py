"""Delivery: what is due is claimed, checked once more, handed over and marked."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any
from uuid import UUID, uuid4

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from leases.clock import Clock, running_from
from outbox.actions.digests import collect, settle_collected
from outbox.actions.holding import DIGEST, Drop, Hold, judge, nudges_this_week, preference_of
from outbox.actions.mail_server import MayBeTaken, NotTaken, hand_over, hang_up, reach
from outbox.kinds import context_of, fetch_rows, group_of, is_at_most_once, kind_named
from outbox.letters import write_letter
from outbox.models import Message
from outbox.wordings import Wordings, wordings_in_use

# Each message's lease begins anew when its own sending starts; one exchange with a mail server is far shorter.
LEASE = timedelta(minutes=5)
MOST_TRIES = 6
BATCH = 50
WAIT_FOR_SERVER = timedelta(minutes=2)
# Of lines broken in a row: one may be the letter's fault, a second is the server's.
MOST_BROKEN = 2
FRESH = timedelta(seconds=1)

State = Message.State
logger = logging.getLogger(__name__)


class _Outcome(Enum):
    """What became of handing one letter over."""

    TAKEN = auto()
    REFUSED = auto()
    BROKEN = auto()


@dataclass(frozen=True)
class _Run:
    """What the messages of one batch share: the line, the clock, the words, and how many nudges each reader has got."""

    line: BaseEmailBackend
    clock: Clock
    wordings: Wordings
    nudges_told: Counter[UUID]


def deliver(*, now: datetime) -> int:
    """Send what is due, up to one batch, over one connection; return how many messages were taken up.

    Zero also says that the mail server is of no use now: it cannot be reached, or broke the line twice in a row. Then
    the rest stays in line and no try is counted.

    A batch may take long, so each message is judged at its own hour, counted on from `now`.
    """
    clock = running_from(now)
    settle_abandoned(now=now)
    batch = _claim(now=now)
    if not batch:
        return 0
    run = _Run(get_connection(), clock, wordings_in_use(), nudges_this_week(batch, now=now))
    taken: Message | None = None  # the mail server has it, the row does not say so yet
    broken = 0
    try:
        for message in _with_rows(batch, clock):
            if not reach(run.line):
                _release(batch, now=clock())
                return 0
            letter = _letter(message, run, now=clock())
            if letter is None:
                continue
            is_held, taken = _start(message, after=taken, now=clock()), None
            outcome = _hand(message, letter, run) if is_held else None
            taken = message if outcome is _Outcome.TAKEN else None
            if taken is not None and taken.kind == DIGEST:  # it ends together with what it told
                _end(taken, State.SENT, "", now=clock())
                taken = None
            broken = broken + 1 if outcome is _Outcome.BROKEN else 0
            if broken == MOST_BROKEN:
                _release(batch, now=clock())
                return 0
    finally:
        hang_up(run.line)
        if taken is not None:
            _end(taken, State.SENT, "", now=clock())
    return len(batch)


@transaction.atomic
def settle_abandoned(*, now: datetime) -> None:
    """Decide about messages whose worker died while sending: repeat the repeatable, show the rest as in doubt."""
    abandoned = Message.objects.select_for_update(skip_locked=True).filter(state=State.SENDING, leased_until__lt=now)
    for message in abandoned:
        if message.started_at is None:
            _held(message, state=State.WAITING, lease=None, leased_until=None)
        else:
            _settle_doubt(message, now=now)


@transaction.atomic
def _claim(*, now: datetime) -> list[Message]:
    """Lease the next due messages; rows another worker holds are skipped."""
    due = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=State.WAITING, next_try_at__lte=now)
        .select_related("to__message_preference")
        .order_by("next_try_at")[:BATCH]
    )
    lease = uuid4()
    claimed = Message.objects.filter(pk__in=[message.pk for message in due])
    claimed.update(state=State.SENDING, lease=lease, leased_until=now + LEASE, started_at=None)
    for message in due:
        message.state, message.lease = State.SENDING, lease
    return due


def _with_rows(batch: list[Message], clock: Clock) -> Iterator[Message]:
    """Yield each message with the row it is about: read for many at once, and again when that was a second ago."""
    read_at: datetime | None = None
    for position, message in enumerate(batch):
        if read_at is None or clock() - read_at > FRESH:
            read_at = clock()
            fetch_rows(batch[position:])
        yield message


def _letter(message: Message, run: _Run, *, now: datetime) -> EmailMultiAlternatives | None:
    """Check once more and write; None ends the message or puts it back in line: there is nothing to send now."""
    if message.expires_at is not None and message.expires_at <= now:
        _end(message, State.DROPPED, "It came too late to be of use.", now=now)
        return None
    if _waits(message, run, now=now):
        return None
    try:
        letter = _written(message, run, now=now)
    except Exception:  # whatever one letter's template or facts get wrong must not hold up the others
        logger.exception("message %s of kind %s could not be written", message.pk, message.kind)
        _try_later(message, "It could not be written.", now=now)
        return None
    if letter is None:
        _end(message, State.DROPPED, "It was no longer true when its time came.", now=now)
    return letter


def _waits(message: Message, run: _Run, *, now: datetime) -> bool:
    """Whether a message does not leave now, because its reader wants it so; then its row says why."""
    verdict = judge(message, nudges_told=run.nudges_told[message.to_id], now=now)
    if isinstance(verdict, Drop):
        _end(message, State.DROPPED, verdict.sentence, now=now)
    elif isinstance(verdict, Hold) and verdict.why == Message.Held.DIGEST:
        collect(message, until=verdict.until, now=now)
    elif isinstance(verdict, Hold):
        back_in_line = {"state": State.WAITING, "lease": None, "leased_until": None, "next_try_at": verdict.until}
        _held(message, held=verdict.why, held_until=verdict.until, **back_in_line)
    return verdict is not None


def _written(message: Message, run: _Run, *, now: datetime) -> EmailMultiAlternatives | None:
    """Return the letter in its reader's language, None when it is no longer true or the person has gone."""
    context = context_of(message, now) if message.to.is_active else None
    if context is None:
        return None
    kind, language = kind_named(message.kind), preference_of(message).language
    message.told = context.get("told", ())
    attachments = kind.attachments(message, now) if kind.attachments else ()
    return write_letter(message, kind, context, run.line, attachments, language=language, wordings=run.wordings)


def _start(message: Message, *, after: Message | None, now: datetime) -> bool:
    """Mark a message as started, and the one before as sent; False when this worker no longer holds it.

    One statement, so one wait for the disk a letter; and a worker that dies leaves one doubt at most, as either the one
    before is still unmarked or this one has begun.
    """
    held = "id = %s AND state = 'sending' AND lease = %s"
    ended = "SET state = 'sent', finished_at = %s, lease = NULL, leased_until = NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH before AS (UPDATE outbox_message {ended} WHERE {held}) "  # noqa: S608 - our own words
            f"UPDATE outbox_message SET started_at = %s, leased_until = %s WHERE {held}",
            [now, *((after.pk, after.lease) if after else (None, None)), now, now + LEASE, message.pk, message.lease],
        )
        return bool(cursor.rowcount)


def _hand(message: Message, letter: EmailMultiAlternatives, run: _Run) -> _Outcome:
    """Give a letter to the mail server and write down what it says; its yes waits for the next start."""
    try:
        hand_over(letter, run.line)
    except NotTaken as refusal:
        hang_up(run.line)
        if refusal.for_good:
            _end(message, State.FAILED, "The mail server refused it.", now=run.clock())
        else:
            _try_later(message, "The mail server refused it several times.", now=run.clock())
        return _Outcome.BROKEN if refusal.is_line_broken else _Outcome.REFUSED
    except MayBeTaken:
        hang_up(run.line)
        _settle_doubt(message, now=run.clock())
        return _Outcome.BROKEN
    run.nudges_told[message.to_id] += group_of(message.kind).is_nudge
    return _Outcome.TAKEN


def _release(batch: list[Message], *, now: datetime) -> None:
    """Put what has not been started back in line."""
    Message.objects.filter(state=State.SENDING, lease=batch[0].lease, started_at=None).update(
        state=State.WAITING, lease=None, leased_until=None, next_try_at=now + WAIT_FOR_SERVER
    )


def _settle_doubt(message: Message, *, now: datetime) -> None:
    """A reminder is never doubled, so its doubt is shown; what must not be lost is sent again."""
    if is_at_most_once(message.kind):
        doubt = "The mail server may or may not have it: the sender stopped in between."
        _end(message, State.IN_DOUBT, doubt, now=now)
    else:
        _try_later(message, "The line to the mail server broke several times.", now=now)


def _try_later(message: Message, sentence: str, *, now: datetime) -> None:
    """Wait longer after each try, and give up with `sentence` after the last."""
    tries = message.tries + 1
    if tries >= MOST_TRIES:
        _end(message, State.FAILED, sentence, now=now)
        return
    _held(
        message,
        state=State.WAITING,
        tries=tries,
        started_at=None,
        lease=None,
        leased_until=None,
        next_try_at=now + timedelta(minutes=2**tries),
    )


@transaction.atomic
def _end(message: Message, state: str, outcome: str, *, now: datetime) -> None:
    """Bring a message to its end, and with a digest what it collected."""
    is_held = _held(message, state=state, outcome=outcome, finished_at=now, lease=None, leased_until=None)
    if is_held and message.kind == DIGEST and state in {State.SENT, State.DROPPED}:
        settle_collected(message, now=now)


def _held(message: Message, **values: Any) -> bool:
    """Update the row if this worker still holds it (compare-and-set)."""
    rows = Message.objects.filter(pk=message.pk, state=State.SENDING, lease=message.lease)
    return bool(rows.update(**values))
