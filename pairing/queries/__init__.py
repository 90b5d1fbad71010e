"""Reads of pairing, split by noun: the cast (the engine's input), rounds, pairs."""

from pairing.queries.cast import Cast, free_places, load
from pairing.queries.never_again import hashes_of, met_before
from pairing.queries.pairs import PairShown, pairs_shown
from pairing.queries.rounds import Readiness, is_outdated, publishable, readiness

__all__ = [
    "Cast",
    "PairShown",
    "Readiness",
    "free_places",
    "hashes_of",
    "is_outdated",
    "load",
    "met_before",
    "pairs_shown",
    "publishable",
    "readiness",
]
