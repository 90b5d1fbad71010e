"""Sealing: authenticated encryption of one field of one row under its owner's data key.

The ciphertext is bound to table, field, owner's key and row key, so a cell copied elsewhere does not open.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from record.keys import NONCE_BYTES, Unreadable, unwrap
from record.models import DataKey, SealedRow

Row = TypeVar("Row", bound=SealedRow)


def _place(row: SealedRow, field: str, data_key: DataKey) -> bytes:
    """Return what the ciphertext is bound to."""
    return "\x1f".join((row._meta.db_table, field, str(data_key.pk), str(row.pk))).encode()


def seal(row: Row, **texts: str) -> Row:
    """Set each named sealed field of `row` to its ciphertext and return the row, unsaved.

    The row's owner (its `sealing_key`) must be set; the row key is random from construction on.
    """
    data_key = row.sealing_key
    cipher = AESGCM(unwrap(data_key))
    for field, text in texts.items():
        nonce = os.urandom(NONCE_BYTES)
        setattr(row, field, nonce + cipher.encrypt(nonce, text.encode(), _place(row, field, data_key)))
    return row


def open_many(rows: Iterable[SealedRow], field: str) -> dict[UUID, str]:
    """Return the clear text of `field` by row key; each owner's key is unwrapped once.

    Rows whose field is empty are left out. Raises Unreadable for a destroyed key or altered text.
    """
    ciphers: dict[UUID, AESGCM] = {}
    texts: dict[UUID, str] = {}
    for row in rows:
        sealed = getattr(row, field)
        if sealed is None:
            continue
        data_key = row.sealing_key
        if data_key.pk not in ciphers:
            ciphers[data_key.pk] = AESGCM(unwrap(data_key))
        blob = bytes(sealed)
        try:
            clear = ciphers[data_key.pk].decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], _place(row, field, data_key))
        except (InvalidTag, ValueError):
            message = f"{row._meta.db_table}.{field} of {row.pk} was altered or moved."
            raise Unreadable(message) from None
        texts[row.pk] = clear.decode()
    return texts


def open_one(row: SealedRow, field: str) -> str:
    """Return the clear text of one sealed field, empty when nothing was sealed."""
    return open_many([row], field).get(row.pk, "")


def keyed_hash(data_key: DataKey, *parts: object) -> str:
    """Return HMAC-SHA256 of `parts` under a data key: equal inputs are equal, nobody else can compute it."""
    return hmac.new(unwrap(data_key), "\x1f".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()
