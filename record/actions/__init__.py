"""Verbs of the record, by noun: clocks and deletion; changes of what is asked, shown or kept; the diary; erasure."""

from record.actions.changes import note_change, note_told
from record.actions.diary import note_read
from record.actions.erasure import erase_rows
from record.actions.retention import BATCH, NotAChoice, ShorterThanShared, delete_expired, set_clocks

__all__ = [
    "BATCH",
    "NotAChoice",
    "ShorterThanShared",
    "delete_expired",
    "erase_rows",
    "note_change",
    "note_read",
    "note_told",
    "set_clocks",
]
