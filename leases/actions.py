"""Verbs of long work: claim, report progress, finish, fail; and waking a sweep early."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import uuid4

from celery import current_app
from django.db import models, transaction
from kombu.exceptions import OperationalError

from leases.models import LeasedWork

LEASE = timedelta(minutes=2)
MOST_TRIES = 3

Work = TypeVar("Work", bound=LeasedWork)
logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker holds this work now: stop without writing anything."""


@transaction.atomic
def claim(model: type[Work], *, now: datetime) -> Work | None:
    """Take the oldest requested row, or one whose worker died, under a fresh lease; None when nothing waits."""
    waiting = models.Q(state=LeasedWork.State.REQUESTED) | models.Q(
        state=LeasedWork.State.RUNNING, leased_until__lt=now
    )
    work = model._default_manager.select_for_update(skip_locked=True).filter(waiting).order_by("requested_at").first()
    if work is None:
        return None
    work.lease, work.leased_until = uuid4(), now + LEASE
    work.tries += 1
    work.state = LeasedWork.State.RUNNING
    if work.tries > MOST_TRIES:
        work.state, work.finished_at = LeasedWork.State.FAILED, now
        work.failure = "This work stopped three times before its end. Nothing was changed by it."
        work.save()
        return None
    work.save()
    return work


def report(work: LeasedWork, *, stage: str, done: int, total: int, now: datetime) -> None:
    """Show progress and prolong the lease; raises LeaseLost when another worker has taken over."""
    _held(work, stage=stage, progress_done=done, progress_total=total, leased_until=now + LEASE)


def finish(work: LeasedWork, *, now: datetime) -> None:
    """Mark the work as done; call it in the transaction that stores the result."""
    _held(work, state=LeasedWork.State.DONE, finished_at=now, lease=None, leased_until=None)


def fail(work: LeasedWork, *, sentence: str, now: datetime) -> None:
    """Give the work up with one plain sentence for the person who asked for it."""
    _held(work, state=LeasedWork.State.FAILED, failure=sentence, finished_at=now, lease=None, leased_until=None)


def _held(work: LeasedWork, **values: object) -> None:
    """Update the row if this worker still holds its lease (compare-and-set)."""
    changed = type(work)._default_manager.filter(pk=work.pk, lease=work.lease).update(**values)
    if not changed:
        raise LeaseLost
    for name, value in values.items():
        setattr(work, name, value)


def wake(task: str) -> None:
    """Let a sweep run as soon as this transaction commits; its own interval remains the guarantee."""
    transaction.on_commit(partial(_send, task), robust=True)


def _send(task: str) -> None:
    try:
        current_app.send_task(task, retry=False)
    except (OperationalError, OSError):
        logger.warning("could not wake %s; its next tick will do the work", task)
