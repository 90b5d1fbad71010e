"""The pairing engine: people and rules in, proven pairs out. Pure: no database, no clock, no chance.

    result = pair(Instance(newcomers, seniors), Policy())
    verify(instance, policy, result)     # every rule kept, from the records alone
    certify(instance, policy, result)    # no better pairing exists under these rules

The strict order of what is better stands in `solve`, the meaning of every number in `nouns` and `policy`.
"""

from pairing.engine.certify import certify
from pairing.engine.nouns import (
    ENGINE_VERSION,
    Contradiction,
    Headline,
    Instance,
    Match,
    NotOptimal,
    Person,
    Result,
    Suggestion,
    Unpaired,
)
from pairing.engine.policy import Policy
from pairing.engine.ready import is_ready
from pairing.engine.solve import pair
from pairing.engine.suggest import suggest
from pairing.engine.verify import rules_broken, verify

__all__ = [
    "ENGINE_VERSION",
    "Contradiction",
    "Headline",
    "Instance",
    "Match",
    "NotOptimal",
    "Person",
    "Policy",
    "Result",
    "Suggestion",
    "Unpaired",
    "certify",
    "is_ready",
    "pair",
    "rules_broken",
    "suggest",
    "verify",
]
