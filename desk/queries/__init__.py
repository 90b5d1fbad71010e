"""What is next for a person, composed from every app below, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from desk.queries.joining import joining, step_of_invitation
from desk.queries.organising import organising
from desk.queries.pairs import pair_step
from desk.queries.steps import NextStep, Urgency
from desk.queries.waiting import listening, waiting_rows
from pairing.models import Pair
from people.models import User
from sessions_app.queries import Workspace, workspaces_of

__all__ = ["NextStep", "Stones", "Urgency", "desk_of", "next_steps", "step_of_invitation"]


@dataclass(frozen=True)
class Stones:
    """How far a pair has come."""

    title: str
    url: str
    held: int
    total: int


def desk_of(person: User, *, pairs: list[Pair], now: datetime) -> tuple[list[NextStep], list[Stones]]:
    """Return the next steps, the most urgent first, and a row of stones a live pair."""
    workspaces = workspaces_of(pairs)
    stones = [
        Stones(
            f"{pair.program.name}, with {pair.partner_of(person).person.name}",
            reverse("sessions_app:pair", args=[pair.pk]),
            workspaces[pair.pk].held,
            workspaces[pair.pk].total,
        )
        for pair in pairs
    ]
    return next_steps(person, workspaces=workspaces.values(), now=now), stones


def next_steps(person: User, *, workspaces: Iterable[Workspace], now: datetime) -> list[NextStep]:
    """Return what waits for a person; equal urgencies stay in the order of a program's life."""
    workspaces = list(workspaces)
    steps = [
        *joining(person, {workspace.pair.program_id for workspace in workspaces}),
        *waiting_rows(person, now=now),
        *(pair_step(workspace, person, now=now) for workspace in workspaces),
        *organising(person, now=now),
        *listening(person),
    ]
    return sorted(steps, key=lambda step: step.urgency)
