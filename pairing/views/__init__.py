"""Pages of pairing, split by noun: rounds, pairs, proposals, endings, pauses."""

from pairing.views.endings import end_pair, look_for_partner
from pairing.views.pairs import leave, pairs
from pairing.views.pauses import pause_program, resume_program
from pairing.views.proposals import proposal, publish_round
from pairing.views.rounds import round, round_progress, rounds  # noqa: A004 - the page's one name

__all__ = [
    "end_pair",
    "leave",
    "look_for_partner",
    "pairs",
    "pause_program",
    "proposal",
    "publish_round",
    "resume_program",
    "round",
    "round_progress",
    "rounds",
]
