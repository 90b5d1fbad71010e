"""Attacks what is really stored: random cohorts, hierarchies and successive batches, against an independent solver.

The attacker knows who answered, everybody's groups and how groups are folded; only the answers are unknown.
"""

import random
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Answer
from feedback.queries import pair_hash, person_hash
from insights.data.breakdowns import WAYS
from insights.models import Release, Tally
from insights.queries import blocks_of
from insights.suppression import OTHER
from people.models import User
from programs.models import Participation
from tests.crowd import make_pairs
from tests.factories import NOW, later

PRIME = 2**31 - 1
FEWEST = 5


def nullspace(rows):
    """Return a basis of what is orthogonal to the rows, modulo the prime: a column for each unknown."""
    rows, width, pivots = [[value % PRIME for value in row] for row in rows], len(rows[0]), []
    for column in range(width):
        at = next((at for at in range(len(pivots), len(rows)) if rows[at][column]), None)
        if at is None:
            continue
        top = len(pivots)
        rows[top], rows[at] = rows[at], rows[top]
        inverse = pow(rows[top][column], PRIME - 2, PRIME)
        rows[top] = [value * inverse % PRIME for value in rows[top]]
        for other in range(len(rows)):
            if other != top and rows[other][column]:
                factor = rows[other][column]
                rows[other] = [(a - factor * b) % PRIME for a, b in zip(rows[other], rows[top], strict=True)]
        pivots.append(column)
    free = [column for column in range(width) if column not in pivots]
    basis = np.zeros((len(free), width), np.int64)
    for number, column in enumerate(free):
        basis[number, column] = 1
        for row, pivot in enumerate(pivots):
            basis[number, pivot] = -rows[row][column] % PRIME
    return basis


def determinants(matrices):
    """Return the determinant of each of many small square matrices modulo the prime, by the first row."""
    if matrices.shape[1] == 1:
        return matrices[:, 0, 0] % PRIME
    total = np.zeros(len(matrices), np.int64)
    for column in range(matrices.shape[1]):
        minor = np.delete(matrices[:, 1:], column, axis=2)
        part = matrices[:, 0, column] * determinants(minor) % PRIME
        total = (total + (part if column % 2 == 0 else PRIME - part)) % PRIME
    return total


def is_told(sums, people, few):
    """Whether a combination of the sums is about some of `few` alone; in fractions."""

    def rank(columns):
        rows, found = [[Fraction(person in cell) for person in columns] for cell in sums], 0
        for column in range(len(columns)):
            at = next((at for at in range(found, len(rows)) if rows[at][column]), None)
            if at is not None:
                rows[found], rows[at] = rows[at], rows[found]
                for other in range(found + 1, len(rows)):
                    factor = rows[other][column] / rows[found][column]
                    rows[other] = [a - factor * b for a, b in zip(rows[other], rows[found], strict=True)]
                found += 1
        return found

    return rank([person for person in people if person not in few]) < rank(people)


def told_of_few(sums):
    """Return some people, fewer than five, about whom the sums tell something; none if there are no such people.

    A combination is about a set of people exactly if their columns of the nullspace are dependent.
    """
    people = sorted(frozenset().union(*sums))
    basis = nullspace([[int(person in cell) for person in people] for cell in sums])
    draw = np.random.default_rng(1)
    for size in range(1, FEWEST):
        folded = sum(basis[at][:, None] * draw.integers(1, PRIME, size)[None, :] % PRIME for at in range(len(basis)))
        folded = folded % PRIME if len(basis) else np.zeros((len(people), size), np.int64)
        chosen = np.array(list(combinations(range(len(people)), size)))
        for at in np.flatnonzero(determinants(folded[chosen]) == 0):
            few = frozenset(people[one] for one in chosen[at])
            if is_told(sums, people, few):
                return few
    return frozenset()


def test_the_attacker_finds_what_there_is_to_find():
    everybody = frozenset(range(30))

    assert told_of_few([everybody, everybody - {3}]) == {3}
    assert told_of_few([frozenset(range(13)), frozenset([*range(3), *range(13, 23)]), frozenset(range(3, 23))])
    assert told_of_few([everybody, frozenset(range(10)), frozenset(range(10, 30))]) == frozenset()
    assert len(told_of_few([frozenset(range(10)), frozenset(range(1, 11))])) == 2


@pytest.fixture
def forty(db):
    """Twenty pairs."""
    return make_pairs(20, now=NOW)


def labels_of(program):
    """What an insider knows: everybody's group in every breakdown, by the code that stands for them."""
    places = program.participations.select_related("person")
    return {
        person_hash(program, place.person): {
            "side": program.label_of(place.side).capitalize(),
            "department": place.person.department,
            "location": place.person.location,
            "grade": f"Grade {place.person.grade}",
            "cohort": "January to March 2026",
        }
        for place in places
    }


def sums_of(block, respondents, labels):
    """Rebuild the sets of people that a figure's cells are about."""
    sums = [respondents]
    for breakdown in block["by"]:
        cells = [cell for cell in breakdown["cells"] if "value" in cell]
        named = [
            frozenset(who for who in respondents if labels.get(who, {}).get(breakdown["key"]) == cell["label"])
            for cell in cells
            if cell["label"] != OTHER
        ]
        rest = respondents.difference(*named)
        assert bool(rest) == (OTHER in {cell["label"] for cell in cells}) or not cells
        sums += [*named, *([rest] if cells and rest else [])]
    return sums


def move_people(program, draw):
    """Give people departments, and places and grades that partly follow them."""
    everybody = list(User.objects.filter(participations__program=program))
    for person in everybody:
        department = draw.choices(range(5), [8, 5, 3, 1, 1])[0]
        person.department = f"Department {department}"
        nested = department if draw.random() < 0.9 else draw.randrange(5)
        person.location = f"Place {nested // 2}"
        person.grade = draw.choice([1, 1, 2, 2, 3])
    User.objects.bulk_update(everybody, ["department", "location", "grade"])


def answer_some(program, draw, *, most_missing):
    """Let nearly all pairs answer, each person as they like."""
    answers = []
    for pair in program.pairs.select_related("newcomer__person", "senior__person"):
        for place in (pair.newcomer, pair.senior):
            if draw.random() < most_missing:
                continue
            whose = {"person_hash": person_hash(program, place.person), "pair_hash": pair_hash(program, pair)}
            questions = ("worth", "learned", "gave")[: draw.choice([3, 3, 3, 1])]
            answers += [Answer(program=program, **whose, question=key, choice=draw.randint(1, 3)) for key in questions]
    Answer.objects.bulk_create(answers)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_no_release_ever_stored_tells_of_a_few(forty, prepare, seed):
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    Answer.objects.all().delete()
    Release.objects.all().delete()
    Tally.objects.all().delete()
    known, facts = {}, {}

    for number in range(2):
        move_people(forty, draw)
        answer_some(forty, draw, most_missing=draw.choice([0, 0.1, 0.4]))
        # Somebody goes between the answers and the release.
        gone = draw.choice(list(forty.participations.filter(state="enrolled")))
        Participation.objects.filter(pk=gone.pk).update(state="left")
        release = prepare(forty, now=later(days=2 * number + 1))
        assert release.is_done
        known[release.number] = labels_of(forty)

    for release in Release.objects.all():
        for block in blocks_of(release):
            if block["group"] == "pulse" and "value" in block["overall"]:
                answers = Answer.objects.filter(batch=release.number, question=block["key"])
                assert [each["key"] for each in block["by"]] == list(WAYS)
                sums = sums_of(block, frozenset(answers.values_list("person_hash", flat=True)), known[release.number])
                assert min(map(len, sums)) >= FEWEST
                assert told_of_few(sums) == frozenset()
                for answer in answers.values_list("pk", flat=True):
                    assert facts.setdefault(answer, release.number) == release.number
