"""What feedback keeps about a person."""

from feedback.data.pulse import QUESTIONS, WORDS
from feedback.models import Answer, PulseRequest
from feedback.queries import answers_of
from record.clocks import ANSWERS, SHARED
from record.erasure import when_erased
from record.registry import ME, ORGANISERS_IN_RELEASES, SPONSOR_IN_RELEASES, SYSTEM, After, Line, keep
from record.sealing import open_one

_WHY = "To learn whether sessions are worth people's time, without asking who says so."
_TICK = "Organisers read it only if you tick."
_WHY_ASKED = "To ask you once a session, and not again."
_UNTIL = ANSWERS
_ASKED_UNTIL = SHARED
_TEXTS = {question.key: question.text for question in QUESTIONS} | {WORDS.key: WORDS.text}
_LABELS = {(question.key, choice.value): choice.label for question in QUESTIONS for choice in question.choices}


def _say_request(request: PulseRequest, line: Line) -> str | None:
    if line.field == "meeting":
        return f"Session {request.meeting.number} in {request.meeting.pair.program}"
    return None


def _say_answer(answer: Answer, line: Line) -> str | None:
    if line.field == "question":
        return _TEXTS.get(answer.question, answer.question)
    if line.field == "choice" and answer.choice is not None:
        return _LABELS.get((answer.question, answer.choice), str(answer.choice))
    if line.field == "text":
        return open_one(answer, "text")
    if line.field == "batch" and answer.batch is not None:
        return f"release {answer.batch}"
    return None


keep(
    PulseRequest,
    title="Pulses you were asked for",
    of=lambda person: PulseRequest.objects.of(person).with_people(),
    lines=[
        Line("meeting", "About which session", (ME,), _WHY_ASKED, _ASKED_UNTIL),
        Line("asked_at", "When you were asked", (ME,), _WHY_ASKED, _ASKED_UNTIL),
        Line("is_answered", "Whether you answered", (ME,), _WHY_ASKED, _ASKED_UNTIL),
    ],
    ends=[
        After(SHARED, "meeting__pair__program__closed_at", "meeting__pair__began_at", "meeting__pair__program__ends_on")
    ],
    plumbing=["id", "participation"],
    show=_say_request,
)
keep(
    Answer,
    title="Your answers to pulses",
    of=answers_of,
    lines=[
        Line("survey", "In which survey", (ME,), _WHY, _UNTIL),
        Line("question", "The question", (ME,), _WHY, _UNTIL),
        Line("choice", "Your taps", (ME, SPONSOR_IN_RELEASES), _WHY, _UNTIL),
        Line("text", "Your words", (ME, ORGANISERS_IN_RELEASES), f"{_WHY} {_TICK}", _UNTIL),
        Line("organisers_may_read", "Whether organisers may read your words", (ME,), _WHY, _UNTIL),
        Line("batch", "Which release counted it", (ME, SYSTEM), _WHY, _UNTIL),
    ],
    ends=[
        After(
            ANSWERS,
            "program__closed_at",
            "program__created_at",
            "program__ends_on",
            keys=("program__survey_key",),
        )
    ],
    plumbing=["id", "program", "person_hash", "pair_hash"],
    show=_say_answer,
)

when_erased(PulseRequest, goes=PulseRequest.objects.of)
when_erased(
    Answer,
    goes=lambda person: answers_of(person).filter(choice__isnull=True),
    stays="Your words go. Your taps carry no name and stay: taking one out of a figure would show what it said.",
)
