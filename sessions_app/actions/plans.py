"""Verbs of the plan that one designs for the other: write, propose, agree."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from outbox.actions import post
from pairing.models import Pair
from programs.models import Side
from record.sealing import seal
from sessions_app.actions.workspace import enter
from sessions_app.models import Plan
from sessions_app.queries import open_sheets_of, plan_of
from sessions_app.refusal import Refused


class SheetsClosed(Refused):
    """A plan is made out of what the other shared, so both sheets come first."""


class NotYourTurn(Refused):
    """The pen is with the other, or the plan is agreed."""


class NothingPlanned(Refused):
    """A plan without a goal."""


@transaction.atomic
def write_plan(
    pair: Pair, *, side: str, designer: str, goals: Sequence[str], themes: Sequence[str], now: datetime
) -> Plan:
    """Keep goals (up to three) and a theme a session; the designer writes until it is proposed, then the other.

    Raises SheetsClosed, NotYourTurn, PairEnded.
    """
    pair = enter(pair, now=now)
    if not open_sheets_of(pair):
        raise SheetsClosed("A plan is made out of what the other shared. Both sheets come first.")
    plan = plan_of(pair, designer=designer) or Plan(pair=pair, designer=designer)
    plan.pair = pair
    if plan.is_agreed:
        raise NotYourTurn("This plan is agreed by both of you.")
    if plan.is_proposed == (side == designer):
        partner = pair.place_of(Side(side).other).person.first_name
        raise NotYourTurn(f"This plan is with {partner} now.")
    goals = [goal.strip() for goal in goals if goal.strip()][: Plan.MOST_GOALS]
    themes = [theme.strip() for theme in themes][: pair.program.session_count]
    seal(plan, goals=json.dumps(goals), themes=json.dumps(themes)).save()
    return plan


@transaction.atomic
def propose_plan(pair: Pair, *, side: str, goals: Sequence[str], themes: Sequence[str], now: datetime) -> None:
    """Show the plan that `side` designed to the other, as worded here, and tell them; again changes nothing."""
    held = enter(pair, now=now)
    plan = plan_of(held, designer=side)
    if plan is not None and plan.is_proposed:
        return
    plan = write_plan(held, side=side, designer=side, goals=goals, themes=themes, now=now)
    _need_a_goal(goals)
    if Plan.objects.filter(pk=plan.pk, proposed_at__isnull=True).update(proposed_at=now):
        partner = held.place_of(Side(side).other).person
        post("plan_proposed", to=partner, fact=str(plan.pk), about=plan.pk, now=now)


@transaction.atomic
def agree_plan(pair: Pair, *, side: str, goals: Sequence[str], themes: Sequence[str], now: datetime) -> None:
    """Say yes to the plan designed for `side`, as worded here; again changes nothing."""
    held = enter(pair, now=now)
    designer = Side(side).other
    plan = plan_of(held, designer=designer)
    if plan is not None and plan.is_agreed:
        return
    plan = write_plan(held, side=side, designer=designer, goals=goals, themes=themes, now=now)
    _need_a_goal(goals)
    Plan.objects.filter(pk=plan.pk, proposed_at__isnull=False, agreed_at__isnull=True).update(agreed_at=now)


def _need_a_goal(goals: Sequence[str]) -> None:
    if not any(goal.strip() for goal in goals):
        raise NothingPlanned("Write at least one goal.")
