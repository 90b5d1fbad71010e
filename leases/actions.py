"""Verbs of long work: run what waits, claim, report progress, finish, fail; and waking a sweep early."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar
from uuid import uuid4

from celery import current_app
from django.db import models, transaction
from kombu.exceptions import OperationalError

from leases.clock import Clock
from leases.models import LeasedWork

LEASE = timedelta(minutes=2)
MOST_TRIES = 3

Work = TypeVar("Work", bound=LeasedWork)
State = LeasedWork.State
logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker holds this work now: stop without writing anything."""


def run_waiting(model: type[Work], run: Callable[..., None], *, clock: Clock) -> None:
    """Claim and `run(work, now=…)` what waits until nothing does; a worker that lost a lease goes on with the next."""
    while (work := claim(model, now=clock())) is not None:
        try:
            run(work, now=clock())
        except LeaseLost:
            logger.warning("%s %s was taken over by another worker", model._meta.label, work.pk)


@transaction.atomic
def claim(model: type[Work], *, now: datetime) -> Work | None:
    """Take the oldest requested row, or one whose worker died, under a fresh lease; None when nothing waits.

    What has stopped three times is marked as failed on the way.
    """
    waiting = models.Q(state=State.REQUESTED) | models.Q(state=State.RUNNING, leased_until__lt=now)
    rows = model._default_manager.select_for_update(skip_locked=True).filter(waiting).order_by("requested_at")
    while (work := rows.first()) is not None:
        if work.tries < MOST_TRIES:
            work.state, work.lease, work.leased_until = State.RUNNING, uuid4(), now + LEASE
            work.tries += 1
            work.save(update_fields=["state", "lease", "leased_until", "tries"])
            return work
        work.state, work.lease, work.leased_until, work.finished_at = State.FAILED, None, None, now
        work.failure = "This stopped three times before its end and was given up. You can ask for it again."
        work.save(update_fields=["state", "lease", "leased_until", "finished_at", "failure"])
    return None


def report(work: LeasedWork, *, stage: str, done: int, total: int, now: datetime) -> None:
    """Show progress and prolong the lease; raises LeaseLost when another worker has taken over.

    `now` is the hour of the report, not of the claim (`leases.clock.running_from`).
    """
    _held(work, stage=stage, progress_done=done, progress_total=total, leased_until=now + LEASE)


def finish(work: LeasedWork, *, now: datetime) -> None:
    """Mark the work as done; call it in the transaction that stores the result."""
    _held(work, state=State.DONE, finished_at=now, lease=None, leased_until=None)


def fail(work: LeasedWork, *, sentence: str, now: datetime) -> None:
    """Give the work up with one plain sentence for the person who asked for it."""
    _held(work, state=State.FAILED, failure=sentence, finished_at=now, lease=None, leased_until=None)


def _held(work: LeasedWork, **values: object) -> None:
    """Update the row if this worker still holds its lease (compare-and-set)."""
    rows = type(work)._default_manager.filter(pk=work.pk, state=State.RUNNING, lease=work.lease)
    if not rows.update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(work, name, value)


def wake(task: str) -> None:
    """Let a sweep run as soon as this transaction commits; its own interval remains the guarantee.

    However many rows a transaction posts, it wakes each sweep once.
    """
    call = _waker(task)
    if not any(waiting[1] is call for waiting in transaction.get_connection().run_on_commit):
        transaction.on_commit(call, robust=True)


@cache
def _waker(task: str) -> Callable[[], None]:
    """Return the one function that wakes `task`."""

    def send() -> None:
        try:
            current_app.send_task(task, retry=False)
        except (OperationalError, OSError):
            logger.warning("could not wake %s; its next tick will do the work", task)

    return send
