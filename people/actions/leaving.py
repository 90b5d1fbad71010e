"""Leaving the organisation, and undoing that for a while."""

from datetime import datetime

from django.db import transaction

from people.models import PersonQuerySet, User


@transaction.atomic
def mark_as_left(people: PersonQuerySet, *, by: User, now: datetime) -> int:
    """Note that people no longer work here; return how many. They are signed out at once.

    Whoever says so stays, and so do those who run the installation. `left_at` is the mark of all who went together.
    """
    return people.active().filter(is_staff=False).exclude(pk=by.pk).update(is_active=False, left_at=now)


@transaction.atomic
def undo_leaving(*, left_at: datetime, now: datetime) -> int:
    """Let everyone who was marked at one moment work here again, while that can be undone; return how many."""
    gone: PersonQuerySet = User.objects.filter(is_active=False, left_at=left_at).undoable(now)
    return gone.update(is_active=True, left_at=None)
