"""Pages of a pair and its papers: the workspace, sheets, plans, agreement."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest
from record.sealing import open_one
from sessions_app import actions, queries
from sessions_app.forms import AgreementForm, PlanForm, SheetForm, VersionForm
from sessions_app.views.replies import both, done


@pair_door
def pair(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Show the next session or step, then sessions, plans and papers."""
    now = timezone.now()
    actions.open_workspace(pair, now=now)
    workspace = queries.workspaces_of([pair])[pair.pk]
    side = pair.side_of(request.user)
    context = both(
        request,
        pair,
        workspace=workspace,
        step=queries.next_step(workspace, side, now=now),
        hint=queries.hint_of(workspace, request.user, now=now),
        next_meeting=workspace.next_meeting(),
        my_label=pair.program.label_of(side),
        their_label=pair.program.label_of(side.other),
        i_have_shared=side in workspace.shared,
        my_plan=workspace.plans.get(side),
        their_plan=workspace.plans.get(side.other),
        i_have_signed=workspace.agreement is not None and workspace.agreement.is_signed_by(side),
        now=now,
    )
    return render(request, "sessions_app/pair.html", context)


@pair_door
def sheet(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Write and share my sheet; once both have shared, read the other's."""
    actions.open_workspace(pair, now=timezone.now())
    side = pair.side_of(request.user)
    mine = pair.sheets.filter(author=pair.place_of(side)).first()
    lines = queries.lines_of(mine) if mine else []
    form = SheetForm(request.POST or None, lines=lines)
    if request.method == "POST" and form.is_valid():
        shares = "share" in request.POST
        verb = actions.share_sheet if shares else actions.write_sheet
        said = "Your sheet is shared." if shares else "Your draft is saved. Only you see it."
        if done(request, verb, pair, side=side, lines=form.entries(), said=said):
            return redirect(request.path + "#" + request.POST.get("add", ""))
    theirs = queries.open_sheets_of(pair).get(side.other)
    context = both(
        request,
        pair,
        form=form,
        sheet=mine,
        my_groups=queries.grouped(lines),
        their_groups=queries.grouped(queries.shown_lines_of(theirs)) if theirs else None,
        limits=queries.limits(pair),
    )
    return render(request, "sessions_app/sheet.html", context)


@pair_door
@require_POST
def keep_line(request: PersonRequest, pair: Pair, line_id: UUID) -> HttpResponse:
    """Keep one of my lines back, or let it out again."""
    is_kept_back = request.POST.get("keep") == "back"
    said = "The line is yours alone again." if is_kept_back else "The line is on your shared sheet."
    side = pair.side_of(request.user)
    done(request, actions.keep_line, pair, side=side, line=line_id, is_kept_back=is_kept_back, said=said)
    return redirect("sessions_app:sheet", pair_id=pair.pk)


@pair_door
def my_plan(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Design the plan for the other, out of the lines they shared."""
    side = pair.side_of(request.user)
    plan = queries.plan_of(pair, designer=side)
    begun = queries.goals_and_themes(plan) if plan else queries.first_draft(pair, designer=side)
    form = PlanForm(
        request.POST or None,
        initial=PlanForm.beginning(*begun),
        total=pair.program.session_count,
        submit=("propose", "Propose this plan"),
        keep="Save my draft",
    )
    if request.method == "POST" and form.is_valid():
        proposes = "propose" in request.POST
        verb = actions.propose_plan if proposes else actions.write_plan
        more = {} if proposes else {"designer": side}
        said = "Your plan is proposed." if proposes else "Your draft is saved. Only you see it."
        if done(request, verb, pair, side=side, **more, **form.lines(), said=said):
            return redirect("sessions_app:my_plan", pair_id=pair.pk)
    theirs = queries.open_sheets_of(pair).get(side.other)
    context = both(
        request,
        pair,
        form=form,
        plan=plan,
        lines=begun,
        their_groups=queries.grouped(queries.shown_lines_of(theirs)) if theirs else None,
    )
    return render(request, "sessions_app/my_plan.html", context)


@pair_door
def their_plan(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Read, change and agree to the plan that the other designed for me; before it is proposed there is none."""
    side = pair.side_of(request.user)
    plan = queries.plan_of(pair, designer=side.other)
    plan = plan if plan and plan.is_proposed else None
    lines = queries.goals_and_themes(plan) if plan else ([], [])
    form = PlanForm(
        request.POST or None,
        initial=PlanForm.beginning(*lines),
        total=pair.program.session_count,
        submit=("agree", "Agree to this plan"),
        keep="Save my changes",
    )
    if request.method == "POST" and form.is_valid():
        agrees = "agree" in request.POST
        verb = actions.agree_plan if agrees else actions.write_plan
        more = {} if agrees else {"designer": side.other}
        said = "The plan is agreed by both of you." if agrees else "Your changes are saved."
        if done(request, verb, pair, side=side, **more, **form.lines(), said=said):
            return redirect("sessions_app:their_plan", pair_id=pair.pk)
    return render(request, "sessions_app/their_plan.html", both(request, pair, form=form, plan=plan, lines=lines))


@pair_door
def agreement(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Read the agreement in force and sign it."""
    actions.open_workspace(pair, now=timezone.now())
    side = pair.side_of(request.user)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        done(request, actions.sign_agreement, pair, side=side, version=version, said="You have signed the agreement.")
        return redirect("sessions_app:agreement", pair_id=pair.pk)
    newest = pair.agreements.select_related("pair__data_key").first()
    context = both(
        request,
        pair,
        agreement=newest,
        sections=queries.sections_of(open_one(newest, "text")) if newest else [],
        i_have_signed=newest is not None and newest.is_signed_by(side),
        partner_has_signed=newest is not None and newest.is_signed_by(side.other),
    )
    return render(request, "sessions_app/agreement.html", context)


@pair_door
def write_agreement(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Change the text: that makes a new version, which both have to sign."""
    actions.open_workspace(pair, now=timezone.now())
    newest = pair.agreements.select_related("pair__data_key").first()
    initial = {"version": newest.version, "text": open_one(newest, "text")} if newest else {}
    form = AgreementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = "The text in force is the one below. It needs both signatures."
        if done(
            request,
            actions.write_agreement,
            pair,
            side=pair.side_of(request.user),
            **form.cleaned_data,
            said=said,
        ):
            return redirect("sessions_app:agreement", pair_id=pair.pk)
    context = both(request, pair, form=form, limits=queries.limits(pair))
    return render(request, "sessions_app/write_agreement.html", context)
