"""Are the rules kept? Read from the person records pair by pair in plain Python, sharing no code with the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pairing.engine.nouns import Contradiction, Headline, Instance, Match, Person, Result
from pairing.engine.policy import Policy


def verify(instance: Instance, policy: Policy, result: Result) -> None:
    """Raises Contradiction with everything wrong: rules, capacities, pins, blocks, reasons, counts. Else None."""
    problems = list(_problems(instance, policy, result))
    if problems:
        raise Contradiction(problems)


def _problems(instance: Instance, policy: Policy, result: Result) -> Iterator[str]:
    newcomers = {person.id: person for person in instance.newcomers}
    seniors = {person.id: person for person in instance.seniors}
    pairs = [(match.newcomer, match.senior) for match in result.pairs]
    strangers = [pair for pair in pairs if pair[0] not in newcomers or pair[1] not in seniors]
    if strangers:
        yield from (f"{pair} is not between people of this round" for pair in strangers)
        return
    if pairs != sorted(set(pairs)):
        yield "the pairs are not sorted or not distinct"
    yield from (f"pin {pin} is missing" for pin in sorted(instance.pins - set(pairs)))
    yield from (f"{pair} is blocked" for pair in pairs if pair in instance.blocks)
    yield from _over_capacity(newcomers, Counter(newcomer for newcomer, _ in pairs))
    yield from _over_capacity(seniors, Counter(senior for _, senior in pairs))
    for match in result.pairs:
        pair = match.newcomer, match.senior
        one, other = newcomers[match.newcomer], seniors[match.senior]
        yield from (f"{pair} breaks the rule {rule}" for rule in rules_broken(one, other, policy))
        yield from (f"{pair}: {wrong}" for wrong in _misjudged(match, one, other, policy))
        if match.score < policy.score_min and pair not in instance.pins:
            yield f"{pair}: the score is under the minimum"
    if result.headline != _headline(instance, result):
        yield "the headline is not what the pairs add up to"
    paired = {who for pair in pairs for who in pair}
    waiting = {(who, "newcomer") for who, person in newcomers.items() if person.capacity and who not in paired}
    waiting |= {(who, "senior") for who, person in seniors.items() if person.capacity and who not in paired}
    if sorted((each.person, each.side) for each in result.unpaired) != sorted(waiting):
        yield "the list of unpaired people is not who is left"


def _over_capacity(people: Mapping[int, Person], taken: Counter[int]) -> Iterator[str]:
    for who, times in sorted(taken.items()):
        if times > people[who].capacity:
            yield f"{who} is in {times} pairs and has {people[who].capacity} places"


def rules_broken(newcomer: Person, senior: Person, policy: Policy) -> Iterator[str]:
    """Yield the name, as in `rules.RULES`, of each hard rule that this pair breaks; blocks and capacities apart."""
    if policy.reporting_line and (newcomer.id in senior.managers or senior.id in newcomer.managers):
        yield "reporting_line"
    if policy.same_team and newcomer.team is not None and newcomer.team == senior.team:
        yield "same_team"
    if newcomer.grade is not None and senior.grade is not None:
        distance = senior.grade - newcomer.grade
        too_near = policy.grade_distance_min is not None and distance < policy.grade_distance_min
        if too_near or (policy.grade_distance_max is not None and distance > policy.grade_distance_max):
            yield "grade_distance"
    for name, one, other, wanted in (
        ("department", newcomer.department, senior.department, policy.department),
        ("location", newcomer.location, senior.location, policy.location),
    ):
        if one is not None and other is not None and wanted != "off" and (one == other) != (wanted == "same"):
            yield name
    strange = newcomer.languages and senior.languages and newcomer.languages.isdisjoint(senior.languages)
    if policy.common_language and strange:
        yield "common_language"
    if newcomer.hours and senior.hours and 30 * len(newcomer.hours & senior.hours) < policy.overlap_minutes_min:
        yield "overlap_minutes"


def _misjudged(match: Match, newcomer: Person, senior: Person, policy: Policy) -> Iterator[str]:
    teaches = {s: min(newcomer.offers[s], senior.gaps[s]) for s in newcomer.offers if s in senior.gaps}
    learns = {s: min(senior.offers[s], newcomer.gaps[s]) for s in senior.offers if s in newcomer.gaps}
    if match.teaches != teaches or match.learns != learns:
        yield "what they can teach each other is told wrongly"
    up, down = sum(teaches.values()), sum(learns.values())
    expected = {
        "newcomer_teaches": policy.weight_sum * up,
        "senior_teaches": policy.weight_sum * down,
        "weaker_side": policy.weight_weak * min(up, down),
        "interests": policy.weight_interest * min(policy.interest_most, len(newcomer.interests & senior.interests)),
        "grade": 0,
        "department": 0,
        "hours": 0,
    }
    if newcomer.grade is not None and senior.grade is not None:
        steps = min(policy.grade_most, max(0, senior.grade - newcomer.grade))
        expected["grade"] = policy.weight_grade * steps
    if newcomer.department is not None and senior.department is not None:
        expected["department"] = policy.weight_department * (newcomer.department != senior.department)
    minutes = 30 * len(newcomer.hours & senior.hours)
    expected["hours"] = policy.weight_hours * min(policy.hours_most, minutes // policy.hours_step_minutes)
    told = {name: part for name, part in match.parts.items() if part}
    if told != {name: part for name, part in expected.items() if part}:
        yield "the parts of the score are told wrongly"
    if match.score != sum(match.parts.values()):
        yield "the parts do not add up to the score"


def _headline(instance: Instance, result: Result) -> Headline:
    weaker = [(min(sum(m.teaches.values()), sum(m.learns.values())), (m.newcomer, m.senior)) for m in result.pairs]
    return Headline(
        placed=len(result.pairs),
        two_way=sum(weak > 0 for weak, _ in weaker),
        weakest=min((weak for weak, pair in weaker if weak > 0 and pair not in instance.pins), default=0),
        total=sum(match.score for match in result.pairs),
    )
