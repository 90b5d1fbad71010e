"""Posting: a message is a row, written with the fact it tells."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from leases.actions import wake
from outbox.kinds import kind_named
from outbox.models import Message, key_of


def post(
    kind: str,
    *,
    to: Any,
    fact: str,
    about: UUID,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write a message row; the same `fact` for the same person and kind is told once, however often posted."""
    post_all(kind, [(to, fact, about)], now=now, due_at=due_at, expires_at=expires_at)


def post_all(
    kind: str,
    facts: Iterable[tuple[Any, str, UUID]],
    *,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write a row for each (to, fact, about) in one go, as `post` does for one."""
    kind_named(kind)
    Message.objects.bulk_create(
        [
            Message(
                kind=kind,
                to=to,
                about=about,
                dedupe_key=key_of(kind, to.pk, fact),
                posted_at=now,
                due_at=due_at or now,
                next_try_at=due_at or now,
                expires_at=expires_at,
            )
            for to, fact, about in facts
        ],
        ignore_conflicts=True,
    )
    wake("outbox.deliver")
