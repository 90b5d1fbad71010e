"""Master keys out of the settings, and data keys wrapped by them (AES-256-GCM, NIST SP 800-38D)."""

import base64
import os
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from record.models import DataKey

KEY_BYTES = 32
NONCE_BYTES = 12


class Unreadable(Exception):
    """What was sealed cannot be opened: its key is destroyed, missing or wrong, or the text was altered."""


def master_keys() -> dict[str, bytes]:
    """Return the master keys by id in their order; the first wraps new data keys.

    Raises ImproperlyConfigured when the setting is empty or a key is not 32 bytes of base64.
    """
    keys: dict[str, bytes] = {}
    for part in settings.RECORD_MASTER_KEYS.replace(",", " ").split():
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
    if data_key.wrapped is None:
        message = "The key of this text has been destroyed."
        raise Unreadable(message)
    master = master_keys().get(data_key.master_key_id)
    if master is None:
        message = f"Master key {data_key.master_key_id!r} is missing."
        raise Unreadable(message)
    wrapped = bytes(data_key.wrapped)
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], data_key.pk.bytes)
    except (InvalidTag, ValueError):
        message = f"Master key {data_key.master_key_id!r} does not fit."
        raise Unreadable(message) from None
