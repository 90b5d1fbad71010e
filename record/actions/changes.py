"""Changes of what is asked, shown or kept: one mechanism for all, so that none widens unnoticed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from record.models import Change


def note_change(
    sentences: Iterable[str], *, keys: Iterable[str], widens: bool, by: Any, now: datetime, program: UUID | None = None
) -> Change | None:
    """Write one row for what one press changed; nothing where nothing changed.

    What `widens` is told to those it touches by a sweep above (programs.tell_changes).
    """
    said = " ".join(sentences)
    if not said:
        return None
    return Change.objects.create(
        program=program, keys=sorted(keys), sentence=said, widens=widens, made_by=by, made_at=now
    )


def note_told(change: Change, *, now: datetime) -> None:
    """Write down that those it touches were written to."""
    Change.objects.filter(pk=change.pk, told_at__isnull=True).update(told_at=now)
