"""Reads of the release job: who is counted, in which groups, and what each says. No page reads these."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, Sum
from django.utils.text import capfirst

from feedback.models import Answer
from insights.data.breakdowns import Band
from insights.data.measures import Measure
from insights.suppression import OTHER, People, Way
from pairing.models import Pair
from profiles.models import Gap, Level, Skill
from programs.models import Participation, Program, Side
from record.sealing import keyed_hasher, open_values
from sessions_app.models import Closing
from sessions_app.queries import goals_risen

NOT_GIVEN = "Not given"
_COLUMNS = ("pk", "person_id", "side", "enrolled_at", "person__department", "person__location", "person__grade")
_QUARTERS = ("January to March", "April to June", "July to September", "October to December")


@dataclass
class Cohort:
    """The people of a program under numbers, and the group of each in every declared breakdown."""

    of_hash: dict[str, int]
    of_place: dict[UUID, int]
    groups: dict[str, dict[int, str]]
    pairs: dict[str, int] = field(default_factory=dict)

    def pair(self, pair_hash: str) -> int:
        """Return the number of a pair that answered."""
        return self.pairs.setdefault(pair_hash, len(self.pairs))

    def number(self, person_hash: str) -> int:
        """Return somebody's number; who is no longer in the program gets one too, and no group."""
        return self.of_hash.setdefault(person_hash, len(self.of_hash))

    def ways(self, people: People) -> list[Way]:
        """Return the groups of some of the people, by breakdown."""
        found = []
        for key, group_of in self.groups.items():
            groups: dict[str, set[int]] = defaultdict(set)
            for person in people:
                groups[group_of.get(person, NOT_GIVEN)].add(person)
            found.append(Way(key, {label: frozenset(those) for label, those in groups.items()}))
        return found


@dataclass
class Facts:
    """What each person says of one thing, as a number, and a pair of each."""

    value_of: dict[int, float] = field(default_factory=dict)
    pair_of: dict[int, int] = field(default_factory=dict)

    @property
    def people(self) -> People:
        """Whom it is about."""
        return frozenset(self.value_of)

    def mean(self, people: Iterable[int]) -> float:
        """Return the mean over some of the people, each counting once."""
        values = [self.value_of[person] for person in people]
        return sum(values) / len(values)


def cohort_of(program: Program, ways: Sequence[str], bands: Sequence[Band]) -> Cohort:
    """Return everybody who has a place in a program, also those who have left, in the declared groups."""
    sealing = program.survey_key
    hashed = str if sealing.is_destroyed else partial(keyed_hasher(sealing), "person")
    cohort = Cohort({}, {}, {key: {} for key in ways})
    rows = program.participations.order_by("pk").values_list(*_COLUMNS, "person__grade_name")
    for place, person, side, enrolled_at, department, location, grade, grade_name in rows:
        number = cohort.number(hashed(person))
        cohort.of_place[place] = number
        labels = {
            "side": capfirst(program.label_of(side)) if side else NOT_GIVEN,
            "department": department or NOT_GIVEN,
            "location": location or NOT_GIVEN,
            "grade": _band(grade, grade_name, bands),
            "cohort": _quarter(enrolled_at),
        }
        for key, group_of in cohort.groups.items():
            # A group that people themselves call "Other" must not be taken for the folded one.
            group_of[number] = f"“{OTHER}”" if labels[key] == OTHER else labels[key]
    return cohort


def _band(grade: int | None, name: str, bands: Sequence[Band]) -> str:
    if grade is None:
        return NOT_GIVEN
    if bands:
        return next((band["label"] for band in bands if band["least"] <= grade <= band["most"]), NOT_GIVEN)
    return name or f"Grade {grade}"


def _quarter(moment: datetime | None) -> str:
    return f"{_QUARTERS[(moment.month - 1) // 3]} {moment.year}" if moment else NOT_GIVEN


# What people answered --------------------


def answered(
    program: Program, batch: int, measures: Collection[Measure], cohort: Cohort
) -> dict[tuple[str, str], Facts]:
    """Return what each person answered in one batch by survey and question: a mean, or how often they agreed.

    One statement, however many questions: the database counts, one row a person comes back.
    """
    columns: dict[str, Any] = {"pair": Min("pair_hash")}
    for at, measure in enumerate(measures):
        to = _to(measure)
        columns[f"times_{at}"] = Count("pk", filter=to)
        if measure.agrees is None:
            columns[f"told_{at}"] = Sum("choice", filter=to, default=0)
        else:
            columns[f"told_{at}"] = Count("pk", filter=to & Q(choice__gte=measure.agrees))
    answers = Answer.objects.filter(program=program, batch=batch).taps().order_by()
    found = [Facts() for _ in measures]
    for person, pair, *counts in answers.values_list("person_hash").annotate(**columns):
        number = cohort.number(person)
        home = cohort.pair(pair) if pair else None
        for measure, facts, times, told in zip(measures, found, counts[::2], counts[1::2], strict=True):
            if times:
                # On every scale the lowest choice counts as 1.
                facts.value_of[number] = told / times + (1 - measure.begins if measure.agrees is None else 0)
                if home is not None:
                    facts.pair_of[number] = home
    return {measure.place: facts for measure, facts in zip(measures, found, strict=True)}


def taken(program: Program, batch: int, measure: Measure, cohort: Cohort) -> dict[int, People]:
    """Return who took each choice of a question in one batch."""
    answers = Answer.objects.filter(_to(measure), program=program, batch=batch).taps()
    people: dict[int, set[int]] = defaultdict(set)
    for choice, person in answers.values_list("choice", "person_hash"):
        people[choice or 0].add(cohort.number(person))
    return {choice: frozenset(those) for choice, those in people.items()}


def _to(measure: Measure) -> Q:
    return Q(survey=measure.survey, question=measure.question)


# What people opened in their papers --------------------


def goals(pairs: Collection[Pair], cohort: Cohort) -> Facts:
    """Return the share of each person's goals in which their self-word rose, over pairs that have closed."""
    by_key = {pair.pk: (at, pair) for at, pair in enumerate(pairs)}
    risen: dict[int, tuple[int, int]] = {}
    facts = Facts()
    for (key, side), (up, of) in goals_risen(pairs).items():
        at, pair = by_key[key]
        person = cohort.of_place[pair.newcomer_id if side == Side.NEWCOMER else pair.senior_id]
        before = risen.get(person, (0, 0))
        risen[person] = (before[0] + up, before[1] + of)
        facts.pair_of[person] = at
    facts.value_of = {person: up / of for person, (up, of) in risen.items()}
    return facts


def going_on(program: Program, window: Mapping[str, datetime], cohort: Cohort) -> Facts:
    """Return whether each person chose at the closing to stay in touch or to add sessions."""
    said: dict[int, list[bool]] = defaultdict(list)
    facts, pairs = Facts(), dict[Any, int]()
    closings = Closing.objects.filter(pair__program=program, **window)
    for text, place, pair in open_values(closings, "answer", "author_id", "pair_id", sealed_by="pair__data_key"):
        person = cohort.of_place[place]
        said[person].append(json.loads(text)["choice"] != Closing.Choice.STOP)
        facts.pair_of[person] = pairs.setdefault(pair, len(pairs))
    facts.value_of = {person: sum(yes) / len(yes) for person, yes in said.items()}
    return facts


@dataclass(frozen=True)
class Radar:
    """For each kind of skill who would like to learn in it and who could show others, among some people."""

    pair_of: dict[int, int]
    lacking: dict[str, People]
    offering: dict[str, People]


def radar(program: Program, cohort: Cohort, *, after: datetime, until: datetime) -> Radar:
    """Return the radar of the people whose first pair began within a time; their gaps are opened here."""
    begun = Pair.objects.filter(program=program, began_at__lte=until)
    first: dict[UUID, tuple[datetime, int]] = {}
    rows = begun.order_by("began_at").values_list("newcomer", "senior", "began_at")
    for at, (newcomer, senior, began) in enumerate(rows):
        first.setdefault(newcomer, (began, at))
        first.setdefault(senior, (began, at))
    pair_of = {cohort.of_place[place]: at for place, (began, at) in first.items() if began > after}
    new = begun.filter(began_at__gt=after)
    places = Participation.objects.filter(Q(pk__in=new.values("newcomer")) | Q(pk__in=new.values("senior")))
    kinds = dict(Skill.objects.values_list("pk", "kind"))
    lacking, offering = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    gaps = Gap.objects.filter(participation__in=places)
    for text, place in open_values(gaps, "want", "participation_id", sealed_by="participation__data_key"):
        kind, person = kinds.get(json.loads(text)["skill"]), cohort.of_place[place]
        if kind is not None and person in pair_of:
            lacking[kind].add(person)
    offers = places.filter(person__skills_offered__level__gte=Level.CAN_DO)
    for place, skill in offers.values_list("pk", "person__skills_offered__skill"):
        if cohort.of_place[place] in pair_of:
            offering[kinds[skill]].add(cohort.of_place[place])
    return Radar(
        pair_of,
        {kind: frozenset(people) for kind, people in lacking.items()},
        {kind: frozenset(people) for kind, people in offering.items()},
    )
