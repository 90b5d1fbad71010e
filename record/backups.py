"""How far back a full backup could bring what was erased: until the master key that wrapped it there is gone.

Reads only; docs/decisions/0038 says why it is so, docs/guides/operator.md how the keys are changed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count

from record.clocks import day_in_words
from record.models import DataKey, MasterKey


@dataclass(frozen=True)
class Standing:
    """One master key: since when it was first, how much it still wraps, and what is to be done about it."""

    key_id: str
    first_at: datetime | None
    wraps: int
    says: str
    is_overdue: bool = False


@dataclass(frozen=True)
class Reach:
    """Since when erased things may still be in reach, until when those of today are, and each master key."""

    oldest: datetime | None
    until: datetime | None
    masters: tuple[Standing, ...]

    @property
    def overdue(self) -> list[Standing]:
        """The master keys that should have been changed, or taken out, by now."""
        return [master for master in self.masters if master.is_overdue]

    @property
    def promise(self) -> str:
        """What somebody who erases themself today is told about backups."""
        who = "A full backup from before could be opened by whoever holds the master key"
        if self.until is None:
            return f"{who}. The change of that key is overdue; once it has been changed, nobody can."
        return f"{who}, until that key is changed and gone: by {day_in_words(self.until)} at the latest."


def reach(*, now: datetime) -> Reach:
    """Return how far back a full backup reaches; before the first tick of the clock nothing is known."""
    known = list(MasterKey.objects.filter(gone_at__isnull=True, first_at__isnull=False))
    wrapped = DataKey.objects.filter(wrapped__isnull=False).values_list("master_key_id")
    wraps = dict(wrapped.annotate(rows=Count("pk")).order_by())
    masters = tuple(_standing(master, wraps.get(master.pk, 0), now) for master in known)
    current = next((master for master in known if master.followed_at is None), None)
    since = current.first_at if current is not None and current.first_at is not None else now
    change = since + timedelta(days=settings.MASTER_KEY_DAYS)
    until = change + timedelta(days=settings.OLD_MASTER_KEY_DAYS) if change >= now else None
    oldest = min((master.first_at for master in known if master.first_at is not None), default=None)
    return Reach(oldest, until, masters)


def _standing(master: MasterKey, wraps: int, now: datetime) -> Standing:
    first_at = master.first_at or now
    if master.followed_at is None:
        due = first_at + timedelta(days=settings.MASTER_KEY_DAYS)
        says = f"In use. The next one is due by {day_in_words(due)}."
    elif wraps:
        due = now + timedelta(days=1)
        says = "Followed. What it wraps moves to the next one within the hour."
    else:
        due = master.followed_at + timedelta(days=settings.OLD_MASTER_KEY_DAYS)
        says = f"No longer needed. Take it out and destroy it by {day_in_words(due)}."
    return Standing(master.pk, master.first_at, wraps, says, is_overdue=due < now)
