"""Verbs of releases: request one, compute it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from feedback.models import Answer
from feedback.queries import questions_of
from insights.actions.tallies import SETTLING, locked, since, tally
from insights.data.definitions import GOALS, GOING_ON, Block, hidden
from insights.data.measures import measures_for
from insights.disclosure import is_enough
from insights.facts import Cohort, answered, cohort_of, goals, going_on, radar, taken
from insights.models import Release, Tally
from insights.queries import breakdowns_of, idea_figure, status_figures
from insights.telling import Known, Told, exposed, radar_block, told, told_by_choice, told_radar
from leases.actions import fail, finish, report, wake
from outbox.actions import announce
from pairing.models import Pair
from people.models import User
from programs.models import Program

# A refused release is not asked for again at once: trying after each session would tell who answers.
REST = timedelta(days=1)


class TooSoon(Exception):
    """A release was refused within the last day."""


class SwitchedOff(Exception):
    """The program counts no figures."""


class _TooFew(Exception):
    """The new answers come from too few people or pairs."""


class _Exposed(Exception):
    """A figure would tell of too few people; the text says which breakdown has to go."""


def refusal() -> str:
    """Return why a release was refused; it never says how many are missing."""
    return (
        f"There are not yet new answers from {settings.SMALLEST_GROUP} people in {settings.FEWEST_PAIRS} pairs. "
        "Nothing was counted; every answer is kept for a later release."
    )


@transaction.atomic
def request_release(program: Program, *, by: User, now: datetime) -> Release:
    """Ask for the next release; while one is under way it is that one.

    It holds the breakdowns declared now. A failed one gives its number to the next. Raises TooSoon within a day of a
    refusal, and SwitchedOff.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    if not program.figures_on:
        raise SwitchedOff
    newest = program.releases.first()
    if newest is not None and newest.is_under_way:
        return newest
    number = 1 if newest is None else newest.number + 1
    if newest is not None and newest.has_failed:
        if newest.failure == refusal() and newest.finished_at is not None and now < newest.finished_at + REST:
            raise TooSoon
        number = newest.number
        newest.delete()
    release = Release.objects.create(
        program=program, number=number, breakdowns=breakdowns_of(program), requested_at=now, requested_by=by
    )
    wake("insights.compute_releases")
    return release


def compute_release(release: Release, *, now: datetime) -> None:
    """Count what no release has counted yet and freeze the figures of a claimed release, all or nothing.

    Too few people or pairs end it with a plain sentence and count nothing, and so does a figure that would tell of a
    few. Raises LeaseLost, with nothing counted, when another worker has taken over.
    """
    try:
        _compute(release, now=now)
    except _TooFew:
        fail(release, sentence=refusal(), now=now)
    except _Exposed as refused:
        fail(release, sentence=str(refused), now=now)


@transaction.atomic
def _compute(release: Release, *, now: datetime) -> None:
    """Mark the batch, count it, prove it and store it; raises _TooFew and _Exposed and leaves nothing behind.

    Its first statement holds the row, so that no other worker claims it however long this takes.
    """
    report(release, stage="Counting", done=0, total=0, now=now)
    with connection.cursor() as cursor:
        # Half a million answers are grouped in memory then, not by sorting them on the disk.
        cursor.execute("SET LOCAL work_mem = '128MB'")
    program = release.program
    tally(program, now=now)
    cohort = cohort_of(program, release.breakdowns.get("ways", []), release.breakdowns.get("bands", []))
    known: Known = {}
    figures = [*_of_answers(release, cohort, known), *_of_papers(program, cohort, known, until=now - SETTLING)]
    if not any(isinstance(figure, Told) for figure in figures):
        raise _TooFew
    found = exposed([figure for figure in figures if isinstance(figure, Told)])
    if found is not None:
        figure, way = found
        message = f"“{figure}” would tell of too few people if it were divided like this. Nothing was counted. "
        raise _Exposed(f"{message}Take “{way}” out of the breakdowns, then ask again.")
    _release_words(program, release.number)
    blocks = [figure.block if isinstance(figure, Told) else figure for figure in figures]
    figures_now = [*status_figures(program), *blocks, idea_figure(program)]
    Release.objects.filter(pk=release.pk).update(figures=figures_now)
    finish(release, now=now)
    announce("figures_released", program=program.pk, about=release.pk, fact=str(release.pk), now=now)


def _of_answers(release: Release, cohort: Cohort, known: Known) -> Iterator[Told | Block]:
    """Yield a figure a question over the answers of the batch; what too few answered waits for a later one."""
    program, batch = release.program, release.number
    taps = Answer.objects.filter(program=program).taps()
    measures = measures_for(questions_of(program))
    taps.unreleased().update(batch=batch)
    said = answered(program, batch, measures, cohort)
    for measure in measures:
        facts = said[measure.place]
        if measure.choices:
            chosen = taken(program, batch, measure, cohort)
            labelled = {label: chosen.get(value, frozenset()) for value, label in measure.choices}
            figure = told_by_choice(measure.definition, facts, labelled)
        else:
            figure = told(measure.definition, facts, cohort, known)
        if figure is None:
            taps.filter(batch=batch, survey=measure.survey, question=measure.question).update(batch=None)
            yield measure.definition.block(hidden(_needs("have answered")))
        else:
            yield figure


def _of_papers(program: Program, cohort: Cohort, known: Known, *, until: datetime) -> Iterator[Told | Block]:
    """Yield what is opened here and nowhere else: goals, closings and gaps, each counted in one release only."""

    def of_goals(row: Tally) -> Told | None:
        ended = list(Pair.objects.filter(program=program, **since(row, "ended_at", until=until)))
        return told(GOALS, goals(ended, cohort), cohort, known)

    def of_closings(row: Tally) -> Told | None:
        facts = going_on(program, since(row, "settled_at", until=until), cohort)
        return told(GOING_ON, facts, cohort, known)

    def of_gaps(row: Tally) -> Told | None:
        return told_radar(radar(program, cohort, after=row.after, until=until))

    for key, definition, count in (
        (Tally.Key.GOALS, GOALS, of_goals),
        (Tally.Key.GOING_ON, GOING_ON, of_closings),
    ):
        yield _once(program, key, count, until=until) or definition.block(hidden(_needs("have closed")))
    why = _needs("have named the same kinds of skill")
    yield _once(program, Tally.Key.RADAR, of_gaps, until=until) or radar_block(why, learn=[], offer=[])


def _once(program: Program, key: str, count: Callable[[Tally], Told | None], *, until: datetime) -> Told | None:
    """Count what a tally has not seen; it moves on only if that is told."""
    row = locked(program, key)
    figure = count(row)
    if figure is not None:
        row.until = until
        row.save()
    return figure


def _needs(words: str) -> str:
    return f"Told once at least {settings.SMALLEST_GROUP} people in {settings.FEWEST_PAIRS} pairs {words}."


def _release_words(program: Program, number: int) -> None:
    """Let organisers read the ticked words to a question once enough people have written some; until then they wait."""
    words = Answer.objects.filter(program=program).unreleased().words().select_for_update()
    whose: dict[str, list[tuple[UUID, str, str]]] = {}
    for question, answer, person, pair in words.values_list("question", "pk", "person_hash", "pair_hash"):
        whose.setdefault(question, []).append((answer, person, pair))
    for rows in whose.values():
        writers = {person for _, person, _ in rows}
        if len(writers) >= settings.FEWEST_WRITERS and is_enough(writers, {pair for *_, pair in rows}):
            Answer.objects.filter(pk__in=[answer for answer, *_ in rows]).update(batch=number)
