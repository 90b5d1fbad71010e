"""Nouns, split: rounds, pairs, proposals, and what organisers and people ask for by hand."""

from pairing.models.pairs import NeverAgain, NeverAgainKey, Pair, PairQuerySet
from pairing.models.proposals import Proposal, ProposalQuerySet, Reason
from pairing.models.rounds import Reading, ReadingManager, Rehearsal, Round, Stranded, Waiting, Way
from pairing.models.wishes import Ruling, Swap, Wishes, WishPolicy

__all__ = [
    "NeverAgain",
    "NeverAgainKey",
    "Pair",
    "PairQuerySet",
    "Proposal",
    "ProposalQuerySet",
    "Reading",
    "ReadingManager",
    "Reason",
    "Rehearsal",
    "Round",
    "Ruling",
    "Stranded",
    "Swap",
    "Waiting",
    "Way",
    "WishPolicy",
    "Wishes",
]
