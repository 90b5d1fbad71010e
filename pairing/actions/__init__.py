"""Verbs of pairing, by noun: rounds, proposals, leaving."""

from pairing.actions.leaving import withdraw
from pairing.actions.proposals import (
    AlreadyAnswered,
    TooLate,
    answer_proposal,
    lapse_proposals,
)
from pairing.actions.rounds import ANSWER_WITHIN, NotPublishable, publish_round, request_round, run_round

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
