"""Reads of pairing, split by noun: the cast (the engine's input), rounds, pairs."""

from pairing.queries.cast import Cast, free_places, load
from pairing.queries.pairs import PairShown, pairs_shown
from pairing.queries.rounds import Readiness, is_outdated, publishable, readiness

__all__ = [
    "Cast",
    "PairShown",
    "Readiness",
    "free_places",
    "is_outdated",
    "load",
    "pairs_shown",
    "publishable",
    "readiness",
]
