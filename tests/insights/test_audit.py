"""The audit of a release, against an independent solver and known bad cases."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import audit
from insights.audit import Unfinished, leaks


def alone(*, people):
    """Return everybody in a pair of their own."""
    return {person: person for person in range(people)}


def rank(rows):
    """Return the rank by elimination in fractions, column by column."""
    rows, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(found, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for at in range(found + 1, len(rows)):
            factor = rows[at][column] / rows[found][column]
            rows[at] = [value - factor * other for value, other in zip(rows[at], rows[found], strict=True)]
        found += 1
    return found


def by_trying(published, pair_of, k, pairs):
    """Return the same by asking of every small set of people whether the rank falls without them."""
    everybody = sorted(frozenset().union(*published))
    whole = rank([[person in cell for person in everybody] for cell in published])
    found = []
    for size in range(1, len(everybody) + 1):
        for chosen in combinations(everybody, size):
            is_few = size < k or len({pair_of[person] for person in chosen}) < pairs
            if not is_few or any(known <= set(chosen) for known in found):
                continue
            rest = [person for person in everybody if person not in chosen]
            if rank([[person in cell for person in rest] for cell in published]) < whole:
                found.append(frozenset(chosen))
    return sorted(found, key=lambda people: (len(people), sorted(people)))


def split(people, *sizes):
    """Return people cut into groups of these sizes."""
    people, groups = sorted(people), []
    for size in sizes:
        groups.append(frozenset(people[:size]))
        people = people[size:]
    return groups


EVERYBODY = frozenset(range(401))


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([frozenset(range(5))], [], id="five"),
        pytest.param([frozenset(range(4))], [frozenset(range(4))], id="four"),
        pytest.param([frozenset(range(13)), frozenset(range(9))], [frozenset(range(9, 13))], id="13 less 9"),
        pytest.param([EVERYBODY, EVERYBODY - {400}], [frozenset({400})], id="401 less 400"),
        pytest.param(
            [frozenset(range(52)), *split(range(2, 52), 20, 30)], [frozenset({0, 1})], id="teams of 1, 1, 20, 30"
        ),
        pytest.param([frozenset(range(57)), *split(range(7, 57), 20, 30)], [], id="hidden pool of 7"),
        pytest.param(
            [frozenset(range(13)), frozenset([*range(3), *range(13, 23)]), frozenset(range(3, 23))],
            [frozenset(range(3))],
            id="AB, AC, BC with three in A",
        ),
        pytest.param(
            [frozenset(range(10)), frozenset(range(1, 11))], [frozenset({0, 10})], id="one person for another"
        ),
    ],
)
def test_leaks_in_known_cases(published, expected):
    assert leaks(published, alone(people=401)) == expected


def test_people_of_two_pairs_are_too_few_however_many():
    pair_of = {person: person // 5 for person in range(30)}

    assert leaks([frozenset(range(10)), frozenset(range(30))], pair_of) == [frozenset(range(10))]
    assert leaks([frozenset(range(15)), frozenset(range(30))], pair_of) == []


@st.composite
def releases(draw):
    """Draw a cohort with hierarchies and successive batches, each cell told or hidden."""
    people = draw(st.integers(4, 8))
    cells = []
    for _ in range(draw(st.integers(1, 3))):
        groups = draw(st.lists(st.integers(0, 3), min_size=people, max_size=people))
        joined = draw(st.integers(max(1, people - 3), people))
        cells += [frozenset(p for p in range(joined) if groups[p] == group) for group in range(4)]
        cells += [frozenset(range(joined))]
        cells += [frozenset(p for p in range(joined) if groups[p] in {0, 1})]
    told = [cell for cell in cells if cell and draw(st.booleans())]
    return told or [frozenset(range(people))], {person: person // draw(st.integers(1, 3)) for person in range(people)}


@settings(max_examples=60, deadline=None)
@given(release=releases(), k=st.integers(2, 6), pairs=st.integers(1, 4))
def test_leaks_are_those_an_independent_solver_finds(release, k, pairs):
    published, pair_of = release

    assert leaks(published, pair_of, k, pairs) == by_trying(published, pair_of, k, pairs)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_both_ways_of_searching_find_the_same(data):
    """Cells of many people leave several information sets; divided out in turn, the same sets must come out."""
    people = data.draw(st.integers(24, 40))
    ways = [data.draw(st.lists(st.integers(0, 2), min_size=people, max_size=people)) for _ in range(3)]
    published = [frozenset(range(people))]
    published += [frozenset(p for p in range(people) if way[p] == group) for way in ways for group in range(2)]
    published = [cell for cell in published if cell]
    rows = audit._membership(published, [frozenset({person}) for person in range(people)])
    search = audit._Search(audit._echelon(rows)[0])

    def few(chosen):
        return len(chosen) < 5

    light = search.light(range(people), few, most=4)
    slow = search.dependent(range(people), few, most=4)

    assert audit._smallest(map(frozenset, light)) == audit._smallest(map(frozenset, slow))


@pytest.mark.parametrize("size", [3, 4, 5])
def test_dividing_out_finds_what_several_people_hide(size):
    """One vector at a few columns among others that are nowhere zero: none of them is parallel to another."""
    few = [1] * (size - 1) + [-1] + [0] * (9 - size)
    dense = [[(3 + column) ** power for column in range(9)] for power in range(3)]
    search = audit._Search(np.array([few, *dense], np.int64))

    assert search.dependent(range(9), lambda chosen: len(chosen) <= 5, most=5) >= {tuple(range(size))}


def test_whole_numbers_that_outgrow_64_bits_stay_exact():
    """The second row less the first is 2 to the 64th once multiplied out: 64 bits would call it zero."""
    rows = np.array([[2**32, 1], [2**32, 1 + 2**32]], np.int64)

    assert len(audit._echelon(rows)[1]) == rank(rows.tolist()) == 2


def test_an_audit_that_would_not_end_refuses(monkeypatch):
    monkeypatch.setattr(audit, "MOST_WORK", 1000)

    with pytest.raises(Unfinished):
        leaks([frozenset(range(at, at + 6)) for at in range(20)], alone(people=30))
