"""Verbs of feedback: ask for a pulse after a session, and take the answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from feedback.data.pulse import QUESTIONS, WORDS
from feedback.models import Answer, PulseRequest
from feedback.queries import pair_hash, person_hash
from outbox.actions import due, hour_after, post, post_found
from programs.models import Program
from record.retention import widened_since
from record.sealing import seal
from sessions_app.models import Meeting

# A session is asked about while it is remembered.
ASKED_WITHIN = timedelta(days=14)
LATE = timedelta(days=7)


class AlreadyAnswered(Exception):
    """The pulse has its answer; the first one stands."""


class PulseClosed(Exception):
    """The pulse can no longer be answered."""


def ask_pulses(*, now: datetime) -> None:
    """Ask both people of each session held lately, once."""
    asking = Program.objects.filter(pulse_on=True, paused_at__isnull=True, survey_key__wrapped__isnull=False)
    for program in asking:
        lately = now - ASKED_WITHIN
        since = max(lately, widened_since("pulse_on", program.pk) or lately)
        unasked = Meeting.objects.held().filter(
            pair__program=program, confirmed_at__gt=since, pulse_requests__isnull=True
        )
        # Found first, fetched then: in one statement the planner may begin at the people.
        found = Meeting.objects.filter(pk__in=list(unasked.values_list("pk", flat=True)))
        for meeting in found.select_related("pair__newcomer__person", "pair__senior__person"):
            _ask(meeting, now=now)


def remind_of_pulses(*, now: datetime) -> None:
    """Post one reminder to whoever was asked a while ago and has not answered."""
    for program in Program.objects.running().filter(pulse_on=True):
        time = program.time_of("survey")
        if time is not None:
            open_ones = PulseRequest.objects.open().filter(
                meeting__pair__program=program, participation__paused_at__isnull=True
            )
            rows = open_ones.annotate(base=F("asked_at"))
            until = hour_after(ASKED_WITHIN)
            found = due(rows, to="participation__person_id", time=time, late=LATE, now=now, until=until)
            post_found("pulse_reminder", found, now=now)


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
