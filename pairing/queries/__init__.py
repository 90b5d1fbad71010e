"""Reads of pairing, split by noun: the cast (the engine's input), rounds, pairs."""

from pairing.queries.cast import Cast, facts_of, free_places, load, load_open
from pairing.queries.never_again import hashes_of, met_before
from pairing.queries.pairs import PairShown, pairs_shown
from pairing.queries.rehearsals import rehearsed
from pairing.queries.rounds import (
    RULED,
    Budget,
    Change,
    Readiness,
    budget_of,
    change_between,
    is_outdated,
    publishable,
    readiness,
)
from pairing.queries.rules import Reached, reached

__all__ = [
    "RULED",
    "Budget",
    "Cast",
    "Change",
    "PairShown",
    "Reached",
    "Readiness",
    "budget_of",
    "change_between",
    "facts_of",
    "free_places",
    "hashes_of",
    "is_outdated",
    "load",
    "load_open",
    "met_before",
    "pairs_shown",
    "publishable",
    "reached",
    "readiness",
    "rehearsed",
]
