"""One newcomer next to every senior: which rules each pair breaks, and what it is worth.

    teach(a→b) = Σ over skills in a's offers and b's gaps of min(offer, importance)
    score      = weight_sum·(teach(a→b) + teach(b→a)) + weight_weak·min(of the two) + bonuses

(the weaker side weighs most: Policy's docstring lists the bonuses). Rules and terms stand here once for the whole
engine, compiled; `verify` alone has its own. Results are 32 bits wide by proof (`codes.HIGHEST`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.engine.codes import (
    DEPARTMENT,
    GRADES,
    LEARNS,
    LIKES,
    PATTERN,
    SPEAKS,
    SPOKEN,
    TEACHES,
    UNKNOWN,
    WORKS,
    Codes,
    Ints,
    Marks,
    Shelves,
    Small,
    Terms,
    Week,
)
from pairing.engine.compiled import compiled, part

# Bits of a pair's mask. The rules' names, in this order, stand in `rules`.
BLOCK, REPORTING_LINE, SAME_TEAM, GRADE_DISTANCE, DEPARTMENTS, LOCATIONS, LANGUAGE, OVERLAP, SCORE, PIN = (
    1 << at for at in range(10)
)
# Bits of REPORTING, BLOCKED, PINNED; of TEAM, DEPARTMENT, LOCATION.
MARKED = np.array([REPORTING_LINE, BLOCK, PIN], dtype=np.int32)
EITHER = np.array([SAME_TEAM, DEPARTMENTS, LOCATIONS], dtype=np.int32)

# Columns of a judgement.
WEAK, POINTS, MASK, UP, DOWN, INTERESTS, GRADE, OTHER_DEPARTMENT, HOURS, MINUTES = range(10)


class Row(NamedTuple):
    """What is known of one newcomer with each senior.

    up: the newcomer teaches; down: the senior does; weak: the smaller. mask: bits of the rules it breaks; 0: may be.
    half_hours, hours_worth: for each pattern of the seniors. seen: the newcomer's pattern that they were filled for.
    """

    up: Small
    down: Small
    weak: Small
    score: Small
    mask: Small
    interests: Small
    languages: Small
    half_hours: Small
    hours_worth: Small
    seen: Ints


def row_of(codes: Codes) -> Row:
    """Room for one newcomer with each senior."""
    up, down, weak, score, mask, interests, languages = np.zeros((7, len(codes.seniors)), np.int32)
    half_hours, worth = np.zeros((2, len(codes.week.seniors)), np.int32)
    seen = np.full(1, -1, np.int64)
    return Row(up, down, weak, score, mask, interests, languages, half_hours, worth, seen)


@part
def _shared(shelves: Shelves, starts: Ints, i: int, out: Small) -> None:
    """The sum of one kind of shelf for newcomer i with each senior."""
    out[:] = 0
    for at in range(starts[i], starts[i + 1]):
        value, level = shelves.what[at], shelves.levels[at]
        for place in range(shelves.heads[value], shelves.heads[value + 1]):
            depth = shelves.depths[place]
            out[shelves.who[place]] += min(depth, level)


@part
def _ones(word: np.uint64) -> int:
    """How many bits are set."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@part
def _fill_hours(week: Week, terms: Terms, own: int, half_hours: Small, worth: Small) -> None:
    """Half-hours a week that this pattern shares with each of the seniors' patterns, and their part of the score."""
    patterns = week.seniors
    for at in range(len(patterns)):
        both = 0
        for word in range(patterns.shape[1]):
            both += _ones(week.newcomers[own, word] & patterns[at, word])
        half_hours[at] = both
        worth[at] = terms.weight_hours * min(terms.hours_most, 30 * both // terms.hours_step_minutes)


@part
def _mark(marks: Marks, i: int, mask: Small) -> None:
    for kind in range(len(MARKED)):
        for at in range(marks.starts[kind, i], marks.starts[kind, i + 1]):
            mask[marks.columns[at]] |= MARKED[kind]


@part
def _either_way(codes: Codes, i: int, mask: Small) -> None:
    """Nobody of the same team; one department only, or two; the same with locations."""
    terms = codes.terms
    all_wanted = (2 * terms.same_team, terms.department, terms.location)
    for row in range(len(EITHER)):
        own, others, wanted, bit = codes.of_newcomers[row, i], codes.of_seniors[row], all_wanted[row], EITHER[row]
        if own == UNKNOWN or wanted == 0:
            continue
        for j in range(len(mask)):
            other = others[j]
            wrong = (other != UNKNOWN) & ((other == own) == (wanted == 2))
            mask[j] |= bit if wrong else 0


@part
def _interests(shared: int, terms: Terms) -> int:
    return terms.weight_interest * min(terms.interest_most, np.int64(shared))


@part
def _grade(one: int, other: int, terms: Terms) -> int:
    worth = terms.weight_grade * max(0, min(terms.grade_most, np.int64(other) - one))
    return worth if (one != UNKNOWN) & (other != UNKNOWN) else 0


@part
def _department(one: int, other: int, terms: Terms) -> int:
    return terms.weight_department if (one != UNKNOWN) & (other != UNKNOWN) & (one != other) else 0


@part
def _add_bonuses(codes: Codes, i: int, row: Row) -> None:
    """The parts of the score beside what is taught."""
    terms, score, interests = codes.terms, row.score, row.interests
    if terms.weight_interest:
        _shared(codes.shelves, codes.shelves.starts[LIKES], i, interests)
        for j in range(len(score)):
            score[j] += _interests(interests[j], terms)
    own, others = codes.of_newcomers[GRADES, i], codes.of_seniors[GRADES]
    if terms.weight_grade and own != UNKNOWN:
        for j in range(len(score)):
            score[j] += _grade(own, others[j], terms)
    own, others = codes.of_newcomers[DEPARTMENT, i], codes.of_seniors[DEPARTMENT]
    if terms.weight_department and own != UNKNOWN:
        for j in range(len(score)):
            score[j] += _department(own, others[j], terms)


@part
def _add_hours(patterns: Small, worth: Small, score: Small) -> None:
    for j in range(len(score)):
        score[j] += worth[patterns[j]]


@part
def _teaching(up: Small, down: Small, terms: Terms, weak: Small, score: Small) -> None:
    weight_sum, weight_weak = terms.weight_sum, terms.weight_weak
    for j in range(len(up)):
        less = min(up[j], down[j])
        weak[j] = less
        score[j] = weight_sum * (up[j] + down[j]) + weight_weak * less


@part
def _grade_distance(own: int, grades: Small, terms: Terms, mask: Small) -> None:
    low, high = terms.grade_min, terms.grade_max
    for j in range(len(mask)):
        distance = np.int64(grades[j]) - own
        mask[j] |= GRADE_DISTANCE if (grades[j] != UNKNOWN) & ((distance < low) | (distance > high)) else 0


@part
def _language(speaks: Small, shared: Small, mask: Small) -> None:
    for j in range(len(mask)):
        mask[j] |= LANGUAGE if (speaks[j] != UNKNOWN) & (shared[j] == 0) else 0


@part
def _overlap(works: Small, patterns: Small, half_hours: Small, least: int, mask: Small) -> None:
    for j in range(len(mask)):
        mask[j] |= OVERLAP if (works[j] != UNKNOWN) & (30 * np.int64(half_hours[patterns[j]]) < least) else 0


@part
def _least_score(score: Small, least: int, mask: Small) -> None:
    for j in range(len(mask)):
        mask[j] |= SCORE if score[j] < least else 0


@part
def look(codes: Codes, i: int, row: Row) -> None:
    """Fill the row for newcomer i."""
    terms, score, mask, shelves = codes.terms, row.score, row.mask, codes.shelves
    ours, theirs = codes.of_newcomers, codes.of_seniors
    _shared(shelves, shelves.starts[TEACHES], i, row.up)
    _shared(shelves, shelves.starts[LEARNS], i, row.down)
    _teaching(row.up, row.down, terms, row.weak, score)
    mask[:] = 0
    _add_bonuses(codes, i, row)
    if ours[GRADES, i] != UNKNOWN:
        _grade_distance(ours[GRADES, i], theirs[GRADES], terms, mask)
    if terms.weight_hours or terms.overlap_minutes_min:
        pattern, patterns = np.int64(ours[PATTERN, i]), theirs[PATTERN]
        if row.seen[0] != pattern:
            _fill_hours(codes.week, terms, pattern, row.half_hours, row.hours_worth)
            row.seen[0] = pattern
        _add_hours(patterns, row.hours_worth, score)
        if ours[WORKS, i] != UNKNOWN:
            _overlap(theirs[WORKS], patterns, row.half_hours, terms.overlap_minutes_min, mask)
    _either_way(codes, i, mask)
    if terms.common_language and ours[SPEAKS, i] != UNKNOWN:
        _shared(shelves, shelves.starts[SPOKEN], i, row.languages)
        _language(theirs[SPEAKS], row.languages, mask)
    if terms.score_min:
        _least_score(score, terms.score_min, mask)
    _mark(codes.marks, i, mask)


def judged(codes: Codes, rows: Ints, columns: Ints) -> Ints:
    """A row of WEAK … MINUTES for each of these pairs; pairs of one newcomer should stand together.

    UP and DOWN are raw; INTERESTS, GRADE, OTHER_DEPARTMENT and HOURS are parts of the score; MINUTES is the overlap
    a week, where the policy asks for hours.
    """
    found = np.zeros((len(rows), 10), np.int64)
    judge(codes, np.ascontiguousarray(rows), np.ascontiguousarray(columns), row_of(codes), found)
    return found


@compiled
def judge(codes: Codes, rows: Ints, columns: Ints, row: Row, found: Ints) -> None:
    """See `judged`."""
    last = -1
    terms, ours, theirs = codes.terms, codes.of_newcomers, codes.of_seniors
    for at in range(len(rows)):
        i, j = rows[at], columns[at]
        if i != last:
            look(codes, i, row)
            last = i
        found[at, WEAK], found[at, POINTS], found[at, MASK] = row.weak[j], row.score[j], row.mask[j]
        found[at, UP], found[at, DOWN] = row.up[j], row.down[j]
        found[at, INTERESTS] = _interests(row.interests[j], terms)
        found[at, GRADE] = _grade(ours[GRADES, i], theirs[GRADES, j], terms)
        found[at, OTHER_DEPARTMENT] = _department(ours[DEPARTMENT, i], theirs[DEPARTMENT, j], terms)
        found[at, HOURS] = row.hours_worth[theirs[PATTERN, j]]
        found[at, MINUTES] = 30 * row.half_hours[theirs[PATTERN, j]]
