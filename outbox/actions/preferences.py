"""Preferences: how a person wants to be written to."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from leases.actions import wake
from outbox.kinds import group_of
from outbox.models import USUAL_DIGEST, USUAL_LIMIT, Message, Preference

State = Message.State


class MustBeKnown(Exception):
    """Messages of this kind cannot be stopped."""


class NobodyThere(Exception):
    """The person is not stored here any more."""


@transaction.atomic
def set_preferences(
    person: Any,
    *,
    now: datetime,
    language: str = "en",
    channel: str = Preference.Channel.MAIL,
    quiet_from: time | None = None,
    quiet_to: time | None = None,
    weekly_limit: int | None = USUAL_LIMIT,
    daily_digest: bool = False,
    digest_at: time = USUAL_DIGEST,
    stopped: Collection[str] = (),
) -> None:
    """Store what a person chose, all of it; what was held back is judged anew. Raises MustBeKnown."""
    for kind in stopped:
        _refuse_essential(kind)
    Preference.objects.update_or_create(
        person=person,
        defaults={
            "language": language,
            "channel": channel,
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
            "weekly_limit": weekly_limit,
            "daily_digest": daily_digest,
            "digest_at": digest_at,
            "stopped": sorted(stopped),
        },
    )
    mine = Message.objects.filter(to=person)
    mine.filter(state=State.WAITING, held_until__gt=now).update(held_until=None, next_try_at=now)
    if not daily_digest:
        mine.filter(state=State.COLLECTED).update(
            state=State.WAITING, digest=None, held="", held_until=None, next_try_at=F("due_at")
        )
    wake("outbox.deliver")


@transaction.atomic
def stop_kind(person_id: UUID, *, kind: str) -> None:
    """Send a person no more messages of a kind; once stopped it stays stopped. Raises MustBeKnown, NobodyThere."""
    _refuse_essential(kind)
    if not get_user_model().objects.filter(pk=person_id).exists():
        raise NobodyThere
    Preference.objects.get_or_create(person_id=person_id)
    preference = Preference.objects.select_for_update().get(person_id=person_id)
    if kind not in preference.stopped:
        preference.stopped = sorted([*preference.stopped, kind])
        preference.save(update_fields=["stopped"])


def _refuse_essential(kind: str) -> None:
    if not group_of(kind).may_be_stopped:
        raise MustBeKnown
