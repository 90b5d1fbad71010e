"""Verbs of insights: tally what may be told of scheduling, request a release, compute it; say what was done."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from django.conf import settings
from django.db import transaction

from feedback.models import Answer
from insights.data.definitions import PULSE, WORTH, Block, Definition
from insights.disclosure import is_enough, mean_of_people, of_at_least, step_of_scale, step_of_share
from insights.models import Release, Reply, Tally
from insights.queries import status_figures
from leases.actions import fail, finish, report, wake
from pairing.models import Pair
from people.models import User
from programs.models import Program
from sessions_app.models import Meeting

# A fact is counted once everything that began before it has surely been committed.
SETTLING = timedelta(minutes=5)
# A refused release is not asked for again at once: trying after each session would tell who answers.
REST = timedelta(days=1)
YES = 3
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class TooSoon(Exception):
    """A release was refused within the last day."""


class SwitchedOff(Exception):
    """The program counts no figures."""


class _TooFew(Exception):
    """The new answers come from too few people or pairs."""


def refusal() -> str:
    """Return why a release was refused; it never says how many are missing."""
    return (
        f"There are not yet new answers from {settings.SMALLEST_GROUP} people in {settings.FEWEST_PAIRS} pairs. "
        "Nothing was counted; every answer is kept for a later release."
    )


def tally_programs(*, now: datetime) -> None:
    """Bring the tallies of every running program up to date."""
    for program in Program.objects.running().filter(figures_on=True):
        tally(program, now=now)


@transaction.atomic
def tally(program: Program, *, now: datetime) -> None:
    """Count new pairs and new sessions, each only once they come from enough people and pairs together."""
    until = now - SETTLING
    pairs = _locked(program, Tally.Key.PAIRS)
    begun = Pair.objects.filter(program=program, began_at__gt=pairs.until or _BEFORE_ALL, began_at__lte=until)
    _grow(pairs, begun.values_list("pk", "newcomer__person", "senior__person"), until=until)
    sessions = _locked(program, Tally.Key.SESSIONS)
    held = Meeting.objects.held().filter(
        pair__program=program, confirmed_at__gt=sessions.until or _BEFORE_ALL, confirmed_at__lte=until
    )
    _grow(sessions, held.values_list("pair", "pair__newcomer__person", "pair__senior__person"), until=until)


def _locked(program: Program, key: str) -> Tally:
    """Return the tally, held until the transaction ends."""
    Tally.objects.get_or_create(program=program, key=key)
    return Tally.objects.select_for_update().get(program=program, key=key)


def _grow(tally: Tally, facts: Iterable[tuple[UUID, UUID, UUID]], *, until: datetime) -> None:
    """Add facts (pair, newcomer, senior) if they are about enough people and pairs; otherwise they wait."""
    facts = list(facts)
    if is_enough({person for _, *both in facts for person in both}, {pair for pair, *_ in facts}):
        tally.told += len(facts)
        tally.until = until
        tally.save()


@transaction.atomic
def request_release(program: Program, *, by: User, now: datetime) -> Release:
    """Ask for the next release; while one is under way it is that one.

    A failed one gives its number to the next. Raises TooSoon within a day of a refusal, and SwitchedOff.
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
    release = Release.objects.create(program=program, number=number, requested_at=now, requested_by=by)
    wake("insights.compute_releases")
    return release


def compute_release(release: Release, *, now: datetime) -> None:
    """Count the answers that no release has counted yet and freeze the figures of a claimed release, all or nothing.

    Too few people or pairs end it with a plain sentence and count nothing. Raises LeaseLost, with nothing counted,
    when another worker has taken over.
    """
    try:
        report(release, stage="Counting new answers", done=0, total=0, now=now)
        _compute(release, now=now)
    except _TooFew:
        fail(release, sentence=refusal(), now=now)


@transaction.atomic
def _compute(release: Release, *, now: datetime) -> None:
    """Mark the batch, judge it, and store its figures; raises _TooFew and leaves nothing behind."""
    program = release.program
    tally(program, now=now)
    unreleased = Answer.objects.filter(program=program).unreleased()
    unreleased.taps().update(batch=release.number)
    taps = list(
        Answer.objects.filter(program=program, batch=release.number)
        .taps()
        .values_list("question", "person_hash", "pair_hash", "choice")
    )
    figures = [_pulse_figure(figure, taps) for figure in PULSE]
    _release_words(program, release.number)
    Release.objects.filter(pk=release.pk).update(figures=[*status_figures(program), *figures])
    finish(release, now=now)


def _pulse_figure(figure: Definition, taps: list[tuple[str, str, str, int | None]]) -> Block:
    """Return one question's figure over the batch; raises _TooFew."""
    answers = [
        (person, pair, choice)
        for question, person, pair, choice in taps
        if question == figure.key and choice is not None
    ]
    people = {person for person, _, _ in answers}
    if not is_enough(people, {pair for _, pair, _ in answers}):
        raise _TooFew
    if figure is WORTH:
        mean = mean_of_people((person, Fraction(choice)) for person, _, choice in answers)
        step = step_of_scale(mean, steps=len(figure.steps))
    else:
        step = step_of_share(mean_of_people((person, Fraction(choice == YES)) for person, _, choice in answers))
    return figure.block(figure.told(step, of=of_at_least(people)))


def _release_words(program: Program, number: int) -> None:
    """Let organisers read the ticked words once enough people have written some; until then they wait."""
    words = Answer.objects.filter(program=program).unreleased().words().select_for_update()
    whose = list(words.values_list("pk", "person_hash", "pair_hash"))
    writers = {person for _, person, _ in whose}
    if len(writers) >= settings.FEWEST_WRITERS and is_enough(writers, {pair for *_, pair in whose}):
        Answer.objects.filter(pk__in=[answer for answer, *_ in whose]).update(batch=number)


@transaction.atomic
def write_reply(program: Program, *, said: str, did: str, release: Release | None, by: User, now: datetime) -> Reply:
    """Tell everybody in the program what was done about something; the same words are told once."""
    Program.objects.select_for_update().get(pk=program.pk)
    same = program.replies.filter(said=said, did=did).first()
    if same is not None:
        return same
    return program.replies.create(said=said, did=did, release=release, written_by=by, written_at=now)


def edit_reply(reply: Reply, *, said: str, did: str, release: Release | None, now: datetime) -> None:
    """Say it in other words; the page tells that it was changed."""
    if (reply.said, reply.did, reply.release) != (said, did, release):
        Reply.objects.filter(pk=reply.pk).update(said=said, did=did, release=release, changed_at=now)


def remove_reply(reply: Reply) -> None:
    """Take it off the page; twice is harmless."""
    Reply.objects.filter(pk=reply.pk).delete()
