"""Reads of feedback: what is asked, of whom, whose answers are whose, and what a person is told before answering."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet

from feedback.content import FILE_KIND, FILE_VERSION, Content, Item, written
from feedback.models import Answer, Survey, SurveyRequest, SurveyVersion
from feedback.moments import Moment
from pairing.models import Pair
from people.models import User
from programs.models import Participation, Program, Side
from record.clocks import ANSWERS, day_in_words, length_for
from record.retention import in_force, lengths_now
from record.sealing import keyed_hash, open_one
from sessions_app.models import Meeting

# What begins a survey is asked about while it is remembered.
ASKED_WITHIN = timedelta(days=14)


def person_hash(program: Program, person: User) -> str:
    """Return what stands for a person in this program's answers; raises Unreadable once its key is destroyed."""
    return keyed_hash(program.survey_key, "person", person.pk)


def pair_hash(program: Program, pair: Pair | UUID) -> str:
    """Return what stands for a pair in this program's answers; raises Unreadable once its key is destroyed."""
    return keyed_hash(program.survey_key, "pair", pair.pk if isinstance(pair, Pair) else pair)


def pair_hash_of(request: SurveyRequest) -> str:
    """Return what stands for the pair of whoever was asked, also when the pair is gone."""
    if request.pair_id is None:
        return open_one(request, "pair_mark")
    return pair_hash(request.survey.program, request.pair_id)


def answers_of(person: User) -> QuerySet[Answer]:
    """Return a person's own answers in every program whose survey key still exists."""
    programs = Program.objects.filter(participations__person=person, survey_key__wrapped__isnull=False)
    theirs = Q(pk__in=[])
    for program in programs.select_related("survey_key"):
        theirs |= Q(program=program, person_hash=person_hash(program, person))
    found = Answer.objects.filter(theirs).select_related("program__survey_key")
    return found.prefetch_related("program__surveys__versions")


def asked_in(answer: Answer) -> tuple[str, Mapping[str, Any]]:
    """Return the title of the survey and the question, as stored, that an answer of `answers_of` was given to."""
    for survey in answer.program.surveys.all():
        if survey.key == answer.survey:
            for version in survey.versions.all():
                for item in version.content["items"]:
                    if item["key"] == answer.question:
                        return survey.title, item
    return answer.survey, {"text": answer.question, "choices": []}


# Surveys and their versions --------------------


@dataclass(frozen=True, slots=True)
class Written:
    """A survey with the version in use and the draft beside it; either may be missing, never both."""

    survey: Survey
    used: SurveyVersion | None
    draft: SurveyVersion | None

    @property
    def newest(self) -> SurveyVersion:
        """What an organiser sees: the draft, or where there is none, what is in use."""
        version = self.draft or self.used
        if version is None:
            raise LookupError(self.survey.key)
        return version


def written_of(survey: Survey) -> Written:
    """Return a survey with its two living versions."""
    versions = list(survey.versions.all())
    used = next((version for version in versions if not version.is_draft), None)
    return Written(survey, used, next((version for version in versions if version.is_draft), None))


def surveys_of(program: Program) -> list[Written]:
    """Return the surveys of a program in the order of its life, in two queries."""
    order = list(Moment)
    surveys = program.surveys.prefetch_related(Prefetch("versions", SurveyVersion.objects.order_by("-number")))
    return [written_of(survey) for survey in sorted(surveys, key=lambda each: order.index(Moment(each.moment)))]


def version_of(request: SurveyRequest, number: int | None) -> SurveyVersion:
    """Return the version that a page showed, if it was ever in use; otherwise the one in use."""
    used = request.survey.versions.filter(used_from__isnull=False)
    shown = used.filter(number=number).first() if number is not None else None
    return shown or used[0]


def content_for(request: SurveyRequest, version: SurveyVersion) -> Content:
    """Return what a version asks the person of a request."""
    return version.read().of_side(request.participation.side)


def file_of(survey: Survey, content: Content) -> dict[str, Any]:
    """Return a survey as its file."""
    when = {"moment": survey.moment, "days": survey.days}
    return {"kind": FILE_KIND, "version": FILE_VERSION, **when, "survey": written(content)}


# Whom a moment asks --------------------


class Place(NamedTuple):
    """Somebody to ask: about which pair, about which session if it is about one, and from when on."""

    participation: Participation
    pair: Pair
    meeting: Meeting | None
    asked_at: datetime


def middle_of(program: Program) -> datetime:
    """Return when half of a program is over, in UTC."""
    return _noon(program.starts_on + (program.ends_on - program.starts_on) / 2)


def end_of(program: Program) -> datetime:
    """Return the last day of a program, or when it was closed if that came first."""
    last = _noon(program.ends_on)
    return min(last, program.closed_at) if program.closed_at else last


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def places_to_ask(survey: Survey, *, after: datetime | None = None, now: datetime) -> list[Place]:
    """Return whom a survey is due to ask now, for moments that came after `after`; nobody is asked twice.

    What comes after the closing is found at the closing itself, while the pairs are still known.
    """
    delay = timedelta(days=survey.days)
    until = now - delay
    from_ = max(until - ASKED_WITHIN, after or until - ASKED_WITHIN)
    moment, program = Moment(survey.moment), survey.program
    asked = SurveyRequest.objects.filter(survey=survey)
    if moment in {Moment.EACH_SESSION, Moment.AFTER_FIRST}:
        return _after_sessions(survey, asked, from_=from_, until=until, now=now)
    pairs = Pair.objects.filter(program=program).order_by("-began_at")
    if moment == Moment.START:
        pairs = pairs.live().filter(began_at__gt=from_, began_at__lte=until)
        return _once(pairs, asked, None, now)
    base = {Moment.MID: middle_of, Moment.END: end_of}.get(moment, _closing)(program)
    if moment == Moment.LATER:
        is_new = base is not None and max(now - ASKED_WITHIN, after or base) <= base <= now
        return _once(pairs, asked, base + delay, now) if base is not None and is_new else []
    if base is None or not from_ < base <= until:
        return []
    return _once(pairs.live() if moment == Moment.MID else pairs, asked, None, now)


def _closing(program: Program) -> datetime | None:
    return program.closed_at


def _after_sessions(
    survey: Survey, asked: QuerySet[SurveyRequest], *, from_: datetime, until: datetime, now: datetime
) -> list[Place]:
    """Return both people of each session that came to count in a span of time."""
    each = survey.follows_sessions
    about = asked.filter(meeting=OuterRef("pk")) if each else asked.filter(pair=OuterRef("pair"))
    held = Meeting.objects.held().filter(
        ~Exists(about), pair__program=survey.program, confirmed_at__gt=from_, confirmed_at__lte=until
    )
    unasked = held if each else held.filter(number=1)
    # Found first, fetched then: in one statement the planner may begin at the people.
    found = Meeting.objects.filter(pk__in=list(unasked.values_list("pk", flat=True)))
    meetings = found.select_related("pair__newcomer__person", "pair__senior__person") if found else []
    return [
        Place(meeting.pair.place_of(side), meeting.pair, meeting if each else None, now)
        for meeting in meetings
        for side in Side
    ]


def _once(
    pairs: QuerySet[Pair], asked: QuerySet[SurveyRequest], asked_at: datetime | None, now: datetime
) -> list[Place]:
    """Return each person of the pairs who takes part and was not asked yet, with their newest pair."""
    known = set(asked.values_list("participation", flat=True))
    places: dict[UUID, Place] = {}
    for pair in pairs.select_related("newcomer__person", "senior__person"):
        for place in (pair.newcomer, pair.senior):
            if place.pk not in known and place.is_enrolled and place.person.is_active:
                places.setdefault(place.pk, Place(place, pair, None, asked_at or now))
    return list(places.values())


# What the release job reads --------------------


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
    return [
        Asked(
            survey.key,
            survey.title,
            item.key,
            item.kind.value,
            item.text,
            tuple((choice.value, choice.label) for choice in item.choices),
        )
        for survey, item in _items_of(program)
        if (survey.key, item.key) in answered
    ]


def _items_of(program: Program) -> Iterator[tuple[Survey, Item]]:
    """Yield each question ever in use with its survey, once a key."""
    for survey in program.surveys.prefetch_related("versions"):
        items = {
            item.key: item
            for version in sorted(survey.versions.all(), key=lambda each: each.number)
            if not version.is_draft
            for item in version.read().questions
        }
        for item in items.values():
            yield survey, item


# What a person is told --------------------


def confidentiality_statement(program: Program) -> list[str]:
    """Return what is true of an answer under the settings in force, as sentences (P32)."""
    released = Answer.objects.filter(program=program).aggregate(newest=Max("batch"))["newest"]
    newest = "Nothing has been released yet." if released is None else f"The newest one is release {released}."
    people, pairs, writers = settings.SMALLEST_GROUP, settings.FEWEST_PAIRS, settings.FEWEST_WRITERS
    figures = [
        "The software computes figures in releases. Nobody reads single answers.",
        f"Each release holds new answers of at least {people} people from at least {pairs} pairs. {newest}",
        "Leadership and organisers read what is released, and nothing else.",
        "Your words stay yours unless you tick the box.",
        f"Ticked words reach organisers in a release, among those of at least {writers} people, in mixed order.",
    ]
    switched_off = ["Figures are switched off in this program. Nothing is counted, and nobody reads single answers."]
    return [
        "Your answer is confidential, not anonymous.",
        "It is stored without your name, the session or the time. Codes that only the software works out replace them.",
        *(figures if program.figures_on else switched_off),
        _destroyed(program),
        "Whoever runs this installation and holds its keys could work out more. They are not meant to.",
    ]


def _destroyed(program: Program) -> str:
    lengths = lengths_now()
    kept = f"Single answers and their key are destroyed {in_force(ANSWERS, lengths)}"
    span = length_for(lengths[ANSWERS.key], program.created_at).span
    if program.closed_at is not None:
        return f"{kept}: on {day_in_words(program.closed_at + span)}."
    return f"{kept}: on {day_in_words(program.ends_on + span)}, if it closes on its last day."
