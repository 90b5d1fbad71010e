"""Verbs of the outbox, by noun: posting, delivery, upkeep, preferences, wordings, chat."""

from outbox.actions.chat import announce, remove_channel, send_chat_posts, set_channel, try_channel
from outbox.actions.delivery import HANDFUL, deliver
from outbox.actions.finding import due, hour_after, post_found
from outbox.actions.marking import BATCH, LEASE, MOST_TRIES, WAIT_FOR_SERVER, settle_abandoned
from outbox.actions.posting import post, post_all
from outbox.actions.preferences import MustBeKnown, NobodyThere, set_preferences, stop_kind
from outbox.actions.upkeep import drop_overdue, note_heartbeat, remember_told, retract, send_again
from outbox.actions.wordings import WrittenMeanwhile, restore_wording, try_wording, write_wording

__all__ = [
    "BATCH",
    "HANDFUL",
    "LEASE",
    "MOST_TRIES",
    "WAIT_FOR_SERVER",
    "MustBeKnown",
    "NobodyThere",
    "WrittenMeanwhile",
    "announce",
    "deliver",
    "drop_overdue",
    "due",
    "hour_after",
    "note_heartbeat",
    "post",
    "post_all",
    "post_found",
    "remember_told",
    "remove_channel",
    "restore_wording",
    "retract",
    "send_again",
    "send_chat_posts",
    "set_channel",
    "set_preferences",
    "settle_abandoned",
    "stop_kind",
    "try_channel",
    "try_wording",
    "write_wording",
]
