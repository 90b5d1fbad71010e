"""NumPy keeps the dtype it is given and wraps without a word; values beyond 32 bits must stay exact."""

from dataclasses import replace

import numpy as np
import pytest

from pairing.engine import Instance, Person, Policy, certify, pair
from pairing.engine.choose import BUDGET, advance
from pairing.engine.codes import encode
from pairing.engine.nouns import Units
from pairing.engine.prices import units
from pairing.engine.problem import Room
from pairing.engine.state import scratch_of, state_of
from tests.pairing_engine.brute_force import score


def test_values_beyond_32_bits_do_not_wrap():
    big = Units(first=0, pair=20_010_000_000 * 400_000, two_way=20_010_000_000, score=20_001, prefer=7)
    newcomer = Person(1, {1: 3}, {2: 2})
    seniors = [Person(6, {}, {1: 3}), Person(7, {2: 3}, {1: 3}), Person(8, {}, {}, capacity=0)]
    codes = encode(Instance([newcomer], seniors, prefer=frozenset({(1, 7)})), Policy.only_skills())
    state = state_of(big, 0, (codes.places_of_newcomers, codes.places_of_seniors), np.ones(1, dtype=np.bool_))

    advance(codes, state, scratch_of(codes, state), 0, BUDGET)

    held = dict(zip(state.columns[0, : state.length[0]].tolist(), state.values[0].tolist(), strict=False))
    assert held == {0: big.pair + 3 * 20_001, 1: big.pair + 20_010_000_000 + 5 * 20_001 + 7}


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


def test_scores_that_could_leave_32_bits_are_refused():
    people = [Person(1, dict.fromkeys(range(9), 3), {})], [Person(9, {}, dict.fromkeys(range(9), 3))]
    policy = replace(Policy(), weight_interest=10, interest_most=1000)

    with pytest.MonkeyPatch.context() as lower:
        lower.setattr("pairing.engine.codes.HIGHEST", 1_000)
        with pytest.raises(OverflowError, match="scores are too large"):
            pair(Instance(*people), policy)


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
