"""Verbs of the outbox, by noun: posting, delivery, upkeep, preferences, wordings."""

from outbox.actions.delivery import (
    BATCH,
    LEASE,
    MOST_TRIES,
    WAIT_FOR_SERVER,
    deliver,
    settle_abandoned,
)
from outbox.actions.posting import post, post_all
from outbox.actions.preferences import MustBeKnown, NobodyThere, set_preferences, stop_kind
from outbox.actions.upkeep import drop_overdue, note_heartbeat, retract, send_again
from outbox.actions.wordings import WrittenMeanwhile, restore_wording, try_wording, write_wording

__all__ = [
    "BATCH",
    "LEASE",
    "MOST_TRIES",
    "WAIT_FOR_SERVER",
    "MustBeKnown",
    "NobodyThere",
    "WrittenMeanwhile",
    "deliver",
    "drop_overdue",
    "note_heartbeat",
    "post",
    "post_all",
    "restore_wording",
    "retract",
    "send_again",
    "set_preferences",
    "settle_abandoned",
    "stop_kind",
    "try_wording",
    "write_wording",
]
