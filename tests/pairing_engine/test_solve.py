"""The strict order of better, against an oracle that tries everything."""

from random import Random

import pytest

from pairing.engine import certify, pair, verify
from tests.pairing_engine.brute_force import best, random_instance, random_policy, reached


@pytest.mark.parametrize("seed", range(8))
def test_pair_equals_brute_force(seed):
    chance = Random(seed)
    for _ in range(400):
        policy = random_policy(chance)
        instance = random_instance(chance, policy)

        result = pair(instance, policy)

        assert reached(instance, result.headline, result.pairs) == best(instance, policy)
        verify(instance, policy, result)
        certify(instance, policy, result)
