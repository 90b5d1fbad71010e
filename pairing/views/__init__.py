"""Pages of pairing, split by noun: rounds, pairs, proposals, rules, endings, pauses."""

from pairing.views.endings import end_pair, look_for_partner
from pairing.views.pairs import leave, pairs
from pairing.views.pauses import pause_program, resume_program
from pairing.views.proposals import proposal, publish_round
from pairing.views.rounds import (
    cancel_round,
    compare_rounds,
    repeat_round,
    round,  # noqa: A004 - the page's one name
    round_progress,
    rounds,
)
from pairing.views.rules import policy, rehearsal, rehearsals, try_way, way

__all__ = [
    "cancel_round",
    "compare_rounds",
    "end_pair",
    "leave",
    "look_for_partner",
    "pairs",
    "pause_program",
    "policy",
    "proposal",
    "publish_round",
    "rehearsal",
    "rehearsals",
    "repeat_round",
    "resume_program",
    "round",
    "round_progress",
    "rounds",
    "try_way",
    "way",
]
