"""What feedback keeps about a person."""

from django.db.models import Q

from feedback.models import Answer, Survey, SurveyRequest, SurveyVersion
from feedback.queries import answers_of, asked_in
from record.clocks import ANSWERS, SHARED
from record.erasure import when_erased
from record.registry import (
    ME,
    ORGANISERS_IN_RELEASES,
    SPONSOR_IN_RELEASES,
    SYSTEM,
    After,
    Line,
    impersonal,
    keep,
)
from record.sealing import open_one

_WHY = "To learn whether the program is worth people's time, without asking who says so."
_TICK = "Organisers read it only if you tick."
_WHY_ASKED = "To ask you once, and not again."
_WHY_MARK = "So that figures still count pairs when the pair itself is gone. It is sealed, and opened as you answer."
_UNTIL = ANSWERS
_CLOSED, _ENDS = "survey__program__closed_at", "survey__program__ends_on"


def _say_request(request: SurveyRequest, line: Line) -> str | None:
    if line.field == "survey":
        return f"{request.survey} in {request.survey.program}"
    if line.field == "meeting" and request.meeting is not None:
        return f"Session {request.meeting.number}"
    if line.field == "pair_mark" and request.pair_mark is not None:
        return "a code that says nothing without its key"
    return None


def _say_answer(answer: Answer, line: Line) -> str | None:
    if line.field == "text":
        return open_one(answer, "text")
    if line.field == "batch" and answer.batch is not None:
        return f"release {answer.batch}"
    if line.field not in {"survey", "question", "choice"}:
        return None
    title, item = asked_in(answer)
    if line.field == "survey":
        return title
    if line.field == "question":
        return str(item["text"])
    labels = {choice["value"]: str(choice["label"]) for choice in item["choices"]}
    return None if answer.choice is None else labels.get(answer.choice, str(answer.choice))


keep(
    SurveyRequest,
    title="Surveys you were asked to answer",
    of=lambda person: SurveyRequest.objects.of(person).with_people(),
    lines=[
        Line("survey", "Which survey", (ME,), _WHY_ASKED, SHARED),
        Line("meeting", "About which session", (ME,), _WHY_ASKED, SHARED),
        Line("asked_at", "From when on it could be answered", (ME,), _WHY_ASKED, SHARED),
        Line("is_answered", "Whether you answered", (ME,), _WHY_ASKED, SHARED),
        Line("pair_mark", "Which pair you were in, after the closing", (SYSTEM,), _WHY_MARK, _UNTIL),
    ],
    ends=[
        After(SHARED, _CLOSED, "pair__began_at", _ENDS, only=Q(pair__isnull=False)),
        After(ANSWERS, _CLOSED, "asked_at", _ENDS, only=Q(pair__isnull=True), keys=("survey__program__survey_key",)),
    ],
    plumbing=["id", "participation", "pair"],
    show=_say_request,
)
keep(
    Answer,
    title="Your answers to surveys",
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
impersonal(Survey, "What a program asks and when; written by its organisers.")
impersonal(SurveyVersion, "The words of a survey, without anybody's answer.")

when_erased(SurveyRequest, goes=SurveyRequest.objects.of)
when_erased(
    Answer,
    goes=lambda person: answers_of(person).filter(choice__isnull=True),
    stays="Your words go. Your taps carry no name and stay: taking one out of a figure would show what it said.",
)
