"""Reads of pairing, split by noun: the cast (the engine's input), rounds, pairs, wishes; and checks of two people."""

from pairing.queries.cast import Cast, facts_of, free_places, load, load_open
from pairing.queries.checks import Checker, checker
from pairing.queries.looks import SHOWN, looks_at
from pairing.queries.never_again import hashes_of, met_before
from pairing.queries.pairs import PairShown, names_of, pairs_of, pairs_shown, people_told, with_whole_people
from pairing.queries.rehearsals import rehearsed, stranded_shown
from pairing.queries.rounds import (
    RULED,
    Allowance,
    Change,
    Readiness,
    budget_of,
    change_between,
    is_outdated,
    left_alone,
    publishable,
    readiness,
    rounds_side_by_side,
    told_rounds,
    waiting_shown,
    way_shown,
)
from pairing.queries.rules import Reached, reached
from pairing.queries.wishes import Told, across, found_across, refused_in_private, told_by, wish_policy

__all__ = [
    "RULED",
    "SHOWN",
    "Allowance",
    "Cast",
    "Change",
    "Checker",
    "PairShown",
    "Reached",
    "Readiness",
    "Told",
    "across",
    "budget_of",
    "change_between",
    "checker",
    "facts_of",
    "found_across",
    "free_places",
    "hashes_of",
    "is_outdated",
    "left_alone",
    "load",
    "load_open",
    "looks_at",
    "met_before",
    "names_of",
    "pairs_of",
    "pairs_shown",
    "people_told",
    "publishable",
    "reached",
    "readiness",
    "refused_in_private",
    "rehearsed",
    "rounds_side_by_side",
    "stranded_shown",
    "told_by",
    "told_rounds",
    "waiting_shown",
    "way_shown",
    "wish_policy",
    "with_whole_people",
]
