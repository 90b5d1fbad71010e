"""Verbs of rulings: keep two people together, keep them apart, undo either."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pairing.models import Ruling
from pairing.queries import checker
from people.models import User
from programs.actions import NotOpen
from programs.models import Participation, Program


class HandRefused(Exception):
    """What somebody would do by hand cannot be; `sentences` say why, one each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


@transaction.atomic
def rule_pair(
    program: Program, *, newcomer: Participation, senior: Participation, kind: str, by: User, now: datetime
) -> Ruling:
    """Keep two people together, or apart, in every round to come; the same again changes nothing.

    A pin that breaks a hard rule, a block, or the places of the two is refused with its reasons, never kept. Raises
    HandRefused and NotOpen.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    if not program.is_open:
        raise NotOpen
    standing = program.rulings.filter(newcomer=newcomer, senior=senior).first()
    if standing is not None and standing.kind != kind:
        names = f"{newcomer.person.name} and {senior.person.name}"
        raise HandRefused(
            [f"You keep {names} {standing.kind}. Undo that first: nobody can be both together and apart."]
        )
    if standing is not None:
        return standing
    if kind == Ruling.Kind.TOGETHER:
        hindrances = checker(program, now=now).pin_hindrances(newcomer, senior)
        if hindrances:
            raise HandRefused(hindrances)
    return Ruling.objects.create(program=program, newcomer=newcomer, senior=senior, kind=kind, made_by=by, made_at=now)


@transaction.atomic
def undo_ruling(ruling: Ruling) -> None:
    """Take a ruling back, as if it had never been made; a second time changes nothing."""
    Ruling.objects.filter(pk=ruling.pk).delete()
