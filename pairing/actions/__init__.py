"""Verbs of pairing, by noun: rounds, proposals, leaving, pauses."""

from pairing.actions.leaving import end_pair, withdraw, withdraw_leavers, withdraw_person
from pairing.actions.pauses import resume_program
from pairing.actions.proposals import (
    ANSWER_WITHIN,
    AlreadyAnswered,
    NotPublishable,
    TooLate,
    answer_proposal,
    lapse_proposals,
    publish_round,
)
from pairing.actions.rounds import request_round, run_round

__all__ = [
    "ANSWER_WITHIN",
    "AlreadyAnswered",
    "NotPublishable",
    "TooLate",
    "answer_proposal",
    "end_pair",
    "lapse_proposals",
    "publish_round",
    "request_round",
    "resume_program",
    "run_round",
    "withdraw",
    "withdraw_leavers",
    "withdraw_person",
]
