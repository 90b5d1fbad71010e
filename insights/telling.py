"""Makes figures out of facts: over everybody and over the groups that may be told of."""

from collections.abc import Callable, Hashable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings

from insights.data.breakdowns import WAYS
from insights.data.definitions import RADAR, Block, Breakdown, Cell, Definition, hidden
from insights.disclosure import of_at_least, step_of_scale, step_of_share
from insights.facts import Cohort, Facts, Radar
from insights.suppression import Groups, Limits, People, kept, to_drop

Step = Callable[[Fraction], int]
# What was kept for the same people of the same pairs, so that it is audited once.
Known = MutableMapping[Hashable, dict[str, Groups]]

TOO_SMALL = "With so few people only figures over everybody are told."
TOGETHER = "Hidden, because its groups are too small, or would tell of too few people together with other figures."


@dataclass(frozen=True)
class Told:
    """A figure, and the sums that it publishes."""

    block: Block
    everybody: People
    groups: dict[str, Groups]
    pair_of: dict[int, int]


def limits_now() -> Limits:
    """Return the smallest groups under the settings in force."""
    return Limits(settings.SMALLEST_GROUP, settings.FEWEST_PAIRS)


def told(definition: Definition, facts: Facts, cohort: Cohort, known: Known) -> Told | None:
    """Return a figure with its cells; None where too few people or pairs have said anything."""
    people, limits = facts.people, limits_now()
    if not limits.hold(people, facts.pair_of):
        return None
    whom = (people, frozenset(facts.pair_of.items()))
    if whom not in known:
        known[whom] = kept(people, cohort.ways(people), facts.pair_of, limits)
    groups = known[whom]
    why = TOGETHER if limits.may_be_divided(people) else TOO_SMALL
    by = [_breakdown(definition, key, groups[key], facts, why) for key in cohort.groups]
    overall = definition.told(_step(definition, facts.mean(people)), of=of_at_least(people))
    return Told(definition.block(overall, by), people, groups, facts.pair_of)


def _breakdown(definition: Definition, key: str, groups: Groups, facts: Facts, why: str) -> Breakdown:
    cells = [
        definition.told(_step(definition, facts.mean(people)), of=of_at_least(people), label=label)
        for label, people in groups
    ]
    return {"key": key, "title": WAYS[key], "cells": cells or [hidden(why)]}


def _step(definition: Definition, mean: float) -> int:
    """Return the step of a mean; rounded first, so that the order of adding up decides nothing."""
    exact = Fraction(round(mean * 10**9), 10**9)
    if definition.is_share:
        return step_of_share(exact)
    return step_of_scale(exact, steps=len(definition.steps))


def told_by_choice(definition: Definition, facts: Facts, taken: Mapping[str, People]) -> Told | None:
    """Return how many people took each choice (by its label); None where too few have answered at all."""
    people, limits = facts.people, limits_now()
    if not limits.hold(people, facts.pair_of):
        return None
    of = of_at_least(people)
    cells = [
        definition.told(step_of_share(Fraction(len(those), len(people))), of=of, label=label)
        for label, those in taken.items()
    ]
    by: list[Breakdown] = [{"key": "choice", "title": "Choice", "cells": cells}]
    return Told(definition.block(hidden("Told by choice only."), by), people, {}, facts.pair_of)


def told_radar(seen: Radar) -> Told | None:
    """Return the radar over kinds of skill that enough people lack and enough people offer; None where none is."""
    people, limits = frozenset(seen.pair_of), limits_now()
    if not limits.hold(people, seen.pair_of):
        return None
    kinds = [
        kind
        for kind in sorted(seen.lacking.keys() & seen.offering.keys())
        if limits.hold(seen.lacking[kind], seen.pair_of) and limits.hold(seen.offering[kind], seen.pair_of)
    ]
    if not kinds:
        return None

    def cells(of: dict[str, People]) -> list[Cell]:
        shares = {kind: Fraction(len(of[kind]), len(people)) for kind in kinds}
        return [RADAR.told(step_of_share(shares[kind]), of=of_at_least(people), label=kind) for kind in kinds]

    block = radar_block("Told by kind of skill only.", learn=cells(seen.lacking), offer=cells(seen.offering))
    return Told(block, people, {}, seen.pair_of)


def radar_block(why: str, *, learn: list[Cell], offer: list[Cell]) -> Block:
    """Return the radar with the cells of both sides; `why` nothing is told over everybody."""
    by: list[Breakdown] = [
        {"key": "learn", "title": "Would like to learn", "cells": learn},
        {"key": "offer", "title": "Could show others", "cells": offer},
    ]
    return RADAR.block(hidden(why), by)


def exposed(figures: Sequence[Told]) -> tuple[str, str] | None:
    """Return the title of a figure that must not be published and of the breakdown to take out; None where none is.

    The proof before publishing, over exactly what stands in the figures.
    """
    proved: dict[Hashable, str | None] = {}
    for figure in figures:
        whom = (figure.everybody, tuple(figure.groups.items()), frozenset(figure.pair_of.items()))
        if whom not in proved:
            proved[whom] = to_drop(figure.everybody, figure.groups, figure.pair_of, limits_now())
        key = proved[whom]
        if key is not None:
            return figure.block["title"], WAYS.get(key, key)
    return None
