"""Few candidates at a time reach the same optimum as all at once, whatever they start from."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from pairing.engine import Headline, Instance, Person, Policy, baselines, certify, columns, flow, pair, verify
from pairing.engine.columns import Width
from pairing.engine.problem import prepare
from pairing.engine.solve import decide, headline
from tests.pairing_engine.brute_force import best, chance_of, random_instance, random_people, random_policy, reached

BARE = Policy.only_skills()
NARROW = Width(known=1, first=1, more=1)
TOGETHER = Width(known=10_000, first=10_000, more=10_000)


def silent(_stage, _done, _total):
    pass


def numbers(problem, width):
    decision = decide(problem, silent, width)
    kept = int(decision.best.chosen.preferred.sum())
    newcomers = len({*decision.best.chosen.row.tolist(), *problem.pins.row.tolist()})
    told = headline(problem, decision.best.chosen)
    return newcomers, told, kept, headline(problem, decision.plain.chosen)


@pytest.mark.parametrize("seed", range(4))
def test_one_candidate_at_a_time_equals_brute_force(seed, monkeypatch):
    monkeypatch.setattr(decide, "__defaults__", (NARROW,))
    monkeypatch.setattr(columns, "SPREAD", 0)
    chance = chance_of(100 + seed)
    for _ in range(200):
        policy = random_policy(chance)
        instance = random_instance(chance, policy)

        result = pair(instance, policy)

        assert reached(instance, result.headline, result.pairs) == best(instance, policy)
        verify(instance, policy, result)
        certify(instance, policy, result)


@pytest.mark.parametrize("seed", range(6))
def test_one_candidate_at_a_time_equals_all_at_once(seed):
    chance = chance_of(200 + seed)
    policy = [BARE, Policy(grade_distance_min=0), Policy(grade_distance_min=None, location="same", score_min=6)][
        seed % 3
    ]
    newcomers, seniors = random_people(chance, 220, 130, capacity=3, skills=12)
    every = [(a.id, b.id) for a in newcomers for b in seniors]
    instance = Instance(
        newcomers,
        seniors,
        blocks=frozenset(chance.sample(every, 900)),
        prefer=frozenset(chance.sample(every, 300)),
    )
    problem = prepare(instance, policy)

    assert numbers(problem, NARROW) == numbers(problem, TOGETHER) == numbers(problem, columns.WIDTH)
    result = pair(instance, policy)
    verify(instance, policy, result)
    certify(instance, policy, result)


def test_narrow_starts_need_many_rounds(monkeypatch):
    rounds = []
    solve = columns.best_choice
    monkeypatch.setattr(columns, "best_choice", lambda *given: rounds.append(1) or solve(*given))
    newcomers, seniors = random_people(chance_of(5), 150, 150, capacity=1, skills=12, rich=False)

    decide(prepare(Instance(newcomers, seniors), BARE), silent, NARROW)

    assert len(rounds) > 10


def same_profile(size):
    newcomers = [Person(at, {1: 2}, {2: 3}) for at in range(size)]
    return Instance(newcomers, [Person(size + at, {2: 2}, {1: 1}) for at in range(size)])


def test_ten_thousand_people_with_one_profile_are_all_placed():
    instance = same_profile(5_000)

    result = pair(instance, BARE)

    assert result.headline == Headline(placed=5_000, two_way=5_000, weakest=1, total=15_000)
    assert set(result.compared.values()) == {result.headline}
    certify(instance, BARE, result)


def test_crowds_for_a_few_seniors_leave_the_rest_waiting():
    crowd = [Person(at, {1: 1}, {2: 1}) for at in range(2_000)]
    seniors = [Person(9_000 + at, {2: 3}, {1: 3}, capacity=at % 4) for at in range(400)]

    result = pair(Instance(crowd, seniors), BARE)

    assert (result.headline.placed, result.headline.two_way) == (600, 600)
    assert Counter(each.why for each in result.unpaired) == {"competition": 1_400}
    certify(Instance(crowd, seniors), BARE, result)


def test_a_long_solve_runs_apart_with_the_same_outcome(monkeypatch):
    newcomers, seniors = random_people(chance_of(6), 60, 60, capacity=2, skills=9)
    instance = Instance(newcomers, seniors)
    here = pair(instance, BARE)
    monkeypatch.setattr(flow, "LONG", 0)
    monkeypatch.setattr(flow, "BEAT", 0.001)

    assert pair(instance, BARE) == here


def test_an_exception_in_progress_ends_a_solve_that_runs_apart(monkeypatch):
    monkeypatch.setattr(flow, "LONG", 0)
    monkeypatch.setattr(flow, "BEAT", 0.001)

    def stop(stage, _done, _total):
        if stage == "pairing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pair(same_profile(300), BARE, stop)


def test_greedy_and_chance_respect_places_and_never_pair_twice():
    chance = chance_of(12)
    newcomers, seniors = random_people(chance, 80, 50, capacity=3, skills=9)
    roomy = [replace(person, capacity=2) for person in newcomers]
    problem = prepare(Instance(roomy, seniors), BARE)

    for chosen in (baselines.greedy(problem, lambda: None), baselines.at_random(problem, lambda: None)):
        assert len(set(zip(chosen.row.tolist(), chosen.column.tolist(), strict=True))) == len(chosen.row)
        assert (np.bincount(chosen.row, minlength=80) <= problem.room.newcomers).all()
        assert (np.bincount(chosen.column, minlength=50) <= problem.room.seniors).all()


def test_greedy_takes_the_best_pair_left_ties_by_ids():
    chance = chance_of(13)
    newcomers, seniors = random_people(chance, 70, 60, capacity=2, skills=6)
    problem = prepare(Instance(newcomers, seniors), BARE)
    pool = columns.start(problem, 10_000, lambda _done, _total: None).edges
    left, room, expected = problem.room.newcomers.copy(), problem.room.seniors.copy(), []
    for at in np.lexsort((pool.column, pool.row, -pool.score)):
        row, column = int(pool.row[at]), int(pool.column[at])
        if left[row] and room[column]:
            left[row] -= 1
            room[column] -= 1
            expected.append((row, column))

    chosen = baselines.greedy(problem, lambda: None)

    assert list(zip(chosen.row.tolist(), chosen.column.tolist(), strict=True)) == sorted(expected)
