"""Answering: what was tapped and written goes under keyed hashes, without a time, and counts once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from feedback.content import Content
from feedback.models import Answer, SurveyRequest
from feedback.queries import pair_hash_of, person_hash
from record.sealing import seal


class AlreadyAnswered(Exception):
    """The request has its answer; the first one stands."""


class SurveyClosed(Exception):
    """The request can no longer be answered."""


class ChangedMeanwhile(Exception):
    """An answer names a question that the version it was given in does not ask."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote to one question, and whether organisers may read it."""

    text: str
    organisers_may_read: bool = False


@transaction.atomic
def answer_survey(
    request: SurveyRequest,
    *,
    content: Content,
    taps: Mapping[str, Sequence[int]],
    words: Mapping[str, Words],
    now: datetime,
) -> None:
    """Store each tapped choice and each text, under keyed hashes and without the time.

    `content` is the version that was shown; `taps` maps a question's key to the chosen values, `words` to what was
    written. Raises AlreadyAnswered for a second answer and SurveyClosed when it comes too late.
    """
    known = {item.key: {choice.value for choice in item.choices} for item in content.questions}
    if any(not set(values) <= known.get(key, set()) for key, values in taps.items()) or not set(words) <= set(known):
        raise ChangedMeanwhile
    program = request.survey.program
    if request.is_closed(now):
        raise SurveyClosed
    # On its own columns alone, so that of two answers at once the second finds it taken.
    if not SurveyRequest.objects.filter(pk=request.pk, is_answered=False).update(is_answered=True):
        raise AlreadyAnswered
    whose = {
        "program": program,
        "survey": request.survey.key,
        "person_hash": person_hash(program, request.participation.person),
        "pair_hash": pair_hash_of(request),
    }
    answers = [
        Answer(**whose, question=key, choice=value) for key, values in taps.items() for value in sorted(set(values))
    ]
    answers += [
        seal(Answer(**whose, question=key, organisers_may_read=each.organisers_may_read), text=each.text)
        for key, each in words.items()
        if each.text
    ]
    Answer.objects.bulk_create(answers)
