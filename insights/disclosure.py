"""When a figure may be told, and how coarsely. Pure: no rows, no clock.

Everything told of answers is one of a few steps in words, and each person counts once. A step at an end of its scale
always takes in more than the end itself, so that no step says that all answered alike. Why this is enough stands in
docs/decisions/0001-first-release.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterable
from fractions import Fraction
from math import floor

from django.conf import settings

# Counts are told by steps too: the largest that is reached.
_AT_LEAST = (1000, 500, 250, 100, 50, 25, 10)


def is_enough(people: Collection[Hashable], pairs: Collection[Hashable]) -> bool:
    """Whether a figure about these distinct people and pairs may be told."""
    return len(set(people)) >= settings.SMALLEST_GROUP and len(set(pairs)) >= settings.FEWEST_PAIRS


def of_at_least(people: Collection[Hashable]) -> str:
    """Return the denominator in words: a lower bound, never the count."""
    k = settings.SMALLEST_GROUP
    reached = next((bound for bound in _AT_LEAST if k <= bound <= len(set(people))), k)
    return f"at least {reached} people in at least {settings.FEWEST_PAIRS} pairs"


def mean_of_people(answers: Iterable[tuple[Hashable, Fraction]]) -> Fraction:
    """Return the mean over people of each person's mean, so that nobody counts more by answering more often."""
    by_person: dict[Hashable, list[Fraction]] = {}
    for person, value in answers:
        by_person.setdefault(person, []).append(value)
    means = [sum(values, Fraction()) / len(values) for values in by_person.values()]
    return sum(means, Fraction()) / len(means)


def step_of_scale(mean: Fraction, *, steps: int) -> int:
    """Return the step of a mean on a scale that begins at 1: [1, 2) is step 0, the last takes all above."""
    return min(steps - 1, max(0, floor(mean) - 1))


def step_of_share(share: Fraction) -> int:
    """Return one of seven steps of a share: to the nearest tenth, a quarter at each end being one step."""
    below, above = ([Fraction(twentieths, 20) for twentieths in range(*ends, 2)] for ends in ((5, 11), (11, 17)))
    return bisect_right(below, share) + bisect_left(above, share)


def step_of_progress(done: int, planned: int) -> int:
    """Return which quarter of what is planned has been reached, 0 to 3."""
    return min(3, 4 * done // planned)
