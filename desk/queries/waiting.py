"""What waits for a person out of any app, read in one union of rows."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, Max, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from counsel.models import TalkRequest
from desk.queries.steps import FRESH, SOON, NextStep, Urgency
from feedback.models import SurveyRequest
from ideas.models import Idea
from pairing.models import Pair, Proposal
from people.models import User
from record.moments import day
from sessions_app.models import Drift, FitCheck, waits_for_fit
from sessions_app.queries import Hint


def open_proposals(person: User) -> QuerySet[Proposal]:
    """Choose proposals that this person has not answered."""
    return Proposal.objects.open().filter(
        Q(newcomer__person=person, newcomer_says=None) | Q(senior__person=person, senior_says=None)
    )


def waiting_rows(person: User, *, now: datetime) -> Iterator[NextStep]:
    """Yield a step for each proposal, pulse, talk and idea that waits, read in one query."""
    talks = TalkRequest.objects.of(person).order_by().annotate(last_reply=Max("replies__sent_at"))
    answered = talks.filter(state=TalkRequest.State.ANSWERED, last_reply__gt=now - FRESH)
    talk_asked = TalkRequest.objects.order_by().filter(counsellor=person, state=TalkRequest.State.OPEN)
    asked = SurveyRequest.objects.of(person).open(now)
    awake = Pair.objects.awake().of(person).filter(program__drift_on=True)
    drifts = Drift.objects.filter(pair__in=awake)
    fits = FitCheck.objects.filter(waits_for_fit(person, now=now))
    owned = Idea.objects.order_by().filter(owner=person, answered_at=None)
    rows = _rows("proposal", open_proposals(person), "round__program__name", "lapses_at").union(
        _rows("pulse", asked.filter(meeting__isnull=False), "survey__program__name", "asked_at", "meeting__number"),
        _rows("survey", asked.filter(meeting__isnull=True), "survey__program__name", "asked_at", "survey__title"),
        _rows("fit", fits, "pair__program__name", "asked_at", key="pair"),
        _rows("drift", drifts, "pair__program__name", "noticed_at", "sign", key="pair"),
        _rows("talk_asked", talk_asked, "program__name", "asked_at"),
        _rows("talk_answered", answered, "program__name", "last_reply", "counsellor__name"),
        _rows("idea", owned, "program__name", "answer_due", "title"),
        all=True,
    )
    words = {
        "proposal": _step_of_proposal,
        "pulse": _step_of_pulse,
        "survey": _step_of_survey,
        "fit": _step_of_fit,
        "drift": _step_of_drift,
        "talk_asked": _step_of_request,
        "talk_answered": _step_of_answer,
        "idea": _step_of_idea,
    }
    for row in sorted(rows, key=lambda row: row["at"]):
        yield words[row["kind"]](row, now)


def _rows(
    kind: str, rows: QuerySet[Any], program: str, at: str, name: str | None = None, *, key: str = "pk"
) -> QuerySet[Any]:
    """Return rows of one shape: kind, key, program, at, name."""
    return rows.order_by().values(
        kind=Value(kind, TextField()),
        key=F(key),
        program_name=Cast(program, TextField()),
        at=Cast(at, DateTimeField()),
        name=Cast(name, TextField()) if name else Value("", TextField()),
    )


def _step_of_proposal(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.OTHERS_WAIT,
        "Somebody is proposed to you",
        f"See why, and say whether you would like to meet. It is for {row['program_name']}.",
        reverse("pairing:proposal", args=[row["key"]]),
        "Read the reason",
        minutes=2,
        due=f"Before {day(row['at'])}",
    )


def _step_of_pulse(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.RUNS_OUT,
        f"How was session {row['name']}?",
        f"Three taps about {row['program_name']}. Nobody sees your answer by itself.",
        reverse("feedback:answer_survey", args=[row["key"]]),
        "Answer three questions",
        minutes=1,
    )


def _step_of_survey(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.RUNS_OUT,
        row["name"],
        f"A few taps about {row['program_name']}. Nobody sees your answer by itself.",
        reverse("feedback:answer_survey", args=[row["key"]]),
        "Answer the survey",
        minutes=1,
    )


def _step_of_fit(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.RUNS_OUT,
        "How does it fit?",
        f"One tap about {row['program_name']}. Nobody reads your answer.",
        reverse("sessions_app:fit_check", args=[row["key"]]),
        "Answer one question",
        minutes=1,
    )


def _step_of_drift(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.WORK,
        Drift.Sign(row["name"]).label,
        f"{Hint.TEXT} It is about {row['program_name']}.",
        reverse("sessions_app:pair", args=[row["key"]]),
        "See the one thing to do",
        minutes=2,
    )


def _step_of_request(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.OTHERS_WAIT,
        "Somebody would like to talk",
        f"They asked on {day(row['at'])}, in {row['program_name']}.",
        reverse("counsel:talk", args=[row["key"]]),
        "Read and answer",
        minutes=5,
    )


def _step_of_answer(row: Mapping[str, Any], _now: datetime) -> NextStep:
    return NextStep(
        Urgency.NEWS,
        f"{row['name']} has answered you",
        "Only the two of you can read it.",
        reverse("counsel:talk", args=[row["key"]]),
        "Read the answer",
        minutes=1,
    )


def _step_of_idea(row: Mapping[str, Any], now: datetime) -> NextStep:
    soon = row["at"] - now < SOON
    return NextStep(
        Urgency.RUNS_OUT if soon else Urgency.ANY_DAY,
        f"Answer the idea “{row['name']}”",
        "You own it: say what becomes of it, and why.",
        reverse("ideas:idea", args=[row["key"]]),
        "Answer it",
        minutes=10,
        due=f"Before {day(row['at'])}",
    )


def listening(person: User) -> Iterator[NextStep]:
    """Yield the queue of somebody who listens; each request that waits in it is a step of its own."""
    if person.is_counsellor:
        text = "You get a mail when somebody would like to talk."
        yield NextStep(Urgency.WAITING, "Talks", text, reverse("counsel:queue"), "Look at the talks")
