"""Sealing: authenticated encryption of one field of one row under its owner's data key.

The ciphertext is bound to table, field, owner's key and row key, so a cell copied elsewhere does not open.
"""

import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from record.keys import NONCE_BYTES, Unreadable, unwrap, unwrap_values
from record.models import DataKey, SealedRow

Row = TypeVar("Row", bound=SealedRow)


def _place(table: str, field: str, key_id: UUID | str, row_id: UUID | str) -> bytes:
    """Return what the ciphertext is bound to."""
    return f"{table}\x1f{field}\x1f{key_id}\x1f{row_id}".encode()


def seal(row: Row, **texts: str) -> Row:
    """Set each named sealed field of `row` to its ciphertext and return the row, unsaved.

    The row's owner (its `sealing_key`) must be set; the row key is random from construction on.
    """
    data_key = row.sealing_key
    cipher = AESGCM(unwrap(data_key))
    table = row._meta.db_table
    for field, text in texts.items():
        nonce = os.urandom(NONCE_BYTES)
        place = _place(table, field, data_key.pk, row.pk)
        setattr(row, field, nonce + cipher.encrypt(nonce, text.encode(), place))
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
        place = _place(row._meta.db_table, field, data_key.pk, row.pk)
        texts[row.pk] = _open(ciphers[data_key.pk], bytes(sealed), place)
    return texts


def _open(cipher: AESGCM, blob: bytes | memoryview, place: bytes) -> str:
    try:
        return cipher.decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], place).decode()
    except (InvalidTag, ValueError):
        table, field, _, row_id = place.decode().split("\x1f")
        message = f"{table}.{field} of {row_id} was altered or moved."
        raise Unreadable(message) from None


def open_values(rows: QuerySet[Any], field: str, *beside: str, sealed_by: str) -> Iterator[tuple[Any, ...]]:
    """Yield (clear text, *values of `beside`) of many rows, in two queries and without making objects.

    `sealed_by` is the lookup from the row to its data key. Rows whose field is empty are left out; each owner's key is
    unwrapped once. Raises Unreadable as `open_many` does. For what is read by the ten thousands (bench/sealing.py).
    """
    table = rows.model._meta.db_table
    # Keys come as text, because making a UUID of each takes as long as opening what they stand for.
    keys = (Cast("pk", TextField()), Cast(f"{sealed_by}_id", TextField()))
    filled = rows.filter(**{f"{field}__isnull": False})
    wrapped = DataKey.objects.filter(pk__in=filled.values(f"{sealed_by}_id"))
    owners = {
        str(key[0]): (AESGCM(unwrap_values(*key)), _place(table, field, key[0], ""))
        for key in list(wrapped.values_list("pk", "master_key_id", "wrapped"))
    }
    # Row by row: a list of them all would keep the garbage collector busy for as long again.
    # Closed at once, also where a text does not open: its cursor ends with the transaction.
    with closing(filled.values_list(*keys, field, *beside).iterator(2000)) as read:  # type: ignore[type-var]
        for row_id, key_id, sealed, *values in read:
            if (owner := owners.get(key_id)) is None:
                continue  # its owner came while we were reading
            cipher, place = owner
            yield (_open(cipher, sealed, place + row_id.encode()), *values)


def open_one(row: SealedRow, field: str) -> str:
    """Return the clear text of one sealed field, empty when nothing was sealed."""
    return open_many([row], field).get(row.pk, "")


def keyed_hash(data_key: DataKey, *parts: object) -> str:
    """Return HMAC-SHA256 of `parts` under a data key: equal inputs are equal, nobody else can compute it."""
    return keyed_hasher(data_key)(*parts)


def keyed_hasher(data_key: DataKey) -> Callable[..., str]:
    """Return `keyed_hash` under one data key, which is opened once for however many hashes."""
    key = unwrap(data_key)
    return lambda *parts: hmac.digest(key, "\x1f".join(map(str, parts)).encode(), "sha256").hex()
