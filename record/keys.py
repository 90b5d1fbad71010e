"""Master keys out of the settings, and data keys wrapped by them (AES-256-GCM, NIST SP 800-38D)."""

import base64
import os
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, transaction
from django.db.models import QuerySet

from record.models import DataKey

KEY_BYTES = 32
NONCE_BYTES = 12
# Binds a locked secret to its use, so that no wrapped data key passes for one.
_LOCKED = b"locked secret"
ROTATED_AT_ONCE = 500


class Unreadable(Exception):
    """What was sealed cannot be opened: its key is destroyed, missing or wrong, or the text was altered."""


class Destroyed(Unreadable):
    """The key was destroyed on purpose: nobody opens this again, here or in any backup."""


def master_keys() -> dict[str, bytes]:
    """Return the master keys by id in their order; the first wraps new data keys.

    Raises ImproperlyConfigured when the setting is empty or a key is not 32 bytes of base64.
    """
    return _parsed(settings.RECORD_MASTER_KEYS)


def _parsed(setting: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for part in setting.replace(",", " ").split():
        key_id, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not key_id or key_id in keys or len(key) != KEY_BYTES:
            message = f"Master key {key_id!r} in VICEVERSA_MASTER_KEYS must be one id:base64 of {KEY_BYTES} bytes."
            raise ImproperlyConfigured(message)
        keys[key_id] = key
    if not keys:
        message = "VICEVERSA_MASTER_KEYS must hold at least one id:base64 key."
        raise ImproperlyConfigured(message)
    return keys


def create_data_keys(count: int, *, now: datetime) -> list[DataKey]:
    """Make `count` random data keys, each wrapped with the first master key, and store them in one go."""
    key_id, master = next(iter(master_keys().items()))
    cipher = AESGCM(master)
    data_keys = [DataKey(master_key_id=key_id, created_at=now) for _ in range(count)]
    for data_key in data_keys:
        nonce = os.urandom(NONCE_BYTES)
        data_key.wrapped = nonce + cipher.encrypt(nonce, os.urandom(KEY_BYTES), data_key.pk.bytes)
    return DataKey.objects.bulk_create(data_keys)


def create_data_key(*, now: datetime) -> DataKey:
    """Make one random data key and store it."""
    return create_data_keys(1, now=now)[0]


def unwrap(data_key: DataKey) -> bytes:
    """Return the 32 bytes of a data key; raises Unreadable when it is destroyed or its master key is missing."""
    return unwrap_values(data_key.pk, data_key.master_key_id, data_key.wrapped)


def unwrap_values(key_id: UUID, master_key_id: str, wrapped: bytes | memoryview | None) -> bytes:
    """Do the same with the values of a data key, where making its object would cost more than opening it."""
    if wrapped is None:
        message = "The key of this text has been destroyed."
        raise Destroyed(message)
    master = _ciphers(settings.RECORD_MASTER_KEYS).get(master_key_id)
    if master is None:
        message = f"Master key {master_key_id!r} is missing."
        raise Unreadable(message)
    blob = bytes(wrapped)
    try:
        return master.decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], key_id.bytes)
    except (InvalidTag, ValueError):
        message = f"Master key {master_key_id!r} does not fit."
        raise Unreadable(message) from None


@lru_cache(maxsize=4)
def _ciphers(setting: str) -> dict[str, AESGCM]:
    """Return master key id → its cipher; made once a process, because every data key asks."""
    return {key_id: AESGCM(key) for key_id, key in _parsed(setting).items()}


def destroy(data_keys: QuerySet[DataKey], *, now: datetime) -> int:
    """Destroy data keys for good and return how many; what they sealed opens nowhere any more."""
    return data_keys.filter(wrapped__isnull=False).update(wrapped=None, destroyed_at=now)


def rotate() -> Iterator[tuple[int, int]]:
    """Wrap every data key with the first master key, in batches; yield (done, total) after each.

    Each batch is a transaction of its own, so that a run that was stopped goes on where it stood. A data key that
    does not open stays as it is: nothing is lost, and `faults` says which master key is wanted.
    """
    first, master = next(iter(master_keys().items()))
    old = DataKey.objects.filter(wrapped__isnull=False).exclude(master_key_id=first).order_by("pk")
    total, done, last = old.count(), 0, None
    cipher = AESGCM(master)
    while True:
        with transaction.atomic():
            later = old if last is None else old.filter(pk__gt=last)
            batch = list(later.select_for_update(of=("self",))[:ROTATED_AT_ONCE])
            opened = [(data_key, clear) for data_key in batch if (clear := _opened(data_key)) is not None]
            for data_key, clear in opened:
                nonce = os.urandom(NONCE_BYTES)
                data_key.wrapped = nonce + cipher.encrypt(nonce, clear, data_key.pk.bytes)
                data_key.master_key_id = first
            DataKey.objects.bulk_update([data_key for data_key, _ in opened], ["wrapped", "master_key_id"])
        if not batch:
            return
        last, done = batch[-1].pk, done + len(opened)
        yield done, total


def _opened(data_key: DataKey) -> bytes | None:
    try:
        return unwrap(data_key)
    except Unreadable:
        return None


def faults() -> list[str]:
    """Return a sentence for each master key that data keys need and that is missing or wrong.

    The newest data key of each master key is tried. A database that is away or not migrated yet has no faults here.
    """
    wrapped = DataKey.objects.filter(wrapped__isnull=False)
    try:
        newest = list(wrapped.order_by("master_key_id", "-created_at").distinct("master_key_id"))
        return [sentence for data_key in newest if (sentence := _fault(data_key))]
    except (OperationalError, ProgrammingError):
        return []


def _fault(newest: DataKey) -> str:
    """Return what is wrong with the master key of a data key, empty when nothing is."""
    if _opened(newest) is not None:
        return ""
    key_id = newest.master_key_id
    how_many = DataKey.objects.filter(wrapped__isnull=False, master_key_id=key_id).count()
    if key_id not in master_keys():
        return f"Master key {key_id!r} is missing from VICEVERSA_MASTER_KEYS: {how_many} data keys need it."
    return f"Master key {key_id!r} in VICEVERSA_MASTER_KEYS does not open the {how_many} data keys it wrapped."


def refuse_bad_masters() -> None:
    """Refuse to start with a lost or wrong master key, saying which; nothing is changed, so nothing is lost."""
    found = faults()
    if found:
        raise ImproperlyConfigured(" ".join([*found, "Nothing was changed. Put the key back and start again."]))


def lock(text: str) -> str:
    """Encrypt a short secret that has no data key of its own, under the first master key: `id:base64`."""
    key_id, master = next(iter(master_keys().items()))
    nonce = os.urandom(NONCE_BYTES)
    return f"{key_id}:{base64.b64encode(nonce + AESGCM(master).encrypt(nonce, text.encode(), _LOCKED)).decode()}"


def unlock(locked: str) -> str:
    """Return what `lock` was given; raises Unreadable when its master key is missing or the text was altered."""
    key_id, _, encoded = locked.partition(":")
    master = master_keys().get(key_id)
    if master is None:
        message = f"Master key {key_id!r} is missing."
        raise Unreadable(message)
    try:
        blob = base64.b64decode(encoded, validate=True)
        return AESGCM(master).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], _LOCKED).decode()
    except (InvalidTag, ValueError):
        message = "A locked secret was altered."
        raise Unreadable(message) from None
