"""Answers of made-up people, and a clerk who prepares a release."""

from collections.abc import Iterable, Mapping

import pytest

from feedback.actions import furnish
from feedback.models import Answer
from insights.actions import compute_release, request_release
from insights.models import Release
from leases.actions import claim
from programs.models import Program
from record.sealing import seal
from tests.factories import NOW

TAPS = {"worth": 4, "learned": 3, "gave": 2}


@pytest.fixture
def answer():
    """Return a function that stores one pulse of each (person, pair), any words standing for the two."""

    def store(program: Program, whose: Iterable[tuple[object, object]], choices: Mapping[str, int] = TAPS) -> None:
        Answer.objects.bulk_create(
            Answer(program=program, person_hash=f"person {person}", pair_hash=f"pair {pair}", question=key, choice=tap)
            for person, pair in whose
            for key, tap in choices.items()
        )

    return store


@pytest.fixture
def write_words():
    """Return a function that stores words of one person."""

    def store(program: Program, person: object, text: str, *, ticked: bool = True) -> None:
        furnish(program, now=NOW)
        words = Answer(program=program, person_hash=f"person {person}", pair_hash=f"pair {person}", question="words")
        words.organisers_may_read = ticked
        seal(words, text=text).save(force_insert=True)

    return store


@pytest.fixture
def prepare():
    """Return a function that asks for a release and lets a worker compute it."""

    def run(program: Program, now=NOW) -> Release:
        release = request_release(program, by=program.coordinator, now=now)
        claimed = claim(Release, now=now)
        assert claimed == release
        compute_release(claimed, now=now)
        release.refresh_from_db()
        return release

    return run


FIVE_IN_THREE = [(1, "a"), (2, "a"), (3, "b"), (4, "b"), (5, "c")]
