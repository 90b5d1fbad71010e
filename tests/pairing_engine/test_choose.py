"""The compiled choice: whatever the length of its lists the same optimum, ties stay cheap, and it can be stopped."""

from collections import Counter
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from pairing.engine import (
    Contradiction,
    Headline,
    Instance,
    Person,
    Policy,
    baselines,
    certify,
    choose,
    pair,
    state,
    verify,
)
from pairing.engine.look import MASK, POINTS, judged
from pairing.engine.problem import prepare
from pairing.engine.solve import decide, headline
from tests.pairing_engine.brute_force import best, chance_of, random_instance, random_people, random_policy, reached

BARE = Policy.only_skills()


def silent(*_):
    pass


def numbers(problem):
    decision = decide(problem, silent)
    newcomers = len({*decision.best.chosen.row.tolist(), *problem.pins.row.tolist()})
    return newcomers, headline(problem, decision.best.chosen), headline(problem, decision.plain.chosen)


@pytest.mark.parametrize("seed", range(4))
def test_lists_of_one_equal_brute_force(seed, monkeypatch):
    monkeypatch.setattr(state, "LIST", 1)
    monkeypatch.setattr(state, "ENTRIES", 0)
    chance = chance_of(100 + seed)
    for _ in range(200):
        policy = random_policy(chance)
        instance = random_instance(chance, policy)

        result = pair(instance, policy)

        assert reached(instance, result.headline, result.pairs) == best(instance, policy)
        verify(instance, policy, result)
        certify(instance, policy, result)


@pytest.mark.parametrize("seed", range(6))
def test_short_lists_equal_whole_rows(seed, monkeypatch):
    chance = chance_of(200 + seed)
    policy = [BARE, Policy(grade_distance_min=0), Policy(grade_distance_min=None, location="same", score_min=6)][
        seed % 3
    ]
    newcomers, seniors = random_people(chance, 220, 130, capacity=3, skills=12)
    every = [(a.id, b.id) for a in newcomers for b in seniors]
    blocks, prefer = frozenset(chance.sample(every, 900)), frozenset(chance.sample(every, 300))
    instance = Instance(newcomers, seniors, blocks=blocks, prefer=prefer)
    problem, found = prepare(instance, policy), []
    monkeypatch.setattr(state, "ENTRIES", 0)
    for length in (1, 3, state.LIST, 10_000):
        monkeypatch.setattr(state, "LIST", length)
        found.append(numbers(problem))
        result = pair(instance, policy)
        verify(instance, policy, result)
        certify(instance, policy, result)

    assert found == [found[0]] * 4


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


def test_the_best_few_of_everybody_would_leave_placeable_people_out():
    # All want the same twenty seniors first; who looks at those alone stays out although there is room for all.
    newcomers = [Person(at, {1: 3}, {2: 3}) for at in range(200)]
    wanted = [Person(1_000 + at, {2: 3}, {1: 3}) for at in range(state.LIST)]
    others = [Person(2_000 + at, {2: 1}, {1: 1}) for at in range(200 - state.LIST)]

    result = pair(Instance(newcomers, [*wanted, *others]), BARE)

    assert (result.headline.placed, result.headline.two_way) == (200, 200)


NOBODY = Instance([], [Person(9, {1: 1}, {2: 1})])
NO_GAP = Instance(
    [Person(1, {1: 1}, {}), Person(2, {1: 1}, {2: 1})], [Person(8, {2: 1}, {1: 1}), Person(9, {}, {1: 1})]
)
NO_PAIR = Instance([Person(1, {}, {}, team=1)], [Person(9, {}, {}, team=1)])
NO_PLACE = Instance([Person(1, {}, {}, capacity=0)], [Person(9, {}, {}, capacity=0)])


@pytest.mark.parametrize(
    ("instance", "told"),
    [
        (NOBODY, (0, 0)),
        (Instance(NOBODY.seniors, []), (0, 0)),
        (NO_GAP, (2, 1)),
        (NO_PAIR, (0, 0)),
        (NO_PLACE, (0, 0)),
    ],
)
def test_meagre_input_is_paired_and_proven(instance, told):
    policy = replace(BARE, same_team=True)

    result = pair(instance, policy)

    assert (result.headline.placed, result.headline.two_way) == told
    verify(instance, policy, result)
    certify(instance, policy, result)


def test_a_pin_that_is_blocked_and_an_id_on_both_sides_are_said():
    people = [Person(1, {}, {})], [Person(9, {}, {})]
    both = frozenset({(1, 9)})

    for instance, problem in (
        (Instance(*people, pins=both, blocks=both), "pin (1, 9) breaks the rule block"),
        (Instance([*people[0], *people[1]], people[1]), "9 is on both sides"),
        (Instance([replace(people[0][0], capacity=0)], people[1], pins=both), "newcomer 1 has 0 places and 1 pins"),
    ):
        with pytest.raises(Contradiction) as refused:
            pair(instance, BARE)
        assert refused.value.problems == [problem]


@pytest.mark.parametrize("stage", ["reading", "scoring", "pairing", "proving", "comparing", "explaining"])
def test_an_exception_in_progress_stops_the_run_at_any_stage(stage):
    newcomers, seniors = random_people(chance_of(3), 40, 40, capacity=1, skills=9, rich=False)

    def stop(now, _done, _total):
        if now == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pair(Instance(newcomers, seniors), BARE, stop)


def test_progress_is_told_after_each_piece_of_work_and_changes_nothing(monkeypatch):
    instance = same_profile(60)
    at_once = pair(instance, BARE)
    for module in (choose, baselines, import_module("pairing.engine.certify"), import_module("pairing.engine.reasons")):
        monkeypatch.setattr(module, "BUDGET", 1)
    told, checked = Counter(), Counter()

    result = pair(instance, BARE, lambda stage, _done, _total: told.update([stage]))
    certify(instance, BARE, result, lambda stage, _done, _total: checked.update([stage]))

    assert result == at_once
    assert (told["scoring"], told["explaining"], checked) == (60, 60, Counter(proving=60))
    assert told["comparing"] >= 120


def test_each_compiled_function_is_compiled_once():
    pair(same_profile(3), BARE)
    pair(same_profile(2), Policy())
    certify(NO_GAP, BARE, pair(NO_GAP, BARE))
    names = ("heap", "state", "look", "choose", "baselines", "certify", "reasons", "suggest")
    kernels = {
        name: kernel
        for module in names
        for name, kernel in vars(import_module(f"pairing.engine.{module}")).items()
        if hasattr(kernel, "nopython_signatures")
    }

    assert {name for name, kernel in kernels.items() if len(kernel.signatures) > 1} == set()


def test_greedy_and_chance_respect_places_and_never_pair_twice():
    chance = chance_of(12)
    newcomers, seniors = random_people(chance, 80, 50, capacity=3, skills=9)
    roomy = [replace(person, capacity=2) for person in newcomers]
    problem = prepare(Instance(roomy, seniors), BARE)

    for chosen in (baselines.greedy(problem, silent), baselines.at_random(problem, silent)):
        assert len(set(zip(chosen.row.tolist(), chosen.column.tolist(), strict=True))) == len(chosen.row)
        assert (np.bincount(chosen.row, minlength=80) <= problem.room.newcomers).all()
        assert (np.bincount(chosen.column, minlength=50) <= problem.room.seniors).all()


def test_greedy_takes_the_best_pair_left_ties_by_ids():
    chance = chance_of(13)
    newcomers, seniors = random_people(chance, 70, 60, capacity=2, skills=6)
    problem = prepare(Instance(newcomers, seniors), BARE)
    rows, columns = (each.ravel() for each in np.mgrid[0:70, 0:60])
    worth = judged(problem.codes, rows, columns)
    left, room, expected = problem.room.newcomers.copy(), problem.room.seniors.copy(), []
    for at in np.lexsort((columns, rows, -worth[:, POINTS])):
        row, column = int(rows[at]), int(columns[at])
        if worth[at, MASK] == 0 and left[row] and room[column]:
            left[row] -= 1
            room[column] -= 1
            expected.append((row, column))

    chosen = baselines.greedy(problem, silent)

    assert list(zip(chosen.row.tolist(), chosen.column.tolist(), strict=True)) == sorted(expected)
