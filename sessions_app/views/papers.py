"""Pages of a pair and its papers: the workspace, sheets, agreement."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest
from sessions_app import actions, queries
from sessions_app.differences import difference
from sessions_app.forms import AgreementForm, SheetForm
from sessions_app.views.replies import both, done, keep, seen


@pair_door
def pair(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Show the next session or step, then sessions, plans and papers."""
    now = timezone.now()
    workspace = queries.workspaces_of([pair])[pair.pk]
    side, next_meeting = pair.side_of(request.user), workspace.next_meeting()
    context = both(
        request,
        pair,
        workspace=workspace,
        step=queries.next_step(workspace, side, now=now),
        hint=queries.hint_of(workspace, request.user, now=now),
        next_meeting=next_meeting,
        my_label=pair.program.label_of(side),
        their_label=pair.program.label_of(side.other),
        i_have_shared=side in workspace.shared,
        my_plan=workspace.plans.get(side),
        their_plan=workspace.plans.get(side.other),
        i_have_signed=workspace.agreement is not None and workspace.agreement.is_signed_by(side),
        is_closing=workspace.is_closing(now),
        is_last=next_meeting is not None and workspace.is_last(next_meeting),
        last_closing=queries.last_closing_of(pair),
        certificate=queries.certificate_of(pair),
        now=now,
    )
    return render(request, "sessions_app/pair.html", context)


@pair_door
def sheet(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Write and share my sheet, saved as I type; once both have shared, read the other's."""
    side = pair.side_of(request.user)
    mine = queries.sheet_of(pair, side=side)
    lines = queries.lines_of(mine) if mine else []
    form = SheetForm(request.POST or None, entries=queries.beginning_entries(pair, side=side, sheet=mine))
    shares = "share" in request.POST
    keeping = keep(
        request,
        form,
        lambda: (actions.share_sheet if shares else actions.write_sheet)(
            pair, side=side, lines=form.entries(), version=seen(request), now=timezone.now()
        ),
        stands=mine.version if mine else 0,
        said="Your sheet is shared." if shares else "Your draft is saved. Only you see it.",
    )
    if keeping.is_kept and not request.htmx:
        return redirect(request.path + "#" + request.POST.get("add", ""))
    theirs = queries.open_sheets_of(pair).get(side.other)
    context = both(
        request,
        pair,
        form=form,
        keeping=keeping,
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
def agreement(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Read the agreement in force, see what the newest version changed, and sign it."""
    side = pair.side_of(request.user)
    if request.method == "POST":
        said = "You have signed the agreement."
        done(request, actions.sign_agreement, pair, side=side, version=seen(request), said=said)
        return redirect("sessions_app:agreement", pair_id=pair.pk)
    newest, text = queries.agreement_in_force(pair)
    before = queries.agreement_before(newest) if newest else ""
    context = both(
        request,
        pair,
        agreement=newest,
        sections=queries.sections_of(text),
        changes=difference(before, text) if before else [],
        i_have_signed=newest is not None and newest.is_signed_by(side),
        partner_has_signed=newest is not None and newest.is_signed_by(side.other),
        draft=queries.draft_of(pair, side=side)[1],
    )
    return render(request, "sessions_app/agreement.html", context)


@pair_door
def write_agreement(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Change the text, a draft of one's own until it is proposed: that makes a new version, which both have to sign."""
    side = pair.side_of(request.user)
    if "drop" in request.POST:
        done(request, actions.drop_draft, pair, side=side, said="Your draft is gone. The text in force stays.")
        return redirect("sessions_app:agreement", pair_id=pair.pk)
    _, text = queries.agreement_in_force(pair)
    draft, typed = queries.draft_of(pair, side=side)
    given = queries.given_at(pair, side=side)
    form = AgreementForm(request.POST or None, initial={"text": typed if draft else text})
    proposes = "propose" in request.POST
    keeping = keep(
        request,
        form,
        lambda: (actions.write_agreement if proposes else actions.write_draft)(
            pair, side=side, text=form.cleaned_data["text"], version=seen(request), now=timezone.now()
        ),
        stands=queries.version_of(given, draft),
        said="The text in force is the one below. It needs both signatures."
        if proposes
        else "Your draft is saved. Only you see it.",
        is_old=draft is not None and draft.version < queries.version_of(given),
    )
    if keeping.is_kept and not request.htmx:
        return redirect("sessions_app:agreement", pair_id=pair.pk) if proposes else redirect(request.path)
    context = both(request, pair, form=form, keeping=keeping, stands=text, draft=typed, limits=queries.limits(pair))
    return render(request, "sessions_app/write_agreement.html", context)
