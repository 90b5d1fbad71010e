"""The mail of feedback: that a survey waits."""

from datetime import datetime

from feedback.access import ANSWER
from feedback.models import SurveyRequest
from outbox.kinds import FEEDBACK, Context, Kind, declare
from outbox.links import absolute, sign
from outbox.models import Message
from programs.data.reminders import amount_of


def _asked(message: Message, now: datetime) -> Context | None:
    """Return what a mail about a survey says; None once it is answered, closed, or the person has left."""
    asked: SurveyRequest = message.row
    if asked.is_answered or not asked.participation.is_enrolled or asked.is_closed(now):
        return None
    return {
        "number": asked.meeting.number if asked.meeting else 0,
        "survey": asked.survey,
        "program": asked.survey.program,
        "url": absolute("feedback:answer_by_link", token=sign(ANSWER, asked.pk)),
    }


def _reminder(message: Message, now: datetime) -> Context | None:
    program = message.row.survey.program
    is_wanted = program.reminders_on and amount_of(program.reminders, "survey") is not None
    rests = program.is_paused or message.row.participation.is_paused
    return _asked(message, now) if is_wanted and not rests else None


declare(
    Kind(
        "pulse",
        "How a session was",
        "How was session {session}?",
        _asked,
        at_most_once=False,
        group=FEEDBACK,
        variables=("program", "session"),
        rows=SurveyRequest.objects.with_people,
    )
)
declare(
    Kind(
        "pulse_reminder",
        "How a session was, once more",
        "A word about session {session}?",
        _reminder,
        group=FEEDBACK,
        variables=("program", "session"),
        rows=SurveyRequest.objects.with_people,
    )
)
declare(
    Kind(
        "survey",
        "A survey",
        "{survey}: a minute for {program}",
        _asked,
        at_most_once=False,
        group=FEEDBACK,
        variables=("program", "survey"),
        rows=SurveyRequest.objects.with_people,
    )
)
declare(
    Kind(
        "survey_reminder",
        "A survey, once more",
        "{survey}: still open",
        _reminder,
        group=FEEDBACK,
        variables=("program", "survey"),
        rows=SurveyRequest.objects.with_people,
    )
)
