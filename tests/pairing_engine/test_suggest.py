"""A suggested change places the person, and nothing smaller of its kind does."""

from dataclasses import replace

import pytest

from pairing.engine import Instance, Person, Policy, pair, suggest
from tests.pairing_engine.brute_force import chance_of, random_instance, random_policy

BARE = Policy.only_skills()


def test_suggest_one_more_place_with_the_senior_who_fits_best():
    newcomers = [Person(1, {1: 3}, {2: 3}), Person(2, {1: 1}, {2: 1})]
    instance = Instance(newcomers, [Person(9, {2: 3}, {1: 3})])
    result = pair(instance, BARE)

    suggestion = suggest(instance, BARE, result, 2)

    assert (suggestion.change, suggestion.partner, suggestion.headline.placed) == ("place", 9, 2)


def test_suggest_the_nearest_threshold():
    policy = replace(BARE, grade_distance_max=2)
    seniors = [Person(8, {}, {}, grade=5), Person(9, {}, {}, grade=7)]
    instance = Instance([Person(1, {}, {}, grade=1)], seniors)
    result = pair(instance, policy)

    suggestion = suggest(instance, policy, result, 1)

    assert (suggestion.change, suggestion.value, suggestion.opens) == ("grade_distance_max", 4, 1)


def test_suggest_lifting_the_rule_that_opens_fewest_pairs():
    policy = replace(BARE, same_team=True, location="same")
    newcomers = [Person(1, {}, {}, team=1, location=1), Person(2, {}, {}, team=2, location=3, capacity=0)]
    seniors = [Person(8, {}, {}, team=1, location=1), Person(9, {}, {}, team=2, location=2)]
    instance = Instance(newcomers, seniors)

    suggestion = suggest(instance, policy, pair(instance, policy), 1)

    assert (suggestion.change, suggestion.value, suggestion.opens) == ("same_team", False, 1)


def test_suggest_nothing_where_only_a_block_stands_between():
    instance = Instance([Person(1, {}, {})], [Person(9, {}, {})], blocks=frozenset({(1, 9)}))

    assert suggest(instance, BARE, pair(instance, BARE), 1) is None


def test_suggest_refuses_who_does_not_wait():
    instance = Instance([Person(1, {}, {})], [Person(9, {}, {})])

    with pytest.raises(ValueError, match="1 does not wait"):
        suggest(instance, BARE, pair(instance, BARE), 1)


def changed(instance, policy, suggestion):
    if suggestion.change != "place":
        return instance, replace(policy, **{suggestion.change: suggestion.value})

    def more(people):
        return [replace(p, capacity=p.capacity + (p.id == suggestion.partner)) for p in people]

    return replace(instance, newcomers=more(instance.newcomers), seniors=more(instance.seniors)), policy


def test_suggest_holds_when_the_change_is_made():
    chance = chance_of(3)
    held = 0
    for _ in range(150):
        policy = random_policy(chance)
        instance = random_instance(chance, policy)
        result = pair(instance, policy)
        kept = replace(instance, prefer=frozenset((match.newcomer, match.senior) for match in result.pairs))
        for waiting in result.unpaired:
            suggestion = suggest(instance, policy, result, waiting.person)
            if suggestion is None:
                continue

            after = pair(*changed(kept, policy, suggestion))

            assert waiting.person not in {each.person for each in after.unpaired}
            assert after.headline == suggestion.headline
            assert after.headline.placed >= result.headline.placed
            held += 1
    assert held > 50
