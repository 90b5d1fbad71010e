"""Measures the pairing engine next to what others would use: python -m bench.engine [--data FOLDER] [--runs 3].

Each row asserts that both sides reached the same optimum before it prints a ratio; runs are interleaved and medians
told. munkres and scipy are no dependencies of the product: where one is missing, its rows are left out, saying so.
"""

from __future__ import annotations

import argparse
import csv
import resource
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from pairing.engine import Instance, Person, Policy, Result, certify, pair

GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
FORBIDDEN = 10**6
BARE = Policy.only_skills()


def synthetic(n: int, m: int, most_places: int) -> Instance:
    """Invented people, 4–12 of 150 skills each, half offered and half wanted; seniors with 1..most_places places."""
    chance = Random(n)  # noqa: S311 - an invented sample

    def person(who: int, places: int) -> Person:
        skills = chance.sample(range(150), chance.randint(4, 12))
        half = len(skills) // 2
        offers = {skill: chance.randint(1, 3) for skill in skills[:half]}
        gaps = {skill: chance.randint(1, 3) for skill in skills[half:]}
        return Person(who, offers, gaps, capacity=places)

    newcomers = [person(who, 1) for who in range(n)]
    return Instance(newcomers, [person(n + who, chance.randint(1, most_places)) for who in range(m)])


def civil_service(data: Path) -> tuple[Instance, Policy]:
    """A peer's own sample of 500 + 500 under its rules: another organisation, one or two grades above."""
    number: dict[str, int] = {}

    def side(name: str, first_id: int) -> list[Person]:
        path = data / "mentor_match_uk_civil_service" / "large" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            return [
                Person(
                    first_id + at,
                    {},
                    {},
                    grade=GRADES.index(row["grade"]),
                    department=number.setdefault(row["organisation"], len(number)),
                )
                for at, row in enumerate(csv.DictReader(lines))
            ]

    instance = Instance(side("mentees", 0), side("mentors", 1000))
    return instance, Policy(grade_distance_min=1, grade_distance_max=2, department="different")


def by_munkres(instance: Instance, policy: Policy) -> tuple[int, int]:
    """(placed, total) of munkres on the same scores; a forbidden pair costs more than all scores together."""
    from munkres import Munkres  # noqa: PLC0415 - optional

    def cost(a: Person, b: Person) -> int:
        distance = b.grade - a.grade
        if a.department == b.department or not policy.grade_distance_min <= distance <= policy.grade_distance_max:
            return FORBIDDEN
        bonus = policy.weight_grade * min(policy.grade_most, max(0, distance)) + policy.weight_department
        return -bonus

    matrix = [[cost(a, b) for b in instance.seniors] for a in instance.newcomers]
    chosen = [matrix[i][j] for i, j in Munkres().compute([list(row) for row in matrix])]
    placed = [value for value in chosen if value < FORBIDDEN]
    return len(placed), -sum(placed)


def by_scipy(instance: Instance) -> tuple[int, int, int]:
    """(placed, two-way, total) of sparse scoring, a dense cost matrix and linear_sum_assignment."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - optional
    from scipy.sparse import csr_array  # noqa: PLC0415 - optional

    def steps(rows: list[dict[int, int]]) -> Any:
        at = [(i, 3 * skill + s) for i, row in enumerate(rows) for skill, level in row.items() for s in range(level)]
        return csr_array((np.ones(len(at), dtype=np.int64), tuple(zip(*at, strict=True))), shape=(len(rows), 450))

    newcomers, seniors = instance.newcomers, instance.seniors
    up = (steps([p.offers for p in newcomers]) @ steps([p.gaps for p in seniors]).T).toarray()
    down = (steps([p.gaps for p in newcomers]) @ steps([p.offers for p in seniors]).T).toarray()
    score, two_way = up + down, np.minimum(up, down) > 0
    worth = score + two_way * (len(newcomers) * int(score.max()) + 1)
    places = np.repeat(np.arange(len(seniors)), [p.capacity for p in seniors])
    rows, columns = linear_sum_assignment(worth[:, places], maximize=True)
    seats = places[columns]
    return len(rows), int(two_way[rows, seats].sum()), int(score[rows, seats].sum())


def certified(instance: Instance, policy: Policy) -> Result:
    """The pairing and its proof checked, as every round does."""
    result = pair(instance, policy)
    certify(instance, policy, result)
    return result


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """(seconds, what it returned)."""
    start = time.perf_counter()
    outcome = work()
    return time.perf_counter() - start, outcome


def row(
    name: str, runs: int, ours: Callable[[], Any], theirs: Callable[[], Any], same: Callable[[Any, Any], bool]
) -> None:
    """Interleaved runs of both; prints medians and their ratio once the optima agree."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        took, mine = timed(ours)
        seconds[0].append(took)
        took, other = timed(theirs)
        seconds[1].append(took)
        if not same(mine, other):
            raise SystemExit(f"{name}: the optima differ: {mine.headline} and {other}")
    mine_s, other_s = (statistics.median(each) for each in seconds)
    print(f"{name:44} {mine_s:8.3f} s {other_s:8.3f} s   ratio {other_s / mine_s:8.2f}")


def main() -> None:
    """Prints one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    print(f"{'instance':44} {'engine':>10} {'other':>10}")
    if find_spec("scipy"):
        for n, m, most in ((500, 250, 3), (1000, 500, 3), (500, 500, 1), (1000, 1000, 1)):
            instance = synthetic(n, m, most)
            row(
                f"{n} × {m}, {'one place each' if most == 1 else f'1–{most} places'}, against scipy",
                asked.runs,
                lambda instance=instance: certified(instance, BARE),
                lambda instance=instance: by_scipy(instance),
                lambda mine, other: (
                    (mine.headline.placed, mine.headline.two_way, mine.headline.total + mine.cost_of_fairness) == other
                ),
            )
    else:
        print("scipy is not installed: its rows are left out")
    if find_spec("munkres") and asked.data.exists():
        instance, policy = civil_service(asked.data)
        row(
            "civil service 500 × 500, against munkres",
            1,
            lambda: certified(instance, policy),
            lambda: by_munkres(instance, policy),
            lambda mine, other: (mine.headline.placed, mine.headline.total) == other,
        )
    else:
        print("munkres or the civil service sample is absent: its row is left out")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
