"""Pages of the plans: the one I design for the other, and the one designed for me."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest
from programs.models import Side
from sessions_app import actions, queries
from sessions_app.forms import PlanForm, WordsForm
from sessions_app.models import Plan
from sessions_app.views.replies import Keeping, both, done, keep, seen

# The button that was pressed → its verb and what is true after it; a page that saves by itself presses none.
PRESSED: dict[str, tuple[Callable[..., Any], str]] = {
    "propose": (actions.propose_plan, "Your plan is proposed."),
    "return": (actions.return_plan, "The plan is handed back with your changes."),
    "agree": (actions.agree_plan, "The plan is agreed by both of you."),
    "": (actions.write_plan, "Your draft is saved. Only you see it."),
}


@pair_door
def my_plan(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Design the plan for the other, out of the lines they shared; read their changes when it comes back."""
    side = pair.side_of(request.user)
    plan = queries.plan_of(pair, designer=side)
    lines = queries.goals_and_themes(plan) if plan else queries.first_draft(pair, designer=side)
    form = PlanForm(request.POST or None, initial=PlanForm.beginning(*lines), total=pair.program.session_count)
    keeping = _keep(request, pair, form, plan, designer=side)
    if keeping.is_kept and not request.htmx:
        return redirect(request.path)
    theirs = queries.open_sheets_of(pair).get(side.other)
    context = _context(request, pair, plan, form=form, keeping=keeping, lines=lines)
    context["their_groups"] = queries.grouped(queries.shown_lines_of(theirs)) if theirs else None
    return render(request, "sessions_app/my_plan.html", context)


@pair_door
def their_plan(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Read, change and agree to the plan for me, and say where I stand; before it is proposed there is none."""
    side = pair.side_of(request.user)
    plan = queries.plan_of(pair, designer=side.other)
    plan = plan if plan and plan.is_proposed else None
    lines = queries.goals_and_themes(plan) if plan else ([], [])
    words = queries.goal_words(plan)[0] if plan else []
    if plan and plan.is_agreed and pair.program.words_on and "say" in request.POST:
        return _say(request, pair, goals=lines[0])
    form = PlanForm(
        request.POST or None,
        initial=PlanForm.beginning(*lines, words),
        total=pair.program.session_count,
        asks_words=pair.program.words_on,
    )
    keeping = _keep(request, pair, form, plan, designer=side.other)
    if keeping.is_kept and not request.htmx:
        return redirect(request.path)
    context = _context(request, pair, plan, form=form, keeping=keeping, lines=lines)
    if pair.program.words_on:
        context["words_form"] = WordsForm(goals=lines[0], initial=PlanForm.beginning((), (), words))
    return render(request, "sessions_app/their_plan.html", context)


def _keep(request: PersonRequest, pair: Pair, form: PlanForm, plan: Plan | None, *, designer: Side) -> Keeping:
    """Do what the pressed button says with what was typed."""
    side = pair.side_of(request.user)
    pressed = next((name for name in PRESSED if name in request.POST), "")
    verb, said = PRESSED[pressed]
    whose = {} if pressed == "propose" else {"designer": designer}
    return keep(
        request,
        form,
        lambda: verb(pair, side=side, **whose, **form.lines(), version=seen(request), now=timezone.now()),
        stands=plan.version if plan else 0,
        said=said,
    )


def _say(request: PersonRequest, pair: Pair, *, goals: list[str]) -> HttpResponse:
    """Keep my own words on the goals of an agreed plan."""
    form = WordsForm(request.POST, goals=goals)
    if form.is_valid():
        said = "Your words are kept. Only you read them."
        done(request, actions.say_where_i_stand, pair, side=pair.side_of(request.user), words=form.words(), said=said)
    return redirect(request.path)


def _context(request: PersonRequest, pair: Pair, plan: Plan | None, **more: Any) -> dict[str, Any]:
    """Return what both pages of a plan show: what was handed over last, what that changed, and whose turn it is."""
    side = pair.side_of(request.user)
    is_mine = plan is None or plan.is_agreed or plan.pen == side
    handed = queries.handed_over(plan) if plan else []
    return both(
        request,
        pair,
        plan=plan,
        changes=queries.changes_of(plan) if plan else [],
        # A draft is its writer's alone: the one who waits reads what was handed over last.
        shown=queries.goals_and_themes(handed[0]) if handed and not is_mine else more["lines"],
        is_mine_to_write=pair.is_live and is_mine and not (plan and plan.is_agreed),
        **more,
    )
