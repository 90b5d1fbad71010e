"""Reads of insights: the figures of a program as its leaders see them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.db.models import Q

from feedback.models import Answer
from insights.data.definitions import PAIRS, SESSIONS, STATUS, Block, counted, hidden
from insights.disclosure import step_of_progress
from insights.models import Release, Tally
from people.models import Role, User
from programs.models import Outcome, Program, ProgramQuerySet
from record.sealing import open_many


def blocks_of(release: Release) -> list[Block]:
    """Return the figures of a release as it froze them (the shape stands in `insights.models.Release`)."""
    return cast("list[Block]", release.figures)


def status_figures(program: Program) -> list[Block]:
    """Return what may be told of scheduling: only tallies, which grow by whole groups."""
    counts = dict(Tally.objects.filter(program=program, told__gt=0).values_list("key", "told"))
    pairs, sessions = counts.get(Tally.Key.PAIRS, 0), counts.get(Tally.Key.SESSIONS, 0)
    if not pairs:
        why = f"Told once at least {settings.SMALLEST_GROUP} people in {settings.FEWEST_PAIRS} pairs have started."
        return [figure.block(hidden(why)) for figure in STATUS]
    planned = pairs * program.session_count
    if sessions:
        held = SESSIONS.told(step_of_progress(sessions, planned), of=f"of {planned} planned")
    else:
        held = hidden(f"Told once {settings.FEWEST_PAIRS} pairs have held a session.")
    return [PAIRS.block(counted(pairs, of="pairs")), SESSIONS.block(held)]


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


def words_of(release: Release) -> list[str]:
    """Return the words that a release lets organisers read, in an order that says nothing: that of random ids."""
    program = release.program
    if program.survey_key.is_destroyed:
        return []
    words = Answer.objects.filter(program=program, batch=release.number).words().order_by("pk")
    return list(open_many(words.select_related("program__survey_key"), "text").values())
