"""Verbs of the record, by noun: clocks and deletion; changes of what is asked, shown or kept."""

from record.actions.changes import note_change, note_told
from record.actions.retention import BATCH, NotAChoice, ShorterThanShared, delete_expired, set_clocks

__all__ = [
    "BATCH",
    "NotAChoice",
    "ShorterThanShared",
    "delete_expired",
    "note_change",
    "note_told",
    "set_clocks",
]
