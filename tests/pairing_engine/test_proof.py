"""The checkers must bite: corrupt one pair, one price, one rule, and they refuse."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from pairing.engine import Contradiction, Instance, NotOptimal, Person, Policy, certify, pair, verify
from pairing.engine.certify import _sum
from pairing.engine.codes import encode, marks_of
from pairing.engine.nouns import Units
from pairing.engine.problem import prepare
from pairing.engine.solve import optimum
from tests.pairing_engine.brute_force import best, chance_of, random_instance, random_policy, reached, score, teach

BARE = Policy.only_skills()


def solved():
    """Four two-way pairs on the diagonal, each the only good one, and a fifth newcomer without a partner."""
    newcomers = [Person(at, {at: 2, 9: 1}, {10 + at: 2}) for at in range(5)]
    seniors = [Person(100 + at, {10 + at: 2}, {at: 2, 9: 1}) for at in range(4)]
    instance = Instance(newcomers, seniors)
    return instance, pair(instance, BARE)


def with_pairs(result, pairs):
    return replace(result, pairs=tuple(pairs))


def repriced(result, name, side, who, price):
    bound = getattr(result.certificate, name)
    changed = replace(bound, **{side: getattr(bound, side) | {who: price}})
    return replace(result, certificate=replace(result.certificate, **{name: changed}))


def test_the_example_is_proven():
    instance, result = solved()

    assert [(match.newcomer, match.senior) for match in result.pairs] == [(at, 100 + at) for at in range(4)]
    verify(instance, BARE, result)
    certify(instance, BARE, result)


def test_prices_alone_add_up_to_the_value_with_one_place_each():
    chance = chance_of(4)
    for _ in range(100):
        instance = random_instance(chance, BARE, top=7)
        one_each = [replace(person, capacity=1) for person in instance.newcomers]
        instance = replace(instance, newcomers=one_each, pins=frozenset())

        result = pair(instance, BARE)

        best_bound = result.certificate.best
        kept = sum((match.newcomer, match.senior) in instance.prefer for match in result.pairs)
        units = best_bound.units
        headline = result.headline
        primal = units.pair * headline.placed + units.two_way * headline.two_way
        primal += units.score * headline.total + units.prefer * kept
        capacity = {person.id: person.capacity for person in instance.seniors}
        prices = sum(best_bound.newcomers.values())
        assert primal == prices + sum(capacity[who] * price for who, price in best_bound.seniors.items())


def test_certify_refuses_a_dropped_pair():
    instance, result = solved()

    with pytest.raises(NotOptimal):
        certify(instance, BARE, with_pairs(result, result.pairs[1:]))


def test_certify_refuses_exchanged_partners_and_names_a_pair():
    instance, result = solved()
    one, other, *rest = result.pairs
    crossed = [replace(one, senior=other.senior), replace(other, senior=one.senior), *rest]

    with pytest.raises(NotOptimal) as refused:
        certify(instance, BARE, with_pairs(result, crossed))

    assert refused.value.pair is not None


def test_certify_refuses_any_raised_price():
    instance, result = solved()
    for name in ("places", "best"):
        for who, price in getattr(result.certificate, name).newcomers.items():
            with pytest.raises(NotOptimal):
                certify(instance, BARE, repriced(result, name, "newcomers", who, price + 1))


def test_certify_refuses_prices_set_to_nothing():
    instance, result = solved()
    for name in ("places", "best", "next"):
        bound = getattr(result.certificate, name)
        nothing = replace(bound, newcomers=dict.fromkeys(bound.newcomers, 0), seniors=dict.fromkeys(bound.seniors, 0))
        with pytest.raises(NotOptimal) as refused:
            certify(instance, BARE, replace(result, certificate=replace(result.certificate, **{name: nothing})))
        assert refused.value.pair == (None if name == "next" else (0, 101))


@pytest.mark.parametrize("price", [-1, 2**62, 2**70])
def test_certify_refuses_prices_out_of_range(price):
    instance, result = solved()

    with pytest.raises(NotOptimal, match="out of range"):
        certify(instance, BARE, repriced(result, "best", "seniors", 100, price))


@pytest.mark.parametrize(
    "units",
    [
        Units(first=0, pair=1000, two_way=0, score=1, prefer=1),
        Units(first=0, pair=1, two_way=1000, score=1, prefer=1),
        Units(first=0, pair=10**6, two_way=1000, score=0, prefer=1),
        Units(first=0, pair=10**6, two_way=1000, score=1, prefer=0),
    ],
)
def test_certify_refuses_true_prices_of_another_order(units):
    instance, result = solved()
    problem = prepare(instance, BARE)
    found = optimum(problem, units, 0, lambda _done, _total: None)
    u, p = found.prices.newcomers(problem.room, units), found.prices.seniors
    newcomers, seniors = dict(enumerate(u.tolist())), dict(enumerate(p.tolist(), start=100))
    other = replace(result.certificate.best, units=units, newcomers=newcomers, seniors=seniors)

    with pytest.raises(NotOptimal, match="do not keep the order of better"):
        certify(instance, BARE, replace(result, certificate=replace(result.certificate, best=other)))


def test_certify_refuses_prices_for_another_weakest_side():
    instance, result = solved()
    beyond = replace(result.certificate.next, threshold=50)

    with pytest.raises(NotOptimal, match="for another weakest side"):
        certify(instance, BARE, replace(result, certificate=replace(result.certificate, next=beyond)))


def test_certify_names_a_chosen_pair_that_is_not_admissible():
    instance, result = solved()

    with pytest.raises(NotOptimal, match="not admissible: newcomer 0, senior 100"):
        certify(replace(instance, blocks=frozenset({(0, 100)})), BARE, result)


def test_certify_refuses_an_embellished_headline():
    instance, result = solved()
    for name in ("placed", "two_way", "weakest", "total"):
        better = replace(result.headline, **{name: getattr(result.headline, name) + 1})
        with pytest.raises(NotOptimal):
            certify(instance, BARE, replace(result, headline=better))


def test_certify_refuses_a_missing_proof_of_the_weakest_side():
    instance, result = solved()

    with pytest.raises(NotOptimal, match="stronger weakest side"):
        certify(instance, BARE, replace(result, certificate=replace(result.certificate, next=None)))


def test_certify_refuses_whatever_is_not_best():
    chance = chance_of(8)
    refused = 0
    for _ in range(300):
        policy = random_policy(chance)
        instance = random_instance(chance, policy)
        result = pair(instance, policy)
        for dropped in result.pairs:
            less = with_pairs(result, [match for match in result.pairs if match is not dropped])
            with pytest.raises(NotOptimal):
                certify(instance, policy, less)
            refused += 1
    assert refused > 100


def corrupt(monkeypatch, where, blocked):
    """One bit of the mask is wrong: only these pairs (positions) count as blocked."""

    def wrong(instance, policy):
        return encode(instance, policy)._replace(marks=marks_of([(), blocked, (), ()], len(instance.newcomers)))

    monkeypatch.setattr(import_module(f"pairing.engine.{where}"), "encode", wrong)


def test_certify_sees_that_the_solver_missed_an_admissible_pair(monkeypatch):
    instance, _ = solved()
    with monkeypatch.context() as broken:
        corrupt(broken, "problem", [(0, 0)])
        result = pair(instance, BARE)

    with pytest.raises(NotOptimal):
        certify(instance, BARE, result)


def test_certify_sees_that_the_solver_chose_a_forbidden_pair(monkeypatch):
    instance, _ = solved()
    instance = replace(instance, blocks=frozenset({(0, 100)}))
    with monkeypatch.context() as broken:
        corrupt(broken, "problem", [])
        result = pair(instance, BARE)

    with pytest.raises(NotOptimal, match="not admissible: newcomer 0, senior 100"):
        certify(instance, BARE, result)


def test_verify_sees_a_wrong_rule_that_certify_shares(monkeypatch):
    instance, _ = solved()
    instance = replace(instance, blocks=frozenset({(0, 100)}))
    corrupt(monkeypatch, "problem", [])
    corrupt(monkeypatch, "certify", [])
    result = pair(instance, BARE)
    certify(instance, BARE, result)

    with pytest.raises(Contradiction, match=r"\(0, 100\) is blocked"):
        verify(instance, BARE, result)


def test_verify_refuses_each_broken_rule():
    hours = {"hours": frozenset({1})}, {"hours": frozenset({2})}
    cases = [
        ({"reporting_line": True}, {"managers": (4, 9)}, {}),
        ({"reporting_line": True}, {}, {"managers": (1,)}),
        ({"same_team": True}, {"team": 1}, {"team": 1}),
        ({"grade_distance_min": 2}, {"grade": 1}, {"grade": 2}),
        ({"grade_distance_max": 0}, {"grade": 1}, {"grade": 2}),
        ({"department": "same"}, {"department": 1}, {"department": 2}),
        ({"department": "different"}, {"department": 1}, {"department": 1}),
        ({"location": "same"}, {"location": 1}, {"location": 2}),
        ({"location": "different"}, {"location": 1}, {"location": 1}),
        ({"common_language": True}, {"languages": frozenset({1})}, {"languages": frozenset({2})}),
        ({"overlap_minutes_min": 30}, *hours),
        ({"score_min": 1}, {}, {}),
    ]
    for rule, of_newcomer, of_senior in cases:
        instance = Instance([Person(1, {}, {}, **of_newcomer)], [Person(9, {}, {}, **of_senior)])
        strict = replace(BARE, **rule)
        result = pair(instance, BARE)

        assert pair(instance, strict).headline.placed == 0
        with pytest.raises(Contradiction):
            verify(instance, strict, result)


def test_verify_says_what_is_wrong():
    instance, result = solved()
    first, *rest = result.pairs
    more = replace(result.headline, total=result.headline.total + 1)
    wrongs = [
        (replace(instance, pins=frozenset({(0, 101)})), result, ["pin (0, 101) is missing"]),
        (
            replace(instance, seniors=[replace(p, capacity=int(p.id > 100)) for p in instance.seniors]),
            result,
            ["100 is in 1 pairs and has 0 places"],
        ),
        (
            instance,
            with_pairs(result, [replace(first, teaches={0: 1, 9: 2}), *rest]),
            ["(0, 100): what they can teach each other is told wrongly"],
        ),
        (
            instance,
            replace(with_pairs(result, [replace(first, score=first.score + 1), *rest]), headline=more),
            ["(0, 100): the parts do not add up to the score"],
        ),
        (
            instance,
            with_pairs(result, [replace(first, parts={"grade": first.score}), *rest]),
            ["(0, 100): the parts of the score are told wrongly"],
        ),
        (
            instance,
            with_pairs(result, [replace(first, senior=999), *rest]),
            ["(0, 999) is not between people of this round"],
        ),
        (instance, with_pairs(result, [*rest, first]), ["the pairs are not sorted or not distinct"]),
        (instance, replace(result, headline=more), ["the headline is not what the pairs add up to"]),
        (instance, replace(result, unpaired=()), ["the list of unpaired people is not who is left"]),
    ]
    for input_, output, problems in wrongs:
        with pytest.raises(Contradiction) as refused:
            verify(input_, BARE, output)
        assert refused.value.problems == problems


def test_the_oracle_scores_as_the_engine_does():
    chance = chance_of(11)
    policy = random_policy(chance)
    instance = random_instance(chance, policy, top=4)
    result = pair(instance, policy)
    people = {person.id: person for person in (*instance.newcomers, *instance.seniors)}

    assert reached(instance, result.headline, result.pairs) == best(instance, policy)
    for match in result.pairs:
        a, b = people[match.newcomer], people[match.senior]
        assert (match.score, sum(match.teaches.values())) == (score(a, b, policy), teach(a, b))


def test_sums_beyond_64_bits_are_exact():
    values = np.full(1000, 2**59 + 3, dtype=np.int64)

    assert _sum(values) == 1000 * (2**59 + 3)
