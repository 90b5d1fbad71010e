"""Reads of the closing: who has answered, what both may read then, the certificate, and what the release job counts."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pairing.models import Pair
from profiles.models import Level
from programs.models import Side
from record.clocks import SHARED, length_for
from record.retention import lengths_now
from record.sealing import open_many, open_one
from sessions_app.models import Closing, GoalWords, Meeting
from sessions_app.queries.papers import grouped, lines_of, open_sheets_of, shown_lines_of

WORDS = {level.name.lower(): level.label for level in Level}


@dataclass(frozen=True)
class Answer:
    """One side's closing in clear."""

    choice: str
    more: int
    thanks: str
    keeps_copy: bool
    answered_at: datetime

    @property
    def choice_in_words(self) -> str:
        """What was chosen, as a person reads it."""
        if self.choice == Closing.Choice.EXTEND:
            return f"{self.more} more session{'s' if self.more > 1 else ''}"
        return str(Closing.Choice(self.choice).label)


@dataclass(frozen=True)
class Certificate:
    """What a certificate says: who, which program, how many sessions, how long; never how it went."""

    pair: Pair
    held: int
    minutes: int
    first: date
    last: date

    @property
    def hours(self) -> str:
        """The time spent together in hours, halves where there are any."""
        return f"{self.minutes / 60:.1f}".removesuffix(".0")


def closings_of(pair: Pair) -> dict[Side, Answer]:
    """Return the answers not settled yet by side: for verbs, a page shows its reader's own alone."""
    return _answers(pair, pair.closings.filter(settled_at__isnull=True))


def last_closing_of(pair: Pair) -> dict[Side, Answer]:
    """Return both answers of the newest closing that opened, empty before."""
    opened = pair.closings.filter(settled_at__isnull=False)
    newest = opened.order_by("-settled_at").values_list("settled_at", flat=True).first()
    return _answers(pair, opened.filter(settled_at=newest)) if newest else {}


def _answers(pair: Pair, closings: Collection[Closing]) -> dict[Side, Answer]:
    found = {}
    for closing in closings:
        closing.pair = pair
        side = Side.NEWCOMER if closing.author_id == pair.newcomer_id else Side.SENIOR
        thanks = open_one(closing, "thanks")
        answer = json.loads(open_one(closing, "answer"))
        found[side] = Answer(**answer, thanks=thanks, keeps_copy=closing.keeps_copy, answered_at=closing.answered_at)
    return found


def way_of(goals: Sequence[str], before: Sequence[str], after: Sequence[str]) -> list[dict[str, str]]:
    """Return each goal with its learner's words, as {"goal", "before", "after"}; "" where nothing was said."""
    return [
        {"goal": goal, "before": WORDS.get(then, ""), "after": WORDS.get(now, "")}
        for goal, then, now in zip(goals, before, after, strict=True)
    ]


def first_sheets(pair: Pair, *, side: Side) -> dict[str, list[dict[str, Any]]]:
    """Return the sheets to look back at, as "mine" and "theirs" in groups; empty unless both were shared."""
    opened = open_sheets_of(pair)
    if not opened:
        return {}
    theirs = grouped(shown_lines_of(opened[side.other]))
    return {"mine": grouped(lines_of(opened[side])), "theirs": theirs}


def kept_until(pair: Pair) -> date:
    """Return the day from which what the two shared is deleted."""
    closes = pair.program.closed_at.date() if pair.program.closed_at else pair.program.ends_on
    return closes + length_for(lengths_now()[SHARED.key], pair.began_at).span


def certificate_of(pair: Pair) -> Certificate | None:
    """Return the certificate of a pair that held all its sessions, or has ended after at least one."""
    meetings = list(pair.meetings.all())
    held = [meeting for meeting in meetings if meeting.is_held]
    if not held or (pair.is_live and len(held) < len(meetings)):
        return None
    days = sorted(meeting.local_start.date() for meeting in held)
    return Certificate(pair, len(held), sum(meeting.minutes for meeting in held), days[0], days[-1])


def last_session_begun(meetings: Collection[Meeting], *, now: datetime) -> bool:
    """Whether the closing is open: all sessions are logged, or only one is not and it has begun."""
    left = [meeting for meeting in meetings if meeting.is_planned or meeting.is_undated]
    return bool(meetings) and (not left or (len(left) == 1 and left[0].is_planned and left[0].starts_at <= now))


def goals_risen(pairs: Collection[Pair]) -> dict[tuple[UUID, Side], tuple[int, int]]:
    """Return (pair id, learner's side) → (goals whose self-word rose, goals with a word before and after).

    For the release job alone, which counts over many pairs; no page shows a pair's own.
    """
    said = list(GoalWords.objects.filter(plan__pair__in=pairs).select_related("learner__data_key", "plan"))
    before, after = open_many(said, "before"), open_many(said, "after")
    steps = list(WORDS)
    risen = {}
    for words in said:
        both = zip(json.loads(before.get(words.pk, "[]")), json.loads(after.get(words.pk, "[]")), strict=False)
        told = [(steps.index(then), steps.index(now)) for then, now in both if then and now]
        if told:
            side = Side(words.plan.designer).other
            risen[words.plan.pair_id, side] = (sum(then < now for then, now in told), len(told))
    return risen
