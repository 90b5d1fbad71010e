"""Reads of feedback: whose answers are whose, and what a person is told before answering."""

from django.conf import settings
from django.db.models import Max, Q, QuerySet

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
