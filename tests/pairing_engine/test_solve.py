"""The strict order of better, against oracles that share nothing with the solver."""

from dataclasses import replace

import numpy as np
import pytest

from pairing.engine import Contradiction, Headline, Instance, Person, Policy, certify, pair, verify
from tests.pairing_engine.brute_force import (
    best,
    chance_of,
    random_instance,
    random_people,
    random_policy,
    reached,
    score,
    teach,
)

BARE = Policy.only_skills()


@pytest.mark.parametrize("seed", range(8))
def test_pair_equals_brute_force(seed):
    chance = chance_of(seed)
    for _ in range(400):
        policy = random_policy(chance)
        instance = random_instance(chance, policy)

        result = pair(instance, policy)

        assert reached(instance, result.headline, result.pairs) == best(instance, policy)
        verify(instance, policy, result)
        certify(instance, policy, result)


def cheapest(cost):
    """The columns of a dense assignment of least cost, row by row (Hungarian method with potentials)."""
    size = len(cost)
    far = np.iinfo(np.int64).max // 4
    u, v, owner = np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1, dtype=int)
    for row in range(1, size + 1):
        owner[0], column = row, 0
        least, way, done = np.full(size + 1, far), np.zeros(size + 1, dtype=int), np.zeros(size + 1, dtype=bool)
        while owner[column]:
            done[column] = True
            now = cost[owner[column] - 1] - u[owner[column]] - v[1:]
            shorter = ~done[1:] & (now < least[1:])
            least[1:][shorter], way[1:][shorter] = now[shorter], column
            following = 1 + int(np.argmin(np.where(done[1:], far, least[1:])))
            step = least[following]
            u[owner[done]] += step
            v[done] -= step
            least[~done] -= step
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return [column for _, column in sorted(zip(owner[1:].tolist(), range(size), strict=True))]


def assigned(weak, points, threshold):
    """A dense assignment of everybody: (two-way, total) of the best that keeps the threshold, None if there is none."""
    size = len(weak)
    heavy = size * int(points.max()) + 1
    worth = (heavy * (weak > 0) + points).astype(np.int64)
    allowed = (weak == 0) | (weak >= threshold)
    columns = cheapest(np.where(allowed, -worth, np.int64(heavy) * 4 * size))
    if not allowed[range(size), columns].all():
        return None
    return divmod(int(worth[range(size), columns].sum()), heavy)


@pytest.mark.parametrize("seed", [1, 2])
def test_pair_equals_a_dense_assignment_of_200_a_side(seed):
    chance = chance_of(seed)
    newcomers, seniors = random_people(chance, 200, 200, capacity=1, skills=14, rich=False)
    newcomers, seniors = ([replace(person, capacity=1) for person in side] for side in (newcomers, seniors))
    weak = np.array([[min(teach(a, b), teach(b, a)) for b in seniors] for a in newcomers])
    points = np.array([[score(a, b, BARE) for b in seniors] for a in newcomers])
    two_way, _ = assigned(weak, points, 0)
    attained = {t: assigned(weak, points, t) for t in np.unique(weak[weak > 0]).tolist()}
    weakest = max(t for t, answer in attained.items() if answer and answer[0] == two_way)

    result = pair(Instance(newcomers, seniors), BARE)

    assert result.headline == Headline(200, two_way, weakest, attained[weakest][1])
    assert result.cost_of_fairness == assigned(weak, points, 0)[1] - attained[weakest][1]


def test_pair_of_nobody():
    result = pair(Instance([], []), Policy())

    assert (result.pairs, result.unpaired, result.headline) == ((), (), Headline(0, 0, 0, 0))
    certify(Instance([], []), Policy(), result)


def test_pair_puts_more_newcomers_before_more_two_way_pairs():
    rich = Person(1, {1: 3}, {2: 3}, capacity=2)
    poor = Person(2, {}, {})
    seniors = [Person(8, {2: 3}, {1: 3}), Person(9, {2: 3}, {1: 3})]

    result = pair(Instance([rich, poor], seniors), BARE)

    assert ({match.newcomer for match in result.pairs}, result.headline.two_way) == ({1, 2}, 1)


def test_pair_puts_two_way_before_the_sum():
    newcomers = [Person(1, {1: 1}, {2: 1, 3: 3, 4: 3})]
    seniors = [Person(8, {2: 1}, {1: 1}), Person(9, {3: 3, 4: 3}, {})]

    result = pair(Instance(newcomers, seniors), BARE)

    assert [match.senior for match in result.pairs] == [8]


def test_pair_gives_up_sum_for_the_weakest_side():
    # 1 with 8 gives both 3 and leaves 1 each to 2 with 9; crossed, everybody gets 2.
    newcomers = [Person(1, {1: 3, 2: 2, 5: 2}, {11: 3, 12: 2}), Person(2, {3: 2, 4: 1}, {13: 2, 14: 1})]
    seniors = [Person(8, {11: 3, 13: 2}, {1: 3, 3: 2, 5: 2}), Person(9, {12: 2, 14: 1}, {2: 2, 4: 1})]
    straight = (5 + 3) + (1 + 1)
    crossed = (2 + 2) + (2 + 2)

    result = pair(Instance(newcomers, seniors), BARE)

    assert {(match.newcomer, match.senior) for match in result.pairs} == {(1, 9), (2, 8)}
    assert (result.headline.weakest, result.cost_of_fairness) == (2, straight - crossed)


def test_pair_keeps_preferred_pairs_among_equals():
    newcomers = [Person(1, {}, {}), Person(2, {}, {})]
    seniors = [Person(8, {}, {}), Person(9, {}, {})]

    kept = [
        {(match.newcomer, match.senior) for match in pair(Instance(newcomers, seniors, prefer=wish), BARE).pairs}
        for wish in (frozenset({(1, 8)}), frozenset({(1, 9), (77, 8)}))
    ]

    assert kept == [{(1, 8), (2, 9)}, {(1, 9), (2, 8)}]


def test_pair_leaves_waiting_under_the_minimum_score_but_not_a_pin():
    policy = replace(BARE, score_min=2)
    people = [Person(1, {1: 1}, {})], [Person(9, {}, {1: 1})]

    placed = [pair(Instance(*people, pins=pins), policy).headline.placed for pins in (frozenset(), frozenset({(1, 9)}))]

    assert placed == [0, 1]


def test_pair_refuses_every_contradiction_at_once():
    newcomers = [Person(1, {}, {}, team=5), Person(2, {}, {}), Person(3, {}, {}, managers=(8,))]
    seniors = [Person(8, {}, {}, team=5), Person(9, {}, {})]
    pins = frozenset({(1, 8), (2, 9), (3, 8), (2, 8)})

    with pytest.raises(Contradiction) as refused:
        pair(Instance(newcomers, seniors, pins=pins, blocks=frozenset({(2, 9)})), Policy())

    assert refused.value.problems == [
        "pin (1, 8) breaks the rule same_team",
        "pin (2, 9) breaks the rule block",
        "pin (3, 8) breaks the rule reporting_line",
        "newcomer 2 has 1 places and 2 pins",
        "senior 8 has 1 places and 3 pins",
    ]


def test_pair_refuses_unsound_ids():
    newcomers, seniors = [Person(1, {}, {}), Person(1, {}, {})], [Person(1, {}, {}), Person(9, {}, {})]

    with pytest.raises(Contradiction) as refused:
        pair(Instance(newcomers, seniors, frozenset({(2, 9)}), frozenset({(1, 7)})), Policy())

    assert refused.value.problems == [
        "newcomer 1 is listed 2 times",
        "1 is on both sides",
        "pin (2, 9): there is no newcomer 2",
        "block (1, 7): there is no senior 7",
    ]
