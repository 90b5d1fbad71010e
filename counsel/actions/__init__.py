"""Verbs of counsel, split: talks, the hours in which one can talk, check-ins."""

from counsel.actions.check_ins import plan_check_ins, settle_check_ins, take_up_check_in, write_check_ins
from counsel.actions.hours import HourTaken, TooManyHours, book_hour, give_hour_back, offer_hours, withdraw_hour
from counsel.actions.talks import (
    NobodyListens,
    NotTheirs,
    ask_to_talk,
    begin_talk,
    choose_counsellor,
    delete_counsel_note,
    end_talk,
    notice_waiting_talks,
    offer_talks,
    reply_to_talk,
    suggest_counsellor,
    write_counsel_note,
)

__all__ = [
    "HourTaken",
    "NobodyListens",
    "NotTheirs",
    "TooManyHours",
    "ask_to_talk",
    "begin_talk",
    "book_hour",
    "choose_counsellor",
    "delete_counsel_note",
    "end_talk",
    "give_hour_back",
    "notice_waiting_talks",
    "offer_hours",
    "offer_talks",
    "plan_check_ins",
    "reply_to_talk",
    "settle_check_ins",
    "suggest_counsellor",
    "take_up_check_in",
    "withdraw_hour",
    "write_check_ins",
    "write_counsel_note",
]
