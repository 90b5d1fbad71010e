"""Master keys out of the settings, and data keys wrapped by them (AES-256-GCM, NIST SP 800-38D)."""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from django.db.models import Count, Func, Max, Model, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform

from record.models import DataKey

KEY_BYTES = 32
NONCE_BYTES = 12
# Binds a locked secret to its use, so that no wrapped data key passes for one.
_LOCKED = b"locked secret"


class Unreadable(Exception):
    """What was sealed cannot be opened: its key is destroyed, missing or wrong, or the text was altered."""


class Destroyed(Unreadable):
    """The key was destroyed on purpose: nobody opens this again."""


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


def first_master() -> tuple[str, bytes]:
    """Return the id and the key of the master key that wraps what is new."""
    return next(iter(master_keys().items()))


def create_data_keys(count: int, *, now: datetime) -> list[DataKey]:
    """Make `count` random data keys, each wrapped with the first master key, and store them in one go."""
    key_id, master = first_master()
    cipher = AESGCM(master)
    data_keys = [DataKey(master_key_id=key_id, created_at=now) for _ in range(count)]
    for data_key in data_keys:
        data_key.wrapped = wrap(cipher, data_key.pk, os.urandom(KEY_BYTES))
    return DataKey.objects.bulk_create(data_keys)


def create_data_key(*, now: datetime) -> DataKey:
    """Make one random data key and store it."""
    return create_data_keys(1, now=now)[0]


def wrap(cipher: AESGCM, key_id: UUID, clear: bytes) -> bytes:
    """Return the 32 bytes of a data key, wrapped by a master key's cipher and bound to their row."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, clear, key_id.bytes)


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


def opened(data_key: DataKey) -> bytes | None:
    """Return the 32 bytes of a data key, None when it does not open."""
    try:
        return unwrap(data_key)
    except Unreadable:
        return None


@dataclass(frozen=True)
class Locked:
    """Where locked secrets lie: the names under which a JSON field of a model holds them."""

    model: type[Model]
    field: str
    names: tuple[str, ...]


_locked: list[Locked] = []


def locked_in(model: type[Model], field: str, *names: str) -> None:
    """Declare where locked secrets lie, so that they follow a change of the master key."""
    _locked.append(Locked(model, field, names))


def locked_secrets() -> Sequence[Locked]:
    """Return every declaration."""
    return tuple(_locked)


def faults() -> list[str]:
    """Return a sentence for each master key that data keys or locked secrets need and that is missing or wrong.

    A database that is away or not migrated yet has no faults here.
    """
    try:
        return faults_of_data_keys() + [each for secrets in _locked for each in _faults_of_secrets(secrets)]
    except (OperationalError, ProgrammingError):
        return []


def faults_of_data_keys() -> list[str]:
    """Do so for data keys alone, in one query: the newest data key of each master key is tried."""
    wrapped = DataKey.objects.filter(wrapped__isnull=False)
    newest = list(wrapped.order_by("master_key_id", "-created_at").distinct("master_key_id"))
    return [sentence for data_key in newest if (sentence := _fault_of_keys(data_key))]


def _fault_of_keys(newest: DataKey) -> str:
    """Return what is wrong with the master key of a data key, empty when nothing is."""
    if opened(newest) is not None:
        return ""
    key_id = newest.master_key_id
    how_many = DataKey.objects.filter(wrapped__isnull=False, master_key_id=key_id).count()
    return _what_is_wrong(key_id, f"{how_many} data keys")


def _faults_of_secrets(secrets: Locked) -> list[str]:
    """Return the same for locked secrets, in one query."""
    masters = {
        f"{name}_master": Func(
            KeyTextTransform(name, secrets.field), Value(":"), Value(1), function="split_part", output_field=TextField()
        )
        for name in secrets.names
    }
    one_each = {f"{name}_one": Max(KeyTextTransform(name, secrets.field)) for name in secrets.names}
    groups = (
        secrets.model._base_manager.annotate(**masters)
        .order_by()
        .values(*masters)
        .annotate(how_many=Count("pk"), **one_each)
    )
    missing: dict[str, int] = {}
    for group in groups:
        for name in secrets.names:
            locked = group[f"{name}_one"]
            if locked and unlocked(locked) is None:
                key_id = group[f"{name}_master"]
                missing[key_id] = missing.get(key_id, 0) + group["how_many"]
    return [_what_is_wrong(key_id, f"{how_many} locked secrets") for key_id, how_many in sorted(missing.items())]


def _what_is_wrong(key_id: str, needing: str) -> str:
    if key_id not in master_keys():
        return f"Master key {key_id!r} is missing from VICEVERSA_MASTER_KEYS: {needing} need it."
    return f"Master key {key_id!r} in VICEVERSA_MASTER_KEYS does not open the {needing} it wrapped."


def refuse_bad_masters() -> None:
    """Refuse to start with a lost or wrong master key, saying which; nothing is changed, so nothing is lost."""
    found = faults()
    if found:
        raise ImproperlyConfigured(" ".join([*found, "Nothing was changed. Put the key back and start again."]))


def lock(text: str) -> str:
    """Encrypt a short secret that has no data key of its own, under the first master key: `id:base64`."""
    key_id, master = first_master()
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


def unlocked(locked: str) -> str | None:
    """Return what `lock` was given, None when it does not open."""
    try:
        return unlock(locked)
    except Unreadable:
        return None
