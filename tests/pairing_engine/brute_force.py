"""An oracle that tries everything, written from the words of the order of better and from nothing else."""

from __future__ import annotations

from itertools import combinations
from random import Random

from pairing.engine import Instance, Person, Policy

Key = tuple[int, int, int, int, int, int]


def chance_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance for tests


def teach(teacher: Person, learner: Person) -> int:
    return sum(min(level, learner.gaps[skill]) for skill, level in teacher.offers.items() if skill in learner.gaps)


def score(a: Person, b: Person, policy: Policy) -> int:
    up, down = teach(a, b), teach(b, a)
    total = policy.weight_sum * (up + down) + policy.weight_weak * min(up, down)
    total += policy.weight_interest * min(policy.interest_most, len(a.interests & b.interests))
    if a.grade is not None and b.grade is not None:
        total += policy.weight_grade * min(policy.grade_most, max(0, b.grade - a.grade))
    if a.department is not None and b.department is not None and a.department != b.department:
        total += policy.weight_department
    steps = 30 * len(a.hours & b.hours) // policy.hours_step_minutes
    return total + policy.weight_hours * min(policy.hours_most, steps)


def allowed(a: Person, b: Person, policy: Policy) -> bool:
    def differ(name: str) -> bool | None:
        one, other = getattr(a, name), getattr(b, name)
        return None if one is None or other is None else one != other

    distance = None if a.grade is None or b.grade is None else b.grade - a.grade
    low, high = policy.grade_distance_min, policy.grade_distance_max
    shared = 30 * len(a.hours & b.hours)
    return not any(
        (
            policy.reporting_line and (a.id in b.managers or b.id in a.managers),
            policy.same_team and differ("team") is False,
            distance is not None and low is not None and distance < low,
            distance is not None and high is not None and distance > high,
            policy.department == "same" and differ("department"),
            policy.department == "different" and differ("department") is False,
            policy.location == "same" and differ("location"),
            policy.location == "different" and differ("location") is False,
            policy.common_language and a.languages and b.languages and not a.languages & b.languages,
            a.hours and b.hours and shared < policy.overlap_minutes_min,
        )
    )


def best(instance: Instance, policy: Policy) -> Key:
    """The best (newcomers placed, pairs, two-way, weakest, total, preferred) of all pairings there are."""
    seniors = list(instance.seniors)
    left = [b.capacity for b in seniors]
    found: list[Key] = []

    def options(a: Person) -> list[tuple[int, ...]]:
        pinned = {j for j, b in enumerate(seniors) if (a.id, b.id) in instance.pins}
        free = [
            j
            for j, b in enumerate(seniors)
            if j not in pinned
            and (a.id, b.id) not in instance.blocks
            and allowed(a, b, policy)
            and score(a, b, policy) >= policy.score_min
        ]
        some = range(a.capacity - len(pinned) + 1)
        return [(*sorted(pinned), *chosen) for size in some for chosen in combinations(free, size)]

    choices = [options(a) for a in instance.newcomers]
    worth = {
        (i, j): (
            min(teach(a, b), teach(b, a)),
            score(a, b, policy),
            (a.id, b.id) in instance.prefer,
            (a.id, b.id) in instance.pins,
        )
        for i, a in enumerate(instance.newcomers)
        for j, b in enumerate(seniors)
    }

    def walk(i: int, key: Key) -> None:
        if i == len(choices):
            found.append(key if key[3] < 10**6 else (*key[:3], 0, *key[4:]))
            return
        for chosen in choices[i]:
            if all(left[j] for j in chosen):
                covered, pairs, two, weakest, total, kept = key
                covered += bool(chosen)
                for j in chosen:
                    weak, points, preferred, pinned = worth[i, j]
                    left[j] -= 1
                    pairs, two, total = pairs + 1, two + (weak > 0), total + points
                    kept += preferred and not pinned
                    if weak > 0 and not pinned:
                        weakest = min(weakest, weak)
                walk(i + 1, (covered, pairs, two, weakest, total, kept))
                for j in chosen:
                    left[j] += 1

    walk(0, (0, 0, 0, 10**6, 0, 0))
    return max(found)


def reached(instance: Instance, headline, pairs) -> Key:
    chosen = {(match.newcomer, match.senior) for match in pairs}
    covered = len({newcomer for newcomer, _ in chosen})
    kept = len((chosen & instance.prefer) - instance.pins)
    return covered, headline.placed, headline.two_way, headline.weakest, headline.total, kept


def random_people(chance: Random, n: int, m: int, *, capacity: int, skills: int = 5, rich: bool = True):
    """N newcomers and m seniors with shuffled ids; rich fills the fields that rules read."""
    ids = chance.sample(range(1000), n + m)
    parents: dict[int, tuple[int, ...]] = {}
    for at, who in enumerate(ids):
        boss = chance.choice([None, *ids[:at], 10_000])
        parents[who] = () if boss is None else (boss, *parents.get(boss, ()))
    shuffled = chance.sample(ids, n + m)
    dense = chance.choice([0.3, 0.5, 0.8])

    def person(who: int) -> Person:
        def maybe(top: int) -> int | None:
            return chance.choice([None, *range(top)])

        def levels() -> dict[int, int]:
            return {skill: chance.randint(1, 3) for skill in range(skills) if chance.random() < dense}

        def some(top: int) -> frozenset[int]:
            return frozenset(v for v in range(top) if chance.random() < 0.5)

        extra = (
            {
                "interests": some(3),
                "grade": maybe(5),
                "team": maybe(4),
                "department": maybe(3),
                "location": maybe(3),
                "managers": parents[who],
                "languages": some(2),
                "hours": some(5),
            }
            if rich
            else {}
        )
        places = chance.choice([1, 1, 1, *range(capacity + 1)])
        return Person(who, levels(), levels(), capacity=places, **extra)

    return [person(who) for who in shuffled[:n]], [person(who) for who in shuffled[n:]]


def random_policy(chance: Random) -> Policy:
    if chance.random() < 0.4:
        return Policy.only_skills()
    return Policy(
        reporting_line=chance.random() < 0.5,
        same_team=chance.random() < 0.3,
        grade_distance_min=chance.choice([None, None, -1, 0]),
        grade_distance_max=chance.choice([None, None, 2]),
        department=chance.choice(["off"] * 4 + ["same", "different"]),
        location=chance.choice(["off"] * 4 + ["same", "different"]),
        common_language=chance.random() < 0.3,
        overlap_minutes_min=chance.choice([0, 0, 30, 60]),
        score_min=chance.choice([0] * 6 + [4, 10]),
        weight_sum=chance.randint(0, 3),
        weight_weak=chance.randint(0, 6),
        weight_interest=chance.randint(0, 2),
        weight_hours=chance.randint(0, 1),
        hours_step_minutes=30,
    )


def random_instance(chance: Random, policy: Policy, *, top: int = 4, capacity: int = 2) -> Instance:
    """Blocks, preferred pairs and pins that keep every rule are drawn as well."""
    sizes = [0, 1, *(size for size in range(2, top + 1) for _ in range(4))]
    newcomers, seniors = random_people(chance, chance.choice(sizes), chance.choice(sizes), capacity=capacity)
    every = [(a.id, b.id) for a in newcomers for b in seniors]
    blocks = frozenset(pair for pair in every if chance.random() < 0.1)
    prefer = frozenset(pair for pair in every if chance.random() < 0.3)
    room = {person.id: person.capacity for person in (*newcomers, *seniors)}
    pins = set()
    for a in newcomers:
        for b in seniors:
            fits = room[a.id] and room[b.id] and (a.id, b.id) not in blocks and allowed(a, b, policy)
            if fits and chance.random() < 0.08:
                pins.add((a.id, b.id))
                room[a.id] -= 1
                room[b.id] -= 1
    return Instance(newcomers, seniors, frozenset(pins), blocks, prefer)
