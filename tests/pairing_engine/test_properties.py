"""What must hold for any input."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.engine import Instance, pair
from tests.pairing_engine.brute_force import chance_of, random_instance, random_policy, reached

seeds = st.integers(0, 2**32)
often = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def drawn(seed, top=9):
    chance = chance_of(seed)
    policy = random_policy(chance)
    return chance, policy, random_instance(chance, policy, top=top, capacity=3)


def order(instance, result):
    return reached(instance, result.headline, result.pairs)[:5]


def pairs_of(result):
    return {(match.newcomer, match.senior) for match in result.pairs}


@often
@given(seeds)
def test_the_order_of_input_does_not_matter(seed):
    chance, policy, instance = drawn(seed)
    shuffled = [chance.sample(list(side), len(side)) for side in (instance.newcomers, instance.seniors)]

    result = pair(replace(instance, newcomers=shuffled[0], seniors=shuffled[1]), policy)

    assert result == pair(instance, policy)


@often
@given(seeds)
def test_a_block_never_improves(seed):
    chance, policy, instance = drawn(seed)
    result = pair(instance, policy)
    free = sorted(pairs_of(result) - instance.pins)
    if not free:
        return

    blocked = replace(instance, blocks=instance.blocks | {chance.choice(free)})

    assert order(blocked, pair(blocked, policy)) <= order(instance, result)


@often
@given(seeds)
def test_one_more_place_never_costs_one(seed):
    chance, policy, instance = drawn(seed)
    if not instance.seniors:
        return
    lucky = chance.choice(list(instance.seniors))
    roomier = replace(instance, seniors=[replace(p, capacity=p.capacity + (p is lucky)) for p in instance.seniors])

    assert order(roomier, pair(roomier, policy)) >= order(instance, pair(instance, policy))


@often
@given(seeds)
def test_new_ids_leave_the_headline_and_rename_a_unique_optimum(seed):
    chance, policy, instance = drawn(seed, top=5)
    instance = replace(instance, prefer=frozenset())
    everybody = [person.id for person in (*instance.newcomers, *instance.seniors)]
    managers = {boss for person in (*instance.newcomers, *instance.seniors) for boss in person.managers}
    every_id = sorted({*everybody, *managers})
    new = dict(zip(every_id, chance.sample(range(5000, 9000), len(every_id)), strict=True))

    def people(side):
        return [replace(p, id=new[p.id], managers=tuple(new[boss] for boss in p.managers)) for p in side]

    def pairs(some):
        return frozenset((new[a], new[b]) for a, b in some)

    renamed = Instance(
        people(instance.newcomers), people(instance.seniors), pairs(instance.pins), pairs(instance.blocks)
    )
    before, after = pair(instance, policy), pair(renamed, policy)

    assert after.headline == before.headline
    others = (
        pair(replace(instance, blocks=instance.blocks | {one}), policy) for one in pairs_of(before) - instance.pins
    )
    if all(order(instance, other) < order(instance, before) for other in others):
        assert pairs_of(after) == pairs(pairs_of(before))


@often
@given(seeds)
def test_a_published_proposal_stays(seed):
    _, policy, instance = drawn(seed)
    published = pairs_of(pair(instance, policy))

    again = pair(replace(instance, prefer=frozenset(published)), policy)

    assert pairs_of(again) == published


@often
@given(seeds)
def test_pins_are_kept_and_nobody_is_over_capacity(seed):
    _, policy, instance = drawn(seed)

    pairs = pairs_of(pair(instance, policy))

    assert instance.pins <= pairs
    assert not instance.blocks & pairs
    for side, people in enumerate((instance.newcomers, instance.seniors)):
        assert all(sum(ends[side] == person.id for ends in pairs) <= person.capacity for person in people)


@often
@given(seeds)
def test_the_baselines_never_beat_the_pairing(seed):
    _, policy, instance = drawn(seed)

    result = pair(
        replace(instance, newcomers=[replace(p, capacity=1) for p in instance.newcomers], pins=frozenset()), policy
    )

    def told(headline):
        return headline.placed, headline.two_way, headline.weakest, headline.total

    assert all(told(other) <= told(result.headline) for other in result.compared.values())
