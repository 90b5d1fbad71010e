"""Delivery: what is due is claimed, checked once more, written, handed over and marked.

A mail server stores a letter before it says yes; meanwhile the next one is written. So the letters of a handful are
started together, and the next handful is written while this one is taken.
"""

import logging
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from leases.clock import Clock, running_from
from outbox.actions.digests import collect
from outbox.actions.holding import DIGEST, Drop, Hold, judge, nudges_this_week, preference_of
from outbox.actions.mail_server import MayBeTaken, NotTaken, begin, finish, hang_up, reach
from outbox.actions.marking import (
    claim,
    end,
    mark,
    mark_sent,
    put_back,
    release,
    settle_abandoned,
    settle_doubt,
    start,
    try_later,
)
from outbox.kinds import context_of, fetch_rows, group_of, kind_named
from outbox.letters import write_letter
from outbox.mime import Letter
from outbox.models import Message
from outbox.wordings import Wordings, wordings_in_use

# How many letters are started at once, and so how many a worker that dies may leave in doubt (docs/decisions/0014).
HANDFUL = 5
# Of lines broken in a row: one may be the letter's fault, a second is the server's.
MOST_BROKEN = 2
# What was found true longer ago is asked again before its letter leaves.
FRESH = timedelta(seconds=1)

State = Message.State
logger = logging.getLogger(__name__)


class _Outcome(Enum):
    """What became of handing one letter over."""

    TAKEN = auto()
    REFUSED = auto()
    BROKEN = auto()


@dataclass
class _Run:
    """What the messages of one batch share, the line and the words, and how far it has come."""

    line: BaseEmailBackend
    clock: Clock
    wordings: Wordings
    # How many nudges each reader has got this week, with the letters that are written.
    nudges_told: Counter[UUID]
    queue: deque[Message]
    # When it was last read what the messages in the queue are about.
    read_at: datetime | None = None
    # The mail server has them, their rows do not say so yet.
    taken: list[Message] = field(default_factory=list)
    # Lines broken in a row.
    broken: int = 0
    # How many are started together: one, while the mail server is slow or refuses.
    size: int = HANDFUL


@dataclass(frozen=True)
class _Ready:
    """A message with its letter, and when it was looked at."""

    message: Message
    letter: Letter
    at: datetime


def deliver(*, now: datetime) -> int:
    """Send what is due, up to one batch, over one connection; return how many messages were taken up.

    Zero also says that the mail server is of no use now: it cannot be reached, or broke the line twice in a row. Then
    the rest stays in line and no try is counted.

    A batch may take long, so each message is judged at its own hour, counted on from `now`.
    """
    clock = running_from(now)
    settle_abandoned(now=now)
    batch = claim(now=now)
    if not batch:
        return 0
    run = _Run(get_connection(), clock, wordings_in_use(), nudges_this_week(batch, now=now), deque(batch))
    ready: list[_Ready] = []
    try:
        while _fill(ready, run):
            if run.broken == MOST_BROKEN or not reach(run.line):
                release(batch, now=clock())
                return 0
            ready = _send_handful(ready, run)
    finally:
        hang_up(run.line)
        mark_sent(run.taken, now=clock())
    return len(batch)


def _fill(ready: list[_Ready], run: _Run) -> bool:
    """Write letters until there is a handful; False when none is left to send."""
    while len(ready) < run.size and _write_one(ready, run):
        pass
    return bool(ready)


def _write_one(ready: list[_Ready], run: _Run) -> bool:
    """Write the next letter that has to leave now; False when there is none. Rows are read for many at once."""
    while run.queue:
        now = run.clock()
        if run.read_at is None or now - run.read_at > FRESH:
            run.read_at = now
            fetch_rows(run.queue)
        message = run.queue.popleft()
        letter = _letter(message, run, now=now)
        if letter is not None:
            run.nudges_told[message.to_id] += group_of(message.kind).is_nudge
            ready.append(_Ready(message, letter, now))
            return True
    return False


def _send_handful(handful: Sequence[_Ready], run: _Run) -> list[_Ready]:
    """Send letters that are started together; return those that were written meanwhile.

    After a no, a broken line or a wait, the rest goes back into the queue: one at a time, and each looked at anew.
    """
    held = start([each.message for each in handful], after=run.taken, now=run.clock())
    run.taken = []
    left = deque(each for each in handful if each.message.pk in held)
    coming: list[_Ready] = []
    run.size = HANDFUL
    while left:
        each = left.popleft()
        outcome = _hand(each, coming, run)
        run.broken = run.broken + 1 if outcome is _Outcome.BROKEN else 0
        following = next(iter([*left, *coming]), None)
        is_stale = following is not None and run.clock() - following.at > FRESH
        if outcome is not _Outcome.TAKEN or is_stale:
            _put_back(left, coming, run)
            return []
    return coming


def _put_back(started: Sequence[_Ready], written: Sequence[_Ready], run: _Run) -> None:
    put_back([each.message for each in started])
    for each in reversed([*started, *written]):
        run.nudges_told[each.message.to_id] -= group_of(each.message.kind).is_nudge
        run.queue.appendleft(each.message)
    run.size = 1


def _hand(each: _Ready, coming: list[_Ready], run: _Run) -> _Outcome:
    """Give a letter to the mail server, write the next one, and write down what the server says to the first.

    Its yes waits for the next start.
    """
    message = each.message
    try:
        begin(each.letter, run.line)
        _write_one(coming, run)
        finish(run.line)
    except NotTaken as refusal:
        hang_up(run.line)
        run.nudges_told[message.to_id] -= group_of(message.kind).is_nudge
        if refusal.for_good:
            end(message, State.FAILED, "The mail server refused it.", now=run.clock())
        else:
            try_later(message, "The mail server refused it several times.", now=run.clock())
        return _Outcome.BROKEN if refusal.is_line_broken else _Outcome.REFUSED
    except MayBeTaken:
        hang_up(run.line)
        settle_doubt(message, now=run.clock())
        return _Outcome.BROKEN
    if message.kind == DIGEST:  # it ends together with what it told
        end(message, State.SENT, "", now=run.clock())
    else:
        run.taken.append(message)
    return _Outcome.TAKEN


def _letter(message: Message, run: _Run, *, now: datetime) -> Letter | None:
    """Check once more and write; None ends the message or puts it back in line: there is nothing to send now."""
    if message.expires_at is not None and message.expires_at <= now:
        end(message, State.DROPPED, "It came too late to be of use.", now=now)
        return None
    if _waits(message, run, now=now):
        return None
    try:
        letter = _written(message, run, now=now)
    except Exception:  # whatever one letter's template or facts get wrong must not hold up the others
        logger.exception("message %s of kind %s could not be written", message.pk, message.kind)
        try_later(message, "It could not be written.", now=now)
        return None
    if letter is None:
        end(message, State.DROPPED, "It was no longer true when its time came.", now=now)
    return letter


def _waits(message: Message, run: _Run, *, now: datetime) -> bool:
    """Whether a message does not leave now, because its reader wants it so; then its row says why."""
    verdict = judge(message, nudges_told=run.nudges_told[message.to_id], now=now)
    if isinstance(verdict, Drop):
        end(message, State.DROPPED, verdict.sentence, now=now)
    elif isinstance(verdict, Hold) and verdict.why == Message.Held.DIGEST:
        collect(message, until=verdict.until, now=now)
    elif isinstance(verdict, Hold):
        back_in_line = {"state": State.WAITING, "lease": None, "leased_until": None, "next_try_at": verdict.until}
        mark(message, held=verdict.why, held_until=verdict.until, **back_in_line)
    return verdict is not None


def _written(message: Message, run: _Run, *, now: datetime) -> Letter | None:
    """Return the letter in its reader's language, None when it is no longer true or the person has gone."""
    context = context_of(message, now) if message.to.is_active else None
    if context is None:
        return None
    kind, language = kind_named(message.kind), preference_of(message).language
    message.told = context.get("told", ())
    attachments = kind.attachments(message, now) if kind.attachments else ()
    return write_letter(message, kind, context, run.line, attachments, language=language, wordings=run.wordings)
