"""Verbs of the plan that one designs for the other: write, propose, hand back, agree, say where one stands."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from outbox.actions import post
from pairing.models import Pair
from programs.models import Side
from record.sealing import seal
from sessions_app.actions.workspace import enter
from sessions_app.models import GoalWords, Plan, PlanVersion
from sessions_app.queries import goals_and_themes, handed_over, open_sheets_of, plan_of
from sessions_app.refusal import Refused, need_newest

Lines = Sequence[str]


class SheetsClosed(Refused):
    """A plan is made out of what the other shared, so both sheets come first."""


class NotYourTurn(Refused):
    """The pen is with the other, or the plan is agreed."""


class NothingPlanned(Refused):
    """A plan without a goal."""


@transaction.atomic
def write_plan(
    pair: Pair,
    *,
    side: str,
    designer: str,
    goals: Lines,
    themes: Lines,
    now: datetime,
    words: Lines = (),
    version: int | None = None,
) -> Plan:
    """Keep a draft of goals (up to three) and a theme a session; whoever holds the pen writes, and alone reads it.

    `words`, one a goal, are how the one it is for calls themselves today; `version` is the one the page was opened
    on. Raises ChangedMeanwhile, SheetsClosed, NotYourTurn, PairEnded.
    """
    pair = enter(pair, now=now)
    if not open_sheets_of(pair):
        raise SheetsClosed("A plan is made out of what the other shared. Both sheets come first.")
    plan = plan_of(pair, designer=designer) or Plan(pair=pair, designer=designer)
    plan.pair = pair
    if plan.is_agreed:
        raise NotYourTurn("This plan is agreed by both of you.")
    if plan.pen != side:
        raise NotYourTurn(f"This plan is with {pair.place_of(plan.pen).person.first_name} now.")
    if side != designer:
        keep_words(plan, "before", [word for goal, word in zip(goals, words, strict=False) if goal.strip()])
    goals = [goal.strip() for goal in goals if goal.strip()][: Plan.MOST_GOALS]
    themes = [theme.strip() for theme in themes][: pair.program.session_count]
    if plan.version and goals_and_themes(plan) == (goals, themes):
        return plan
    need_newest(version, plan.version)
    plan.version += 1
    seal(plan, goals=json.dumps(goals), themes=json.dumps(themes)).save()
    return plan


@transaction.atomic
def propose_plan(
    pair: Pair, *, side: str, goals: Lines, themes: Lines, now: datetime, version: int | None = None
) -> None:
    """Show the plan that `side` designed to the other, as worded here, and tell them; again changes nothing.

    Raises NothingPlanned and what `write_plan` raises.
    """
    held = enter(pair, now=now)
    plan = plan_of(held, designer=side)
    if plan is not None and plan.is_proposed:
        return
    plan = write_plan(held, side=side, designer=side, goals=goals, themes=themes, version=version, now=now)
    _need_a_goal(goals)
    Plan.objects.filter(pk=plan.pk).update(proposed_at=now)
    _note_version(plan, side=side, now=now)
    post("plan_proposed", to=held.place_of(Side(side).other).person, fact=str(plan.pk), about=plan.pk, now=now)


@transaction.atomic
def return_plan(
    pair: Pair,
    *,
    side: str,
    designer: str,
    goals: Lines,
    themes: Lines,
    now: datetime,
    words: Lines = (),
    version: int | None = None,
) -> None:
    """Hand a proposed plan over as worded here, for the partner to read what changed and to say yes; tell them.

    Raises NothingPlanned and what `write_plan` raises.
    """
    held = enter(pair, now=now)
    lines = {"goals": goals, "themes": themes, "words": words}
    plan = write_plan(held, side=side, designer=designer, **lines, version=version, now=now)
    if not plan.is_proposed:
        raise NotYourTurn("This plan is proposed first.")
    _need_a_goal(goals)
    if not _note_version(plan, side=side, now=now):
        raise NothingPlanned("You changed nothing. Agree to the plan, or change a line and hand it back.")
    Plan.objects.filter(pk=plan.pk).update(is_back=side != designer)
    partner, fact = held.place_of(Side(side).other).person, f"{plan.pk}:{plan.version}"
    post("plan_returned", to=partner, fact=fact, about=plan.pk, now=now)


@transaction.atomic
def agree_plan(
    pair: Pair,
    *,
    side: str,
    goals: Lines,
    themes: Lines,
    now: datetime,
    designer: str = "",
    words: Lines = (),
    version: int | None = None,
) -> None:
    """Say yes to a plan that is with `side`, as worded here; again changes nothing.

    `designer` is the partner unless given. Raises NothingPlanned and what `write_plan` raises.
    """
    held = enter(pair, now=now)
    designer = designer or Side(side).other
    plan = plan_of(held, designer=designer)
    if plan is not None and plan.is_agreed:
        return
    lines = {"goals": goals, "themes": themes, "words": words}
    plan = write_plan(held, side=side, designer=designer, **lines, version=version, now=now)
    _need_a_goal(goals)
    if not plan.is_proposed:
        raise NotYourTurn("This plan is proposed first.")
    Plan.objects.filter(pk=plan.pk).update(agreed_at=now)
    _note_version(plan, side=side, now=now)


@transaction.atomic
def say_where_i_stand(pair: Pair, *, side: str, words: Lines, now: datetime) -> None:
    """Keep a side's own words on the goals of the agreed plan made for it, as they are before the sessions.

    Raises NotYourTurn before it is agreed, PairEnded.
    """
    held = enter(pair, now=now)
    plan = plan_of(held, designer=Side(side).other)
    if plan is None or not plan.is_agreed:
        raise NotYourTurn("Your words belong to a plan that you have agreed to.")
    keep_words(plan, "before", words)


def keep_words(plan: Plan, moment: str, words: Lines) -> None:
    """Seal the learner's own words of one moment ("before" or "after"); none at all leaves what was said."""
    if not any(words):
        return
    learner = plan.pair.place_of(Side(plan.designer).other)
    said = GoalWords.objects.filter(plan=plan).first() or GoalWords(plan=plan)
    said.learner = learner
    seal(said, **{moment: json.dumps(list(words))}).save()


def _note_version(plan: Plan, *, side: str, now: datetime) -> bool:
    """Keep what the plan says now as handed over by `side`; False where it says what was last handed over."""
    lines = goals_and_themes(plan)
    earlier = handed_over(plan)
    if earlier and goals_and_themes(earlier[0]) == lines:
        return False
    version = PlanVersion(plan=plan, number=len(earlier) + 1, worded_by=side, handed_at=now)
    goals, themes = lines
    seal(version, goals=json.dumps(goals), themes=json.dumps(themes)).save(force_insert=True)
    return True


def _need_a_goal(goals: Lines) -> None:
    if not any(goal.strip() for goal in goals):
        raise NothingPlanned("Write at least one goal.")
