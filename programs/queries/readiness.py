"""Reads of what is set for a program: whether it may open, and who changed what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from people.models import User
from programs.models import (
    FEWEST_SESSIONS,
    MOST_SESSIONS,
    NAMED_ROLES,
    Participation,
    Program,
    ProgramChange,
)
from programs.parts import SHORT, Finding, Json, Setting, Weight, all_settings, parts, settings_of

FEWEST_PAIRS, MOST_PAIRS = 4, 10  # of a pilot
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Readiness:
    """What the look at a draft found, and what follows from it; a program cannot open without what is `missing`."""

    READY, PILOT, NOT_YET = "ready", "pilot", "not_yet"

    findings: tuple[Finding, ...]

    @property
    def missing(self) -> list[Finding]:
        """What the program cannot open without."""
        return [finding for finding in self.findings if finding.weight is Weight.MISSING]

    @property
    def verdict(self) -> str:
        """Return the heaviest word that follows from the findings."""
        weights = {finding.weight for finding in self.findings}
        if weights & {Weight.MISSING, Weight.NOT_YET}:
            return self.NOT_YET
        return self.PILOT if Weight.PILOT in weights else self.READY

    @property
    def in_words(self) -> str:
        """The verdict in words."""
        return {self.READY: "Ready", self.PILOT: "Ready for a pilot only", self.NOT_YET: "Not yet"}[self.verdict]


def readiness_of(program: Program, *, today: date) -> Readiness:
    """Look at a program through all the apps that have a share in it."""
    found = [finding for part in parts() for finding in part.findings(program, today)]
    order = [Weight.MISSING, Weight.NOT_YET, Weight.PILOT, Weight.HINT, Weight.MET]
    return Readiness(tuple(sorted(found, key=lambda finding: order.index(finding.weight))))


def findings_of(program: Program, today: date) -> Iterator[Finding]:
    """Yield what the program itself needs before it opens, and what speaks against it."""

    def need(words: str, lacking: str, *, met: bool, step: str, label: str) -> Finding:
        page = ("programs:edit_step", (program.pk, step), label)
        return Finding(Weight.MET, words) if met else Finding(Weight.MISSING, lacking, *page)

    yield need("A purpose", "A purpose", met=bool(program.purpose.strip()), step="purpose", label="Write it")
    outcome = "At least one measurable outcome, with baseline and target"
    yield need(outcome, outcome, met=program.outcomes.exists(), step="purpose", label="Say what should change")
    dates = {"step": "sessions", "label": "Change the dates"}
    counts = FEWEST_SESSIONS <= program.session_count <= MOST_SESSIONS
    yield need("A number of sessions", "A number of sessions", met=counts, **dates)
    yield need(
        "An end date that is still to come", "An end date that is still to come", met=program.ends_on > today, **dates
    )
    for role in NAMED_ROLES:
        words = f"A {role.label.lower()} who works here"
        yield need(words, words, met=getattr(program, role).is_active, step="people", label="Name somebody")
    if not program.ground_rules.strip():
        page = ("programs:edit_step", (program.pk, "joining"), "Write them")
        yield Finding(Weight.NOT_YET, "No ground rules: people say yes without knowing what holds.", *page)
    if program.coordinator_id == program.sponsor_id:
        page = ("programs:edit_step", (program.pk, "people"), "Name another")
        yield Finding(Weight.PILOT, "One person coordinates and sponsors. Beyond a pilot that is too much.", *page)
    if program.co_lead_id is None:
        page = ("programs:edit_step", (program.pk, "people"), "Name one")
        yield Finding(Weight.HINT, "No newcomer leads it beside the sponsor yet.", *page)
    if today < program.starts_on < today + SOON:
        page = ("programs:edit_step", (program.pk, "sessions"), "Change the dates")
        yield Finding(Weight.HINT, "It begins within two weeks; joining and pairing take about that long.", *page)
    yield from _of_people(program)


def _of_people(program: Program) -> Iterator[Finding]:
    """Yield what the number of people allows."""
    people = program.participations.exclude(state=Participation.State.LEFT).count()
    page = ("programs:import_roster", (program.pk,), "Invite people")
    if not people:
        words = "Nobody is invited yet, so how many pairs there can be is not known. That can follow the opening."
        if program.entry == Program.Entry.INVITED:
            yield Finding(Weight.HINT, words, *page)
    elif people < 2 * FEWEST_PAIRS and program.entry == Program.Entry.INVITED:
        words = f"{people} {'person is' if people == 1 else 'people are'} invited: {people // 2} pairs at most."
        yield Finding(Weight.NOT_YET, f"{words} A pilot needs {FEWEST_PAIRS}.", *page)
    elif people <= 2 * MOST_PAIRS:
        yield Finding(Weight.PILOT, f"{figures_for(people)} That suits a pilot.", *page)
    elif program.is_pilot:
        page = ("programs:participants", (program.pk,), "See who is invited")
        yield Finding(Weight.HINT, f"A pilot has up to {MOST_PAIRS} pairs, and {people} people are invited.", *page)


def figures_for(people: int) -> str:
    """Return which figures leadership can expect from a number of people, in words."""
    if people < settings.SMALLEST_GROUP:
        return f"With {people} people you will get no figures: they are told from {settings.SMALLEST_GROUP} people on."
    return f"With {people} people you will get overall figures only."


@dataclass(frozen=True)
class Told:
    """One change of a program in words; `details` are (label, before, after) of what was rewritten."""

    change: ProgramChange
    sentences: tuple[str, ...]
    details: tuple[tuple[str, Json, Json], ...]
    may_be_undone: bool


def history_of(program: Program, *, most: int = 100) -> list[Told]:
    """Return the newest changes in words, in four queries however many there are."""
    known, now = all_settings(), settings_of(program)
    changes = list(program.changes.select_related("by", "undoes")[:most])
    people = {
        value
        for change in changes
        for name, setting in known.items()
        if setting.names_a_person
        for value in (change.before.get(name), change.after.get(name))
        if value
    }
    names = {str(key): name for key, name in User.objects.filter(pk__in=people).values_list("pk", "name")}
    return [_told(change, known, now, names, is_draft=program.is_draft) for change in changes]


def _told(
    change: ProgramChange,
    known: Mapping[str, Setting],
    now: Mapping[str, Json],
    names: Mapping[str, str],
    *,
    is_draft: bool,
) -> Told:
    if change.is_opening:
        return Told(change, ("The program was opened.",), (), may_be_undone=False)
    sentences, details = [], []
    for name in change.after:
        setting, before, after = known.get(name), change.before.get(name), change.after[name]
        if setting is None:
            continue
        if setting.names_a_person:
            before, after = (value and names.get(value, "somebody who has left") for value in (before, after))
        sentences += setting.said(before, after)
        if isinstance(after, str) and max(len(str(before)), len(after)) > SHORT:
            details.append((setting.label, before, after))
    may = not change.is_undone and all(now.get(name) == value for name, value in change.after.items())
    may = may and (is_draft or not any(known[name].is_fixed_once_open for name in change.after if name in known))
    return Told(change, tuple(sentences), tuple(details), may_be_undone=may)
