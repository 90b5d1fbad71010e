"""Reads of feedback: whose answers are whose, and what a person is told before answering."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from feedback.data.pulse import QUESTIONS, TITLE, WORDS
from feedback.models import Answer
from pairing.models import Pair
from people.models import User
from programs.models import Program
from record.sealing import keyed_hash


def person_hash(program: Program, person: User) -> str:
    """Return what stands for a person in this program's answers; raises Unreadable once its key is destroyed."""
    return keyed_hash(program.survey_key, "person", person.pk)


def pair_hash(program: Program, pair: Pair) -> str:
    """Return what stands for a pair in this program's answers; raises Unreadable once its key is destroyed."""
    return keyed_hash(program.survey_key, "pair", pair.pk)


def answers_of(person: User) -> QuerySet[Answer]:
    """Return a person's own answers in every program whose survey key still exists."""
    programs = Program.objects.filter(participations__person=person, survey_key__wrapped__isnull=False)
    theirs = Q(pk__in=[])
    for program in programs.select_related("survey_key"):
        theirs |= Q(program=program, person_hash=person_hash(program, person))
    return Answer.objects.filter(theirs).select_related("program__survey_key")


class Tap(NamedTuple):
    """One tapped choice of one answer, as a release counts it: whose, only by keyed hashes."""

    survey: str
    question: str
    person_hash: str
    pair_hash: str
    choice: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its answers were given; `choices` are (value, label) as shown, values from least to most."""

    survey: str
    survey_title: str
    key: str
    kind: str
    title: str
    choices: tuple[tuple[int, str], ...]


def taps_of(program: Program, *, batch: int | None) -> Iterator[Tap]:
    """Yield every tap that the release numbered `batch` counted; None: those that no release has counted yet.

    A multiple choice gives one tap a ticked choice. For the release job alone: nothing of it is shown as it is.
    """
    taps = Answer.objects.filter(program=program, batch=batch).taps()
    yield from map(Tap._make, taps.values_list(*Tap._fields).iterator(5000))


def questions_of(program: Program) -> list[Asked]:
    """Return every question of a program that anybody has ever answered, text questions too, in order.

    A question keeps its key as long as its kind, words and choices stay the same: under one key all answers mean one
    thing. Surveys may share a key (before and after ask the same), so a question is known by survey and key.
    """
    answered = set(Answer.objects.filter(program=program).values_list("survey", "question").distinct())
    known = [
        Asked(
            "pulse",
            TITLE,
            question.key,
            "scale" if len(question.choices) > 3 else "choice",
            question.text,
            tuple((choice.value, choice.label) for choice in question.choices),
        )
        for question in QUESTIONS
    ] + [Asked("pulse", TITLE, WORDS.key, "text", WORDS.text, ())]
    return [each for each in known if (each.survey, each.key) in answered]


def confidentiality_statement(program: Program) -> list[str]:
    """Return what is true of an answer under the settings in force, as sentences."""
    released = Answer.objects.filter(program=program).aggregate(newest=Max("batch"))["newest"]
    newest = "Nothing has been released yet." if released is None else f"The newest one is release {released}."
    people, pairs, writers = settings.SMALLEST_GROUP, settings.FEWEST_PAIRS, settings.FEWEST_WRITERS
    return [
        "Your answer is confidential, not anonymous.",
        "It is stored without your name, the session or the time. Codes that only the software works out replace them.",
        "The software computes figures in releases. Nobody reads single answers.",
        f"Each release holds new answers of at least {people} people from at least {pairs} pairs. {newest}",
        "Your words stay yours unless you tick the box.",
        f"Ticked words reach organisers in a release, among those of at least {writers} people, in mixed order.",
        "Whoever runs this installation and holds its keys could work out more. They are not meant to.",
    ]
