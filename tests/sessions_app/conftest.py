"""A workspace that has come as far as a test needs."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from pairing.models import Pair
from programs.models import Side
from sessions_app.actions import (
    Entry,
    agree_plan,
    date_meetings,
    open_workspace,
    propose_plan,
    share_sheet,
    sign_agreement,
)
from sessions_app.models import Meeting, SheetLine
from sessions_app.queries import Step, next_step, workspaces_of
from tests.factories import NOW

Kind = SheetLine.Kind
NEWCOMER_LINES = [
    Entry(Kind.OFFER, "canary-newcomer-offer"),
    Entry(Kind.LEARN, "canary-newcomer-learn"),
    Entry(Kind.NOT_GOOD_AT, "canary-newcomer-secret", is_kept_back=True),
]
SENIOR_LINES = [Entry(Kind.LEARN, "canary-senior-learn"), Entry(Kind.OFFER, "canary-senior-offer")]


@dataclass
class Walk:
    """A pair that walks along its papers; each step takes what came before for granted."""

    pair: Pair

    def share_both(self, *, now: datetime = NOW) -> None:
        share_sheet(self.pair, side=Side.NEWCOMER, lines=NEWCOMER_LINES, now=now)
        share_sheet(self.pair, side=Side.SENIOR, lines=SENIOR_LINES, now=now)

    def agree_plans(self, *, now: datetime = NOW) -> None:
        for side in Side:
            lines = {"goals": [f"canary-goal-by-{side}"], "themes": [f"canary-theme-by-{side}"]}
            propose_plan(self.pair, side=side, **lines, now=now)
            agree_plan(self.pair, side=side.other, **lines, now=now)

    def sign(self, *, now: datetime = NOW) -> None:
        open_workspace(self.pair, now=now)
        for side in Side:
            sign_agreement(self.pair, side=side, version=self.pair.agreements.first().version, now=now)

    def date(self, *, now: datetime = NOW, days: int = 7) -> list[Meeting]:
        """Date all sessions from ten o'clock in London on, some days after `now`."""
        return date_meetings(
            self.pair,
            first_date=(now + timedelta(days=days)).date(),
            local_time=time(10),
            zone="Europe/London",
            now=now,
        )

    def all(self, *, now: datetime = NOW) -> list[Meeting]:
        self.share_both(now=now)
        self.agree_plans(now=now)
        self.sign(now=now)
        return self.date(now=now)


def step_of(pair: Pair, side: str, *, now: datetime) -> Step:
    """Return the one next step of a side along sheet, plans, agreement, dates, sessions."""
    return next_step(workspaces_of([pair])[pair.pk], side, now=now)


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast.pair)
