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
from pairing.actions.rehearsals import request_rehearsal, run_rehearsal
from pairing.actions.rounds import (
    NoRoundsLeft,
    RoundUnderWay,
    cancel_round,
    request_round,
    run_round,
    set_policy,
)
from pairing.actions.ways import request_way, run_way

__all__ = [
    "ANSWER_WITHIN",
    "AlreadyAnswered",
    "NoRoundsLeft",
    "NotPublishable",
    "RoundUnderWay",
    "TooLate",
    "answer_proposal",
    "cancel_round",
    "end_pair",
    "lapse_proposals",
    "publish_round",
    "request_rehearsal",
    "request_round",
    "request_way",
    "resume_program",
    "run_rehearsal",
    "run_round",
    "run_way",
    "set_policy",
    "withdraw",
    "withdraw_leavers",
    "withdraw_person",
]
