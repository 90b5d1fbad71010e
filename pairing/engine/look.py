"""One newcomer next to every senior: which rules each pair breaks, and what it is worth.

    teach(a→b) = Σ over skills in a's offers and b's gaps of min(offer, importance)
    score      = weight_sum·(teach(a→b) + teach(b→a)) + weight_weak·min(of the two) + bonuses

(the weaker side weighs most: Policy's docstring lists the bonuses). Rules and terms stand here once for the whole
engine, compiled; `verify` alone has its own. Results are 32 bits wide by proof (`codes.HIGHEST`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.engine.codes import Codes, Field, Grades, Ints, Marks, Shelf, Small, Terms, Week
from pairing.engine.compiled import compiled, part

# Bits of a pair's mask. The rules' names, in this order, stand in `rules`.
BLOCK, REPORTING_LINE, SAME_TEAM, GRADE_DISTANCE, DEPARTMENT, LOCATION, LANGUAGE, OVERLAP, SCORE, PIN = (
    1 << at for at in range(10)
)

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


@part
def row_of(seniors: int, patterns: int) -> Row:
    """Room for one newcomer with each senior."""
    of_seniors, of_patterns = np.zeros((7, seniors), np.int32), np.zeros((2, patterns), np.int32)
    up, down, weak, score, mask, interests, languages = (
        of_seniors[0], of_seniors[1], of_seniors[2], of_seniors[3], of_seniors[4], of_seniors[5], of_seniors[6],
    )  # fmt: skip
    return Row(
        up, down, weak, score, mask, interests, languages, of_patterns[0], of_patterns[1], np.full(1, -1, np.int64)
    )


@part
def _shared(shelf: Shelf, i: int, out: Small) -> None:
    """The shelf's sum for newcomer i with each senior."""
    out[:] = 0
    for at in range(shelf.starts[i], shelf.starts[i + 1]):
        value, level = shelf.what[at], shelf.levels[at]
        for place in range(shelf.heads[value], shelf.heads[value + 1]):
            depth = shelf.depths[place]
            out[shelf.who[place]] += min(depth, level)


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
def _mark(marks: Marks, i: int, bit: int, mask: Small) -> None:
    for at in range(marks.starts[i], marks.starts[i + 1]):
        mask[marks.columns[at]] |= bit


@part
def _either_way(field: Field, i: int, wanted: int, bit: int, mask: Small) -> None:
    own = field.newcomers[i]
    if own < 0 or wanted == 0:
        return
    for j in range(len(mask)):
        other = field.seniors[j]
        wrong = other >= 0 and (other == own) == (wanted == 2)
        mask[j] |= bit if wrong else 0


@part
def _interests(shared: int, terms: Terms) -> int:
    return terms.weight_interest * min(terms.interest_most, np.int64(shared))


@part
def _grade(steps: int, known: bool, terms: Terms) -> int:  # noqa: FBT001 - compiled functions take no keywords
    return terms.weight_grade * max(0, min(terms.grade_most, steps)) if known else 0


@part
def _department(one: int, other: int, terms: Terms) -> int:
    return terms.weight_department if (one >= 0) & (other >= 0) & (one != other) else 0


@part
def _add_interests(interests: Small, terms: Terms, score: Small) -> None:
    for j in range(len(score)):
        score[j] += _interests(interests[j], terms)


@part
def _add_grade(grade: Grades, i: int, terms: Terms, score: Small) -> None:
    own, known, grades = grade.newcomers[i], grade.seniors_known, grade.seniors
    for j in range(len(score)):
        score[j] += _grade(grades[j] - own, known[j], terms)


@part
def _add_department(department: Field, i: int, terms: Terms, score: Small) -> None:
    own, others = department.newcomers[i], department.seniors
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
def _grade_distance(grade: Grades, i: int, terms: Terms, mask: Small) -> None:
    own, known, grades, low, high = (
        grade.newcomers[i],
        grade.seniors_known,
        grade.seniors,
        terms.grade_min,
        terms.grade_max,
    )
    for j in range(len(mask)):
        distance = grades[j] - own
        mask[j] |= GRADE_DISTANCE if known[j] & ((distance < low) | (distance > high)) else 0


@part
def _language(speaks: Small, shared: Small, mask: Small) -> None:
    for j in range(len(mask)):
        mask[j] |= LANGUAGE if (speaks[j] >= 0) & (shared[j] == 0) else 0


@part
def _overlap(works: Small, patterns: Small, half_hours: Small, least: int, mask: Small) -> None:
    for j in range(len(mask)):
        mask[j] |= OVERLAP if (works[j] >= 0) & (30 * np.int64(half_hours[patterns[j]]) < least) else 0


@part
def _least_score(score: Small, least: int, mask: Small) -> None:
    for j in range(len(mask)):
        mask[j] |= SCORE if score[j] < least else 0


@part
def look(codes: Codes, i: int, row: Row) -> None:
    """Fill the row for newcomer i."""
    terms, score, mask = codes.terms, row.score, row.mask
    _shared(codes.teaches, i, row.up)
    _shared(codes.learns, i, row.down)
    _teaching(row.up, row.down, terms, row.weak, score)
    mask[:] = 0
    if terms.weight_interest:
        _shared(codes.interests, i, row.interests)
        _add_interests(row.interests, terms, score)
    if codes.grade.newcomers_known[i]:
        _add_grade(codes.grade, i, terms, score)
        _grade_distance(codes.grade, i, terms, mask)
    if terms.weight_department:
        _add_department(codes.department, i, terms, score)
    if terms.weight_hours or terms.overlap_minutes_min:
        pattern = np.int64(codes.week.of_newcomers[i])
        if row.seen[0] != pattern:
            _fill_hours(codes.week, terms, pattern, row.half_hours, row.hours_worth)
            row.seen[0] = pattern
        _add_hours(codes.week.of_seniors, row.hours_worth, score)
        if codes.works.newcomers[i] >= 0:
            _overlap(codes.works.seniors, codes.week.of_seniors, row.half_hours, terms.overlap_minutes_min, mask)
    if terms.same_team:
        _either_way(codes.team, i, 2, SAME_TEAM, mask)
    _either_way(codes.department, i, terms.department, DEPARTMENT, mask)
    _either_way(codes.location, i, terms.location, LOCATION, mask)
    if terms.common_language and codes.speaks.newcomers[i] >= 0:
        _shared(codes.languages, i, row.languages)
        _language(codes.speaks.seniors, row.languages, mask)
    if terms.score_min:
        _least_score(score, terms.score_min, mask)
    _mark(codes.reporting, i, REPORTING_LINE, mask)
    _mark(codes.blocked, i, BLOCK, mask)
    _mark(codes.pinned, i, PIN, mask)


def judged(codes: Codes, rows: Ints, columns: Ints) -> Ints:
    """A row of WEAK … MINUTES for each of these pairs; pairs of one newcomer should stand together.

    UP and DOWN are raw; INTERESTS, GRADE, OTHER_DEPARTMENT and HOURS are parts of the score; MINUTES is the overlap
    a week, where the policy asks for hours.
    """
    found: Ints = judge(codes, np.ascontiguousarray(rows), np.ascontiguousarray(columns))
    return found


@compiled
def judge(codes: Codes, rows: Ints, columns: Ints) -> Ints:
    """See `judged`."""
    found = np.zeros((len(rows), 10), np.int64)
    row, last = row_of(len(codes.seniors), len(codes.week.seniors)), -1
    terms, grade, department, patterns = codes.terms, codes.grade, codes.department, codes.week.of_seniors
    for at in range(len(rows)):
        i, j = rows[at], columns[at]
        if i != last:
            look(codes, i, row)
            last = i
        found[at, WEAK], found[at, POINTS], found[at, MASK] = row.weak[j], row.score[j], row.mask[j]
        found[at, UP], found[at, DOWN] = row.up[j], row.down[j]
        found[at, INTERESTS] = _interests(row.interests[j], terms)
        known = grade.newcomers_known[i] & grade.seniors_known[j]
        found[at, GRADE] = _grade(grade.seniors[j] - grade.newcomers[i], known, terms)
        found[at, OTHER_DEPARTMENT] = _department(department.newcomers[i], department.seniors[j], terms)
        found[at, HOURS] = row.hours_worth[patterns[j]]
        found[at, MINUTES] = 30 * row.half_hours[patterns[j]]
    return found
