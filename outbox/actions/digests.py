"""Digests: nudges kept for one letter a day. Each is told in one digest, or dropped once it is no longer true."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from outbox.actions.holding import DIGEST
from outbox.kinds import context_of, fetch_rows, kind_named
from outbox.letters import subject_of
from outbox.links import absolute
from outbox.models import Message, Preference, key_of

State = Message.State


@transaction.atomic
def collect(message: Message, *, until: datetime, now: datetime) -> bool:
    """Move a message this worker holds into its reader's next digest; False when it is no longer held.

    The digest is a row like any other. It is locked here as it is when a worker claims it, so nothing is put into a
    digest that is being written; the reader's preferences are locked, so that two workers make one digest.
    """
    Preference.objects.select_for_update().filter(person=message.to_id).first()
    waiting = Message.objects.select_for_update().filter(to=message.to_id, kind=DIGEST, state=State.WAITING).first()
    digest = waiting or _new_digest(message, until, now=now)
    held = Message.objects.filter(pk=message.pk, state=State.SENDING, lease=message.lease)
    return bool(
        held.update(
            state=State.COLLECTED,
            digest=digest,
            held=Message.Held.DIGEST,
            held_until=digest.next_try_at,
            lease=None,
            leased_until=None,
        )
    )


def _new_digest(message: Message, until: datetime, *, now: datetime) -> Message:
    fact = f"{timezone.localtime(until, message.to.time_zone):%Y-%m-%d %H:%M}:{message.pk}"
    return Message.objects.create(
        kind=DIGEST,
        to=message.to,
        about=message.to_id,
        dedupe_key=key_of(DIGEST, message.to_id, fact),
        posted_at=now,
        due_at=until,
        next_try_at=until,
    )


def digest_context(message: Message, now: datetime) -> Mapping[str, Any] | None:
    """Return what is still true of what a digest has collected, each as its subject and its link; None for nothing."""
    items = []
    collected = list(message.collected.filter(state=State.COLLECTED).select_related("to").order_by("posted_at"))
    fetch_rows(collected)
    for each in collected:
        context = None if each.expires_at is not None and each.expires_at <= now else context_of(each, now)
        if context is not None:
            items.append((each.pk, f"{subject_of(each, kind_named(each.kind), context)}\n{context['url']}"))
    if not items:
        return None
    return {
        "items": "\n\n".join(line for _, line in items),
        "told": [key for key, _ in items],
        "url": absolute("desk:home"),
    }


def settle_collected(digest: Message, *, now: datetime) -> None:
    """After a digest: what it told is sent, what was left out is dropped."""
    collected = Message.objects.filter(digest=digest, state=State.COLLECTED)
    collected.filter(pk__in=digest.told).update(state=State.SENT, finished_at=now)
    outcome = "Your digest left it out: it was no longer true, or you had stopped it."
    collected.update(state=State.DROPPED, finished_at=now, outcome=outcome)
