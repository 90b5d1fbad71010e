"""Pages of counsel, split: talks, hours, check-ins."""

from counsel.views.check_ins import check_ins, take_up_check_in
from counsel.views.hours import hours, withdraw_hour
from counsel.views.talks import (
    ask_to_talk,
    book_hour,
    choose_counsellor,
    delete_counsel_note,
    end_talk,
    give_hour_back,
    queue,
    report_harm,
    suggest_counsellor,
    talk,
    write_counsel_note,
)

__all__ = [
    "ask_to_talk",
    "book_hour",
    "check_ins",
    "choose_counsellor",
    "delete_counsel_note",
    "end_talk",
    "give_hour_back",
    "hours",
    "queue",
    "report_harm",
    "suggest_counsellor",
    "take_up_check_in",
    "talk",
    "withdraw_hour",
    "write_counsel_note",
]
