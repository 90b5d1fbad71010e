"""Verbs of ideas: write, release, take back, name an owner, answer."""

from datetime import date, datetime

from django.db import transaction

from ideas.models import Idea
from ideas.queries import Words, drafts_in_clear, is_nameable, open_draft, words_as_text
from outbox.actions import announce, post
from pairing.models import Pair
from people.models import User
from programs.models import Side
from record.sealing import seal

ANSWERS = (Idea.State.ADOPTED, Idea.State.DECLINED, Idea.State.PARKED)


class AlreadyReleased(Exception):
    """Both have let the idea go: everyone can read it, so nobody can take it back."""


class AlreadyAnswered(Exception):
    """The idea has its answer: neither its owner nor its answer changes any more."""


@transaction.atomic
def write_idea(pair: Pair, *, side: str, title: str, text: str, now: datetime) -> Idea:
    """Write an idea that only the two can read; the same words from the same side are written once."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    mine = pair.ideas.filter(released_at__isnull=True, author=side).select_related("pair__data_key")
    for idea, words in drafts_in_clear(list(mine)):
        if words == Words(title, text):
            return idea
    idea = Idea(program=pair.program, pair=pair, author=side, written_at=now)
    seal(idea, draft=words_as_text(title, text)).save(force_insert=True)
    return idea


@transaction.atomic
def release_idea(idea: Idea, *, side: str, now: datetime) -> Idea:
    """Let the idea go for one side; when both have, it is opened for everyone in the same moment.

    Returns the idea as it is now stored. Releasing twice changes nothing.
    """
    idea = _locked(idea)
    if idea.is_released or idea.is_released_by(side):
        return idea
    setattr(idea, f"{side}_releases", True)
    if idea.is_released_by(Side(side).other):
        _open(idea, now=now)
    idea.save()
    if not idea.is_released:
        partner = idea.pair.place_of(Side(side).other).person
        post("idea_waits", to=partner, fact=f"{idea.pk}:{now:%Y-%m-%d}", about=idea.pk, now=now)
        return idea
    for person in {idea.program.coordinator, idea.pair.newcomer.person, idea.pair.senior.person}:
        post("idea_released", to=person, fact=str(idea.pk), about=idea.pk, now=now)
    announce("idea_open", program=idea.program_id, about=idea.pk, fact=str(idea.pk), now=now)
    return idea


@transaction.atomic
def take_back_idea(idea: Idea, *, side: str) -> None:
    """Keep the idea inside the pair after all; raises AlreadyReleased once the other has let it go too."""
    idea = _locked(idea)
    if idea.is_released:
        raise AlreadyReleased
    setattr(idea, f"{side}_releases", False)
    idea.save()


@transaction.atomic
def take_idea(idea: Idea, *, owner: User, answer_due: date, now: datetime) -> None:
    """Name who answers a released idea and until when, also anew; raises AlreadyAnswered."""
    changed = (
        Idea.objects.released()
        .filter(pk=idea.pk, answered_at__isnull=True)
        .update(owner=owner, answer_due=answer_due, state=Idea.State.REVIEW)
    )
    if not changed:
        raise AlreadyAnswered
    post("idea_owned", to=owner, fact=f"{idea.pk}:{answer_due}", about=idea.pk, now=now)


@transaction.atomic
def answer_idea(idea: Idea, *, state: str, answer: str, now: datetime) -> None:
    """Answer with adopted, declined or parked and a reason, and tell both authors; raises AlreadyAnswered."""
    if state not in ANSWERS:
        message = f"An idea is not answered with {state!r}."
        raise ValueError(message)
    changed = Idea.objects.filter(pk=idea.pk, owner__isnull=False, answered_at__isnull=True).update(
        state=state, answer=answer, answered_at=now
    )
    if not changed:
        raise AlreadyAnswered
    # None once the pair is forgotten: then nobody knows whom to tell.
    for pair in Pair.objects.with_people().filter(ideas=idea):
        for author in (pair.newcomer.person, pair.senior.person):
            post("idea_answered", to=author, fact=str(idea.pk), about=idea.pk, now=now)


def _locked(idea: Idea) -> Idea:
    """Return the row as it is now, held until the transaction ends."""
    people = ("program__coordinator", "pair__data_key", "pair__newcomer__person", "pair__senior__person")
    return Idea.objects.select_related(*people).select_for_update(of=("self",)).get(pk=idea.pk)


def _open(idea: Idea, *, now: datetime) -> None:
    """Turn the sealed draft into clear text for everyone, unsaved."""
    idea.title, idea.text = open_draft(idea)
    idea.draft = None
    idea.state, idea.released_at = Idea.State.DISCUSSION, now
    idea.names_program = is_nameable(idea.program)
