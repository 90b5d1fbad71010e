"""Reads of a pair's workspace that join several nouns, split by noun: meetings, papers, workspace."""

from sessions_app.queries.drift import Hint, drifting, hint_of, signs_of
from sessions_app.queries.meetings import agenda_of, calendar_of, halves_of, notes_of, rhythms_of
from sessions_app.queries.papers import (
    agreement_text,
    first_draft,
    goals_and_themes,
    grouped,
    limits,
    lines_of,
    open_sheets_of,
    plan_of,
    sections_of,
    shown_lines_of,
)
from sessions_app.queries.standing import Action, Colour, Stage, Standing, on_board, standings, standings_of
from sessions_app.queries.workspace import (
    Step,
    Workspace,
    first_waits_for,
    next_step,
    not_oriented,
    step_of,
    workspaces_of,
)

__all__ = [
    "Action",
    "Colour",
    "Hint",
    "Stage",
    "Standing",
    "Step",
    "Workspace",
    "agenda_of",
    "agreement_text",
    "calendar_of",
    "drifting",
    "first_draft",
    "first_waits_for",
    "goals_and_themes",
    "grouped",
    "halves_of",
    "hint_of",
    "limits",
    "lines_of",
    "next_step",
    "not_oriented",
    "notes_of",
    "on_board",
    "open_sheets_of",
    "plan_of",
    "rhythms_of",
    "sections_of",
    "shown_lines_of",
    "signs_of",
    "standings",
    "standings_of",
    "step_of",
    "workspaces_of",
]
