"""Pages of pairing, split by noun: rounds, pairs, proposals."""

from pairing.views.pairs import leave, pairs
from pairing.views.proposals import proposal, publish_round
from pairing.views.rounds import round, round_progress, rounds  # noqa: A004 - the page's one name

__all__ = ["leave", "pairs", "proposal", "publish_round", "round", "round_progress", "rounds"]
