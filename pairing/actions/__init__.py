"""Verbs of pairing, by noun: rounds, proposals, leaving."""

from pairing.actions.leaving import withdraw
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
    "lapse_proposals",
    "publish_round",
    "request_round",
    "run_round",
    "withdraw",
]
