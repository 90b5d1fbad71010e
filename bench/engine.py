"""Measures the pairing engine next to what others would use: python -m bench.engine [--data FOLDER] [--runs 3].

Each row asserts that both sides reached the same optimum before it prints a ratio; runs are interleaved and medians
told, in seconds of the processor, since machines are shared; no side uses more than one core.
munkres and scipy are no dependencies of the product: where one is missing, its rows are left out, saying so.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from pairing.engine import Instance, Person, Policy, Result, certify, pair
from pairing.engine.problem import prepare
from pairing.engine.solve import decide

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
    """A peer's own sample of 500 + 500 under its rules: another organisation, one or two grades above.

    Its scores are 9 or 12 for one or two grades (here 3 or 6: the same for everybody less), 10 for the same profession
    (an interest) and 6 for a characteristic that the mentee asks for (a gap) and the mentor has (an offer).
    """
    folder = data / "mentor_match_uk_civil_service" / "large"
    number: dict[str, int] = {}

    def coded(words: str) -> list[int]:
        return [number.setdefault(word, len(number)) for word in words.split(", ") if word]

    def side(name: str, first_id: int) -> list[Person]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return [
                Person(
                    first_id + at,
                    dict.fromkeys(coded(row.get("characteristics", "")), 1),
                    dict.fromkeys(coded(row.get("identity to match", "")), 1),
                    interests=frozenset(coded(row["profession"])),
                    grade=GRADES.index(row["grade"]),
                    department=coded(row["organisation"])[0],
                )
                for at, row in enumerate(csv.DictReader(lines))
            ]

    policy = Policy(
        grade_distance_min=1,
        grade_distance_max=2,
        department="different",
        weight_sum=6,
        weight_weak=0,
        weight_interest=10,
        weight_grade=3,
        weight_department=0,
        weight_hours=0,
    )
    return Instance(side("mentees", 0), side("mentors", 1000)), policy


def costs(instance: Instance) -> list[list[int]]:
    """The peer's scores as costs; a forbidden pair costs more than all scores together."""

    def cost(a: Person, b: Person) -> int:
        distance = b.grade - a.grade
        if a.department == b.department or not 1 <= distance <= 2:
            return FORBIDDEN
        return -3 * distance - 10 * len(a.interests & b.interests) - 6 * len(a.gaps.keys() & b.offers.keys())

    return [[cost(a, b) for b in instance.seniors] for a in instance.newcomers]


def by_munkres(matrix: list[list[int]]) -> tuple[int, int]:
    """(placed, total) of munkres on costs that stand ready."""
    from munkres import Munkres  # noqa: PLC0415 - optional

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
    """(seconds of the processor, what it returned)."""
    start = time.process_time()
    outcome = work()
    return time.process_time() - start, outcome


def alone(job: str) -> tuple[float, float, Any]:
    """(seconds, MB at the peak beyond what the people themselves take, outcome) of a job in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (job,))


def _run(job: str) -> tuple[float, float, Any]:
    side, n, m, most = job.split()
    instance = synthetic(int(n), int(m), int(most))
    warm = synthetic(20, 10, 2)
    (by_scipy if side == "scipy" else lambda small: certified(small, BARE))(warm)
    before = peak()
    took, outcome = timed(lambda: by_scipy(instance) if side == "scipy" else reached(certified(instance, BARE)))
    return took, peak() - before, outcome


def peak() -> float:
    """MB this process has used at most; what getrusage says would begin with the parent's."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def reached(result: Result) -> tuple[int, int, int]:
    """(placed, two-way, total without regard to the weakest side), which scipy can be asked for as well."""
    return result.headline.placed, result.headline.two_way, result.headline.total + result.cost_of_fairness


def against_scipy(n: int, m: int, most: int, runs: int) -> None:
    """Interleaved runs, each in a process of its own; prints medians and ratios once the optima agree."""
    jobs = {side: f"{side} {n} {m} {most}" for side in ("engine", "scipy")}
    taken: dict[str, list[tuple[float, float, Any]]] = {side: [] for side in jobs}
    for _ in range(runs):
        for side, job in jobs.items():
            taken[side].append(alone(job))
    outcomes = {outcome for each in taken.values() for _, _, outcome in each}
    name = f"{n:,} × {m:,}, {'one place each' if most == 1 else f'1–{most} places'}"
    if len(outcomes) > 1:
        raise SystemExit(f"{name}: the optima differ: {outcomes}")
    ours, theirs = (
        [statistics.median(each[what] for each in taken[side]) for what in (0, 1)] for side in ("engine", "scipy")
    )
    seconds = f"{ours[0]:7.2f} s {theirs[0]:7.2f} s   ratio {theirs[0] / ours[0]:6.2f}"
    print(
        f"{name:36} {seconds}   {ours[1]:5.0f} MB {theirs[1]:5.0f} MB   ratio {theirs[1] / max(1, ours[1]):5.1f}",
        flush=True,
    )


def against_munkres(data: Path, runs: int) -> None:
    """The civil service, interleaved: munkres on ready costs, the engine's choice alone, and the whole engine."""
    instance, policy = civil_service(data)
    matrix, problem = costs(instance), prepare(instance, policy)
    certified(instance, policy)
    taken: list[tuple[float, float, float]] = []
    for _ in range(runs):
        slow, outcome = timed(lambda: by_munkres(matrix))
        choices = [timed(lambda: decide(problem, lambda *_: None))[0] for _ in range(15)]
        whole = [timed(lambda: certified(instance, policy)) for _ in range(15)]
        told = whole[0][1].headline
        if (told.placed, told.total) != outcome:
            raise SystemExit(f"the optima differ: {told} and {outcome}")
        taken.append((slow, statistics.median(choices), statistics.median(seconds for seconds, _ in whole)))
    slow, choice, ours = (statistics.median(column) for column in zip(*taken, strict=True))
    for name, seconds in (("the choice", choice), ("all of it", ours)):
        head = f"civil service 500 × 500, {name}"
        print(f"{head:36} {seconds:7.4f} s {slow:7.2f} s   ratio {slow / seconds:6.1f}   {outcome}", flush=True)


def with_progress(n: int, m: int, most: int) -> None:
    """The engine alone: seconds, memory of the process, the longest silence of its progress."""
    instance = synthetic(n, m, most)
    seen = [time.perf_counter()]
    result = pair(instance, BARE, lambda _stage, _done, _total: seen.append(time.perf_counter()))
    took = time.perf_counter() - seen[0]
    proof, _ = timed(lambda: certify(instance, BARE, result))
    silence = max(later - earlier for earlier, later in pairwise(seen))
    print(f"{n:,} × {m:,}: pair {took:.1f} s, certify {proof:.1f} s, {peak():.0f} MB, {result.headline}")
    print(f"longest silence of progress {silence:.1f} s")


def main() -> None:
    """Prints one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--largest", action="store_true", help="20,000 × 20,000 as well")
    asked = parser.parse_args()
    print(f"{'instance':36} {'engine':>9} {'other':>9}")
    if find_spec("munkres") and asked.data.exists():
        against_munkres(asked.data, asked.runs)
    else:
        print("munkres or the civil service sample is absent: its row is left out")
    if find_spec("scipy"):
        for n, m, most in ((500, 250, 3), (1000, 500, 3), (5000, 2500, 3), (5000, 5000, 1), (10000, 5000, 3)):
            against_scipy(n, m, most, asked.runs)
    else:
        print("scipy is not installed: its rows are left out")
    if asked.largest:
        with_progress(20_000, 20_000, 1)


if __name__ == "__main__":
    main()
