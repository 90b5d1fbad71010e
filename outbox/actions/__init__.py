"""Verbs of the outbox, by noun: posting, delivery, upkeep."""

from outbox.actions.delivery import (
    BATCH,
    LEASE,
    MOST_TRIES,
    WAIT_FOR_SERVER,
    deliver,
    settle_abandoned,
)
from outbox.actions.posting import post, post_all
from outbox.actions.upkeep import drop_overdue, note_heartbeat, retract, send_again

__all__ = [
    "BATCH",
    "LEASE",
    "MOST_TRIES",
    "WAIT_FOR_SERVER",
    "deliver",
    "drop_overdue",
    "note_heartbeat",
    "post",
    "post_all",
    "retract",
    "send_again",
    "settle_abandoned",
]
