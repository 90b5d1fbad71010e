"""NumPy keeps the dtype it is given and wraps without a word; values beyond 32 bits must stay exact."""

from dataclasses import replace

import numpy as np
import pytest

from pairing.engine import Instance, Person, Policy, certify, pair
from pairing.engine.columns import start
from pairing.engine.nouns import Units
from pairing.engine.prices import below_places, units, worth
from pairing.engine.problem import Edges, Room, prepare
from tests.pairing_engine.brute_force import score


def small_edges(dtype):
    return Edges(
        row=np.array([0, 1], dtype=dtype),
        column=np.array([0, 0], dtype=dtype),
        weak=np.array([0, 3], dtype=dtype),
        score=np.array([7, 200], dtype=dtype),
        preferred=np.array([False, True]),
    )


@pytest.mark.parametrize("dtype", [np.int16, np.int32, np.int64])
def test_values_beyond_32_bits_do_not_wrap(dtype):
    big = Units(first=0, pair=20_010_000_000 * 40_000, two_way=20_010_000_000, score=20_001, prefer=1)

    values = worth(small_edges(dtype), big)

    assert values.dtype == np.int64
    assert values.tolist() == [big.pair + 7 * 20_001, big.pair + 20_010_000_000 + 200 * 20_001 + 1]


def test_the_part_below_places_is_64_bit_too():
    big = Units(first=0, pair=0, two_way=2**40, score=2**33, prefer=1)

    values = below_places(small_edges(np.int32), big)

    assert (values.dtype, values.tolist()) == (np.int64, [7 * 2**33, 2**40 + 200 * 2**33 + 1])


def room(size):
    places = np.ones(size, dtype=np.int64)
    return Room(places, places, np.ones(size, dtype=np.bool_))


def test_units_fit_64_bits_at_20_000_a_side():
    at_most = units(room(20_000), top_score=400, preferred=20_000)

    assert at_most.pair > 20_000 * (at_most.two_way + 400 * at_most.score)
    assert at_most.first + at_most.pair + at_most.two_way < 2**59


def test_units_that_do_not_fit_are_refused():
    with pytest.raises(OverflowError, match="too large for this many people"):
        units(room(1_000_000), top_score=400, preferred=1_000_000)


def test_candidates_are_64_bit():
    instance = Instance([Person(1, {1: 3}, {2: 3}, grade=1)], [Person(9, {2: 3}, {1: 3}, grade=2)])

    edges = start(prepare(instance, replace(Policy(), grade_distance_min=None)), 1, lambda _done, _total: None).edges

    assert {each.dtype for each in (edges.row, edges.column, edges.weak, edges.score)} == {np.dtype(np.int64)}
    assert edges.score.tolist() == [2 * 6 + 6 * 3 + 1]


@pytest.mark.parametrize(("skills", "grade", "interests"), [(90, 5, 3), (90, 40_000, 300), (30_000, 3 * 10**9, 300)])
def test_narrow_types_hold_what_people_can_add_up_to(skills, grade, interests):
    most = dict.fromkeys(range(skills), 3)
    newcomer = Person(1, most, most, frozenset(range(interests)), grade=-grade)
    senior = Person(9, most, most, frozenset(range(interests)), grade=grade)
    policy = Policy(
        weight_sum=10, weight_weak=10, weight_interest=10, interest_most=1000, weight_grade=10, grade_most=1000
    )

    result = pair(Instance([newcomer], [senior]), policy)

    expected = score(newcomer, senior, policy)
    assert (result.headline.total, result.pairs[0].score) == (expected, expected)
    certify(Instance([newcomer], [senior]), policy, result)
