"""Verbs of the record, by noun: clocks and deletion; changes; the diary; erasure; master keys."""

from record.actions.changes import note_change, note_told
from record.actions.diary import note_read
from record.actions.erasure import erase_rows
from record.actions.masters import lock_anew, note_masters, rotate
from record.actions.retention import BATCH, NotAChoice, ShorterThanShared, delete_expired, set_clocks

__all__ = [
    "BATCH",
    "NotAChoice",
    "ShorterThanShared",
    "delete_expired",
    "erase_rows",
    "lock_anew",
    "note_change",
    "note_masters",
    "note_read",
    "note_told",
    "rotate",
    "set_clocks",
]
