"""Verbs of insights, split: tallies of scheduling, breakdowns, releases, the sponsor's month, what was done."""

from insights.actions.breakdowns import BadBands, declare_breakdowns
from insights.actions.months import tell_sponsors
from insights.actions.releases import REST, SwitchedOff, TooSoon, compute_release, refusal, request_release
from insights.actions.replies import edit_reply, remove_reply, write_reply
from insights.actions.tallies import SETTLING, tally, tally_programs

__all__ = [
    "REST",
    "SETTLING",
    "BadBands",
    "SwitchedOff",
    "TooSoon",
    "compute_release",
    "declare_breakdowns",
    "edit_reply",
    "refusal",
    "remove_reply",
    "request_release",
    "tally",
    "tally_programs",
    "tell_sponsors",
    "write_reply",
]
