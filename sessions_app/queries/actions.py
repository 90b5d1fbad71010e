"""Reads of a session's page: which part of it is due, its questions, and what the two mean to try."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from programs.models import Program, Side
from record.sealing import open_many
from sessions_app.data.prompts import THEMES, Phase, offered, prompts_for
from sessions_app.models import Action, Meeting

PARTS = {"prepare": "Prepare", "meet": "Meet", "debrief": "Debrief"}
_TITLES = {
    Phase.PREPARE: "Questions to prepare with",
    Phase.OPEN: "To begin with",
    Phase.CLOSE: "To close with",
    Phase.DEBRIEF: "Questions to look back with",
}
_PHASES = {
    "prepare": (Phase.PREPARE,),
    "meet": (Phase.OPEN, Phase.CLOSE),
    "debrief": (Phase.DEBRIEF,),
}


def part_of(meeting: Meeting, *, asked: str, now: datetime) -> str:
    """Return which part of a session's page is shown: the one asked for, else the one whose hour it is."""
    if asked in PARTS:
        return asked
    if not meeting.is_planned:
        return "prepare" if meeting.is_undated else "debrief"
    if now < meeting.starts_at - timedelta(minutes=10):
        return "prepare"
    return "meet" if now < meeting.starts_at + timedelta(minutes=meeting.minutes) else "debrief"


def questions_of(program: Program, part: str, *, theme: str, turn: int) -> dict[str, Any]:
    """Return the questions of a part as {"groups": [{"title", "prompts"}], "halves": [prompts, prompts]}."""
    theme, among = theme if theme in THEMES else "", offered(program.prompts)
    groups = [
        {
            "title": _TITLES[phase],
            "prompts": prompts_for(phase, turn=turn, among=among),
            "is_close": phase is Phase.CLOSE,
        }
        for phase in _PHASES[part]
    ]
    halves = [prompts_for(phase, theme=theme, turn=turn, among=among) for phase in (Phase.HALF_ONE, Phase.HALF_TWO)]
    return {"groups": groups, "halves": halves, "theme": theme, "turn": turn + 1, "themes": THEMES}


@dataclass(frozen=True)
class Task:
    """An action in clear, as one side sees it."""

    pk: UUID
    text: str
    is_mine: bool
    due_on: date | None
    is_done: bool
    # The session it was written in, where that is an earlier one.
    from_session: int | None


def tasks_of(meeting: Meeting, *, side: str) -> list[Task]:
    """Return what a session's page lists: its own actions, and those of earlier ones that are still to do."""
    here = Q(meeting=meeting) | Q(meeting__number__lt=meeting.number, done_at__isnull=True)
    actions = list(Action.objects.filter(here, pair=meeting.pair_id).with_keys())
    texts = open_many(actions, "text")
    return [
        Task(
            pk=action.pk,
            text=texts[action.pk],
            is_mine=action.owner == Side(side),
            due_on=action.due_on,
            is_done=action.is_done,
            from_session=action.meeting.number if action.meeting_id != meeting.pk else None,
        )
        for action in actions
    ]
