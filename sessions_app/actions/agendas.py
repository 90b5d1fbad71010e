"""Verbs of what pairs find in a session: the agenda of a program and its questions to begin with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from programs.actions import ChangedMeanwhile, NotOpen
from programs.data.shipped import AGENDA, TEMPLATES
from programs.models import Program
from programs.parts import seen_of


@transaction.atomic
def write_agenda(program: Program, *, halves: Sequence[Mapping[str, Any]], seen: str) -> None:
    """Give a program's sessions two halves as {"teaches", "title", "steps": [{"minutes", "text"}]}.

    Raises ChangedMeanwhile unless the agenda is still the one that was `seen`, and NotOpen once the program has ended.
    """
    program = _unchanged(program, "agenda", seen)
    program.agenda = [dict(half) for half in halves]
    program.save(update_fields=["agenda"])


@transaction.atomic
def restore_agenda(program: Program) -> None:
    """Go back to the agenda of the program's template; raises NotOpen."""
    program = _unchanged(program, "agenda", None)
    shipped = {template.key: template.agenda for template in TEMPLATES}.get(program.template, AGENDA)
    program.agenda = [asdict(half) for half in shipped]
    program.save(update_fields=["agenda"])


@transaction.atomic
def write_prompts(program: Program, *, off: Collection[str], own: Mapping[str, Sequence[str]], seen: str) -> None:
    """Switch shipped questions off by their text, and add one's own by phase; raises as write_agenda does."""
    program = _unchanged(program, "prompts", seen)
    program.prompts = {"off": sorted(off), "own": {phase: list(texts) for phase, texts in own.items() if texts}}
    program.save(update_fields=["prompts"])


def _unchanged(program: Program, name: str, seen: str | None) -> Program:
    program = Program.objects.select_for_update().get(pk=program.pk)
    if program.is_closed:
        raise NotOpen
    if seen is not None and seen != seen_of(program, [name]):
        raise ChangedMeanwhile
    return program
