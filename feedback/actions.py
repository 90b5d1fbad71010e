"""Verbs of feedback: ask for a pulse after a session, and take the answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from feedback.data.pulse import QUESTIONS, WORDS
from feedback.models import Answer, PulseRequest
from feedback.queries import pair_hash, person_hash
from outbox.actions import post
from record.sealing import seal
from sessions_app.models import Meeting

# A session is asked about while it is remembered.
ASKED_WITHIN = timedelta(days=14)


class AlreadyAnswered(Exception):
    """The pulse has its answer; the first one stands."""


class PulseClosed(Exception):
    """The pulse can no longer be answered."""


def ask_pulses(*, now: datetime) -> None:
    """Ask both people of each session held lately, once."""
    unasked = Meeting.objects.held().filter(
        pair__program__pulse_on=True,
        pair__program__paused_at__isnull=True,
        pair__program__survey_key__wrapped__isnull=False,
        confirmed_at__gt=now - ASKED_WITHIN,
        pulse_requests__isnull=True,
    )
    for meeting in unasked.with_pairs():
        _ask(meeting, now=now)


@transaction.atomic
def _ask(meeting: Meeting, *, now: datetime) -> None:
    """Ask the two people of one session."""
    both = (meeting.pair.newcomer, meeting.pair.senior)
    PulseRequest.objects.bulk_create(
        [PulseRequest(meeting=meeting, participation=participation, asked_at=now) for participation in both],
        ignore_conflicts=True,
    )
    for request in meeting.pulse_requests.select_related("participation__person"):
        post(
            "pulse",
            to=request.participation.person,
            fact=str(request.pk),
            about=request.pk,
            now=now,
            expires_at=now + ASKED_WITHIN,
        )


@transaction.atomic
def answer_pulse(
    request: PulseRequest, *, choices: Mapping[str, int], text: str, organisers_may_read: bool, now: datetime
) -> None:
    """Store one choice a question and the optional words, under keyed hashes and without the time.

    `choices` maps each question's key to one of its values. Raises AlreadyAnswered for a second answer and
    PulseClosed when it comes too late.
    """
    program = request.meeting.pair.program
    if request.is_closed(now):
        raise PulseClosed
    # On its own columns alone, so that of two answers at once the second finds it taken.
    if not PulseRequest.objects.filter(pk=request.pk, is_answered=False).update(is_answered=True):
        raise AlreadyAnswered
    whose = {
        "program": program,
        "person_hash": person_hash(program, request.participation.person),
        "pair_hash": pair_hash(program, request.meeting.pair),
    }
    answers = [Answer(**whose, question=question.key, choice=choices[question.key]) for question in QUESTIONS]
    if text:
        words = Answer(**whose, question=WORDS.key, organisers_may_read=organisers_may_read)
        answers.append(seal(words, text=text))
    Answer.objects.bulk_create(answers)
