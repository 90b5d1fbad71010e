"""Master keys: everything is wrapped by the first of them, and it is written down when each came and went."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.models import Min, Q

from record.keys import Locked, first_master, lock, locked_secrets, master_keys, opened, unlocked, wrap
from record.models import DataKey, MasterKey

ROTATED_AT_ONCE = 500


def rotate() -> Iterator[tuple[int, int]]:
    """Wrap every data key with the first master key, in batches; yield (done, total) after each.

    Each batch is a transaction of its own, so that a run that was stopped goes on where it stood. A data key that
    does not open stays as it is: nothing is lost, and `record.keys.faults` says which master key is wanted.
    """
    first, master = first_master()
    old = DataKey.objects.filter(wrapped__isnull=False).exclude(master_key_id=first).order_by("pk")
    total, done, last = old.count(), 0, None
    cipher = AESGCM(master)
    while total:
        with transaction.atomic():
            later = old if last is None else old.filter(pk__gt=last)
            batch = list(later.select_for_update(of=("self",))[:ROTATED_AT_ONCE])
            found = [(data_key, clear) for data_key in batch if (clear := opened(data_key)) is not None]
            for data_key, clear in found:
                data_key.wrapped = wrap(cipher, data_key.pk, clear)
                data_key.master_key_id = first
            DataKey.objects.bulk_update([data_key for data_key, _ in found], ["wrapped", "master_key_id"])
        if not batch:
            return
        last, done = batch[-1].pk, done + len(found)
        yield done, total


def lock_anew() -> int:
    """Lock every declared secret under the first master key; return how many changed. What does not open stays."""
    return sum(_lock_anew(secrets) for secrets in locked_secrets())


def _lock_anew(secrets: Locked) -> int:
    """Do so row by row: each is a transaction of its own, and held, so that its owner's change is not undone."""
    mark, changed = f"{first_master()[0]}:", 0
    older = Q()
    for name in secrets.names:
        path = f"{secrets.field}__{name}"
        older |= Q(**{f"{path}__isnull": False}) & ~Q(**{f"{path}__startswith": mark})
    rows = secrets.model._base_manager.filter(older)
    for key in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            row = secrets.model._base_manager.select_for_update().filter(pk=key).first()
            changed += 0 if row is None else _lock_row_anew(row, secrets, mark)
    return changed


def _lock_row_anew(row: Any, secrets: Locked, mark: str) -> int:
    held = getattr(row, secrets.field)
    found = {name: held.get(name, "") for name in secrets.names}
    clear = {name: unlocked(text) for name, text in found.items() if text and not text.startswith(mark)}
    anew = {name: lock(text) for name, text in clear.items() if text is not None}
    if anew:
        type(row)._base_manager.filter(pk=row.pk).update(**{secrets.field: held | anew})
    return len(anew)


@transaction.atomic
def note_masters(*, now: datetime) -> None:
    """Write down which master key is first by now, which another one has followed, and which have gone."""
    ids = list(master_keys())
    known = MasterKey.objects.all()
    # One that was here before anybody wrote this down has been first since its first data key.
    since = (
        None if known.exists() else DataKey.objects.filter(master_key_id=ids[0]).aggregate(at=Min("created_at"))["at"]
    )
    MasterKey.objects.bulk_create([MasterKey(pk=key_id) for key_id in ids], ignore_conflicts=True)
    known.filter(pk=ids[0], first_at__isnull=True).update(first_at=since or now)
    known.filter(pk=ids[0], followed_at__isnull=False).update(followed_at=None)
    known.exclude(pk=ids[0]).filter(first_at__isnull=False, followed_at__isnull=True).update(followed_at=now)
    known.exclude(pk__in=ids).filter(gone_at__isnull=True).update(gone_at=now)
    known.filter(pk__in=ids, gone_at__isnull=False).update(gone_at=None)
