"""Reads of insights: the figures of a program as its leaders see them."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from django.conf import settings
from django.db.models import Count, Q
from django.utils.formats import date_format

from feedback.models import Answer
from feedback.queries import questions_of
from ideas.models import Idea
from insights.data.definitions import (
    COMPLETED,
    IDEAS,
    JOINED,
    PAIRS,
    SESSIONS,
    STATUS,
    Block,
    Breakdown,
    counted,
    hidden,
)
from insights.disclosure import step_of_progress, step_of_share
from insights.models import Breakdowns, Release, Tally
from people.models import Role, User
from programs.models import Outcome, Program, ProgramQuerySet
from record.sealing import open_many


def blocks_of(release: Release) -> list[Block]:
    """Return the figures of a release as it froze them (the shape stands in `insights.models.Release`)."""
    return cast("list[Block]", release.figures)


def breakdowns_of(program: Program) -> dict[str, Any]:
    """Return how the next release divides its figures: {"ways": keys of WAYS, "bands": ranges of grades}."""
    declared = Breakdowns.objects.filter(program=program).first() or Breakdowns(program=program)
    return {"ways": declared.ways, "bands": declared.bands}


def status_figures(program: Program) -> list[Block]:
    """Return what may be told of scheduling: only tallies, which grow by whole groups, and over everybody only."""
    told = Counter(dict(Tally.objects.filter(program=program, told__gt=0).values_list("key", "told")))
    pairs, sessions, completed = (told[key] for key in (Tally.Key.PAIRS, Tally.Key.SESSIONS, Tally.Key.COMPLETED))
    people, least = settings.SMALLEST_GROUP, settings.FEWEST_PAIRS
    joined = hidden(f"Told once at least {people} people have said yes.")
    if told[Tally.Key.JOINED]:
        share = Fraction(told[Tally.Key.JOINED], max(told[Tally.Key.INVITED], told[Tally.Key.JOINED]))
        joined = JOINED.told(step_of_share(share), of=f"at least {people} people")
    if not pairs:
        why = f"Told once at least {people} people in {least} pairs have started."
        return [JOINED.block(joined), *(figure.block(hidden(why)) for figure in STATUS if figure is not JOINED)]
    started, held, closed = (
        counted(pairs, of="pairs"),
        hidden(f"Told once {least} pairs have held a session."),
        hidden(f"Told once {least} pairs have held every session."),
    )
    planned = pairs * program.session_count
    if sessions:
        held = SESSIONS.told(step_of_progress(sessions, planned), of=f"of {planned} planned")
    if completed:
        closed = COMPLETED.told(step_of_progress(completed, pairs), of=f"of {pairs} pairs")
    return [JOINED.block(joined), PAIRS.block(started), SESSIONS.block(held), COMPLETED.block(closed)]


def idea_figure(program: Program) -> Block:
    """Return how many ideas name this program and where they stand; everybody can count them on the page of ideas."""
    states = Idea.objects.released().filter(program=program, names_program=True).order_by().values_list("state")
    counts = dict(states.annotate(Count("pk")))
    if not counts:
        return IDEAS.block(hidden("No idea names this program yet."))
    cells = [
        counted(counts.get(state, 0), of="ideas", label=str(state.label).capitalize())
        for state in Idea.State
        if state is not Idea.State.DRAFT
    ]
    by: list[Breakdown] = [{"key": "state", "title": "Where they stand", "cells": cells}]
    return IDEAS.block(counted(sum(counts.values()), of="ideas"), by)


def outcomes_of(program: Program) -> list[dict[str, Any]]:
    """Return each outcome with its way from baseline to target in percent, None before a value is known."""
    outcomes = sorted(program.outcomes.all(), key=lambda outcome: outcome.pk)
    return [{"outcome": outcome, "percent": _way(outcome)} for outcome in outcomes]


def _way(outcome: Outcome) -> int | None:
    """Return how far an outcome has come, 0 to 100."""
    distance: Decimal = outcome.target - outcome.baseline
    if outcome.latest is None or not distance:
        return None
    return max(0, min(100, round(100 * (outcome.latest - outcome.baseline) / distance)))


def newest_releases(programs: Iterable[Program]) -> dict[Any, Release]:
    """Return the newest release of each program that has one, by the program's id; one query."""
    done = Release.objects.done().filter(program__in=list(programs)).select_related("program")
    return {release.program_id: release for release in done.order_by("program_id", "-number").distinct("program_id")}


def led_by(person: User) -> ProgramQuerySet:
    """Return the programs whose figures a person may see: all to HR admins, their own to coordinators and sponsors."""
    begun = Program.objects.exclude(state=Program.State.DRAFT)
    if person.is_hr_admin:
        return begun
    named = Q(pk__in=[])
    for role in {Role.Name.COORDINATOR, Role.Name.SPONSOR} & person.roles:
        named |= Q(**{str(role): person})
    return begun.filter(named)


def words_of(release: Release) -> list[tuple[str, list[str]]]:
    """Return what a release lets organisers read: each question with its words, in the order of their random ids."""
    program = release.program
    if program.survey_key.is_destroyed:
        return []
    words = Answer.objects.filter(program=program, batch=release.number).words().order_by("pk")
    answers = list(words.select_related("program__survey_key"))
    texts = open_many(answers, "text")
    said: dict[str, list[str]] = {}
    for answer in answers:
        said.setdefault(answer.question, []).append(texts[answer.pk])
    titles = {asked.key: asked.title for asked in questions_of(program)} if said else {}
    return [(titles.get(question, ""), told) for question, told in said.items()]


def month_in_figures(program: Program) -> list[str]:
    """Return a line for the outcome and for each figure over everybody of the newest release; none without one."""
    newest = program.releases.done().first()
    if newest is None or newest.finished_at is None:
        return []
    lines = [
        f"{row['outcome'].text}: {_number(row['outcome'].latest)} now, from {_number(row['outcome'].baseline)} "
        f"to a target of {_number(row['outcome'].target)} {row['outcome'].unit}".rstrip()
        for row in outcomes_of(program)
        if row["outcome"].latest is not None
    ]
    told = [(block["title"], block["overall"]) for block in blocks_of(newest) if "value" in block["overall"]]
    lines += [f"{title}: {cell['value']} ({cell['of']})" for title, cell in told]
    return [*lines, f"Out of release {newest.number} of {date_format(newest.finished_at, 'j F Y')}."] if told else []


def _number(value: Decimal | None) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value is not None else ""
