"""Verbs of pairing, by noun: rounds, proposals, pairs by hand, rulings, wishes, leaving, pauses."""

from pairing.actions.by_hand import NotDraft, NothingToUndo, propose_by_hand, swap_hindrances, swap_seniors, undo_swap
from pairing.actions.leaving import end_pair, finish_pair, withdraw, withdraw_leavers, withdraw_person
from pairing.actions.looks import NoLooksLeft, look_at_round
from pairing.actions.pauses import resume_program
from pairing.actions.proposals import (
    ANSWER_WITHIN,
    AlreadyAnswered,
    NotPublishable,
    TooLate,
    answer_proposal,
    lapse_proposals,
    publish_round,
    recall_round,
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
from pairing.actions.rulings import HandRefused, rule_pair, undo_ruling
from pairing.actions.ways import request_way, run_way
from pairing.actions.wishes import TooManyWishes, set_wish_policy, tell_wishes

__all__ = [
    "ANSWER_WITHIN",
    "AlreadyAnswered",
    "HandRefused",
    "NoLooksLeft",
    "NoRoundsLeft",
    "NotDraft",
    "NotPublishable",
    "NothingToUndo",
    "RoundUnderWay",
    "TooLate",
    "TooManyWishes",
    "answer_proposal",
    "cancel_round",
    "end_pair",
    "finish_pair",
    "lapse_proposals",
    "look_at_round",
    "propose_by_hand",
    "publish_round",
    "recall_round",
    "request_rehearsal",
    "request_round",
    "request_way",
    "resume_program",
    "rule_pair",
    "run_rehearsal",
    "run_round",
    "run_way",
    "set_policy",
    "set_wish_policy",
    "swap_hindrances",
    "swap_seniors",
    "tell_wishes",
    "undo_ruling",
    "undo_swap",
    "withdraw",
    "withdraw_leavers",
    "withdraw_person",
]
