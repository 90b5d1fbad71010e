"""Pages of a pair's workspace, and the organisers' board."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outbox.links import absolute, sign_lasting
from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest, signed_in
from people.models import User
from programs.access import ORGANISERS, program_door
from programs.models import Program, Side
from record.sealing import open_one
from sessions_app import actions, queries
from sessions_app.access import FEED, confirmation_door, feed_door, meeting_door
from sessions_app.calendars import feed_of
from sessions_app.forms import AgreementForm, DatesForm, MoveForm, NoteForm, PlanForm, SheetForm, VersionForm
from sessions_app.models import CalendarFeed, Meeting
from sessions_app.refusal import Refused

PAIRS_A_PAGE = 50


def _done(request: HttpRequest, verb: Callable[..., object], *args: Any, said: str = "", **kwargs: Any) -> bool:
    """Do one verb now and say what is true after it, or why it was refused."""
    try:
        verb(*args, **kwargs, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return False
    if said:
        messages.info(request, said)
    return True


def _both(request: PersonRequest, pair: Pair, **more: Any) -> dict[str, Any]:
    """Return what every page of a pair shows: the pair, my side, the partner, and what stays between the two."""
    side = pair.side_of(request.user)
    return {"pair": pair, "program": pair.program, "side": side, "partner": pair.place_of(side.other).person, **more}


# The pair --------------------


@pair_door
def pair(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Show the next session or step, then sessions, plans and papers."""
    now = timezone.now()
    actions.open_workspace(pair, now=now)
    workspace = queries.workspaces_of([pair])[pair.pk]
    side = pair.side_of(request.user)
    context = _both(
        request,
        pair,
        workspace=workspace,
        step=queries.next_step(workspace, side, now=now),
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
        if _done(request, verb, pair, side=side, lines=form.entries(), said=said):
            return redirect(request.path + "#" + request.POST.get("add", ""))
    theirs = queries.open_sheets_of(pair).get(side.other)
    context = _both(
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
    _done(request, actions.keep_line, pair, side=side, line=line_id, is_kept_back=is_kept_back, said=said)
    return redirect("sessions_app:sheet", pair_id=pair.pk)


# The plans --------------------


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
        if _done(request, verb, pair, side=side, **more, **form.lines(), said=said):
            return redirect("sessions_app:my_plan", pair_id=pair.pk)
    theirs = queries.open_sheets_of(pair).get(side.other)
    context = _both(
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
        if _done(request, verb, pair, side=side, **more, **form.lines(), said=said):
            return redirect("sessions_app:their_plan", pair_id=pair.pk)
    return render(request, "sessions_app/their_plan.html", _both(request, pair, form=form, plan=plan, lines=lines))


# The agreement --------------------


@pair_door
def agreement(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Read the agreement in force and sign it."""
    actions.open_workspace(pair, now=timezone.now())
    side = pair.side_of(request.user)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        _done(request, actions.sign_agreement, pair, side=side, version=version, said="You have signed the agreement.")
        return redirect("sessions_app:agreement", pair_id=pair.pk)
    newest = pair.agreements.select_related("pair__data_key").first()
    context = _both(
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
        if _done(
            request,
            actions.write_agreement,
            pair,
            side=pair.side_of(request.user),
            **form.cleaned_data,
            said=said,
        ):
            return redirect("sessions_app:agreement", pair_id=pair.pk)
    context = _both(request, pair, form=form, limits=queries.limits(pair))
    return render(request, "sessions_app/write_agreement.html", context)


# The sessions --------------------


@pair_door
def date_meetings(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Propose a series of dates by both clocks (GET shows), and date all sessions (POST acts)."""
    now = timezone.now()
    chosen = request.POST or request.GET or DatesForm.suggestion(request.user, now=now)
    form = DatesForm(chosen, pair=pair, person=request.user, now=now)
    is_valid = form.is_valid()
    if request.method == "POST" and is_valid:
        said = "All sessions have their dates."
        _done(request, actions.date_meetings, pair, **form.cleaned_data, said=said)
        return redirect("sessions_app:pair", pair_id=pair.pk)
    workspace = queries.workspaces_of([pair])[pair.pk]
    return render(request, "sessions_app/date_meetings.html", _both(request, pair, form=form, workspace=workspace))


@meeting_door
def meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Prepare a session, meet by its two halves, write it down, and say whether it took place."""
    side = meeting.pair.side_of(request.user)
    notes = queries.notes_of(meeting, side=side)
    context = _both(
        request,
        meeting.pair,
        meeting=meeting,
        halves=queries.halves_of(meeting, side=side),
        theirs=notes.get("theirs", ""),
        mine=notes.get("mine", ""),
        private=notes.get("private", ""),
        private_form=NoteForm(initial={"text": notes.get("private", "")}, prefix="private", label="Only for me"),
        shared_form=NoteForm(initial={"text": notes.get("mine", "")}, prefix="shared", label="For both of us"),
        limits=queries.limits(meeting.pair),
        is_over=meeting.starts_at <= timezone.now(),
        waits_for=queries.first_waits_for(meeting.pair),
    )
    return render(request, "sessions_app/meeting.html", context)


@meeting_door
def move_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Give one session another date."""
    person, now = request.user, timezone.now()
    form = MoveForm(
        request.POST or None, initial=MoveForm.beginning(meeting, person), pair=meeting.pair, person=person, now=now
    )
    if request.method == "POST" and form.is_valid():
        said = f"Session {meeting.number} has its new date. Older reminders no longer count."
        _done(request, actions.move_meeting, meeting, **form.cleaned_data, said=said)
        return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)
    return render(request, "sessions_app/move_meeting.html", _both(request, meeting.pair, form=form, meeting=meeting))


@meeting_door
@require_POST
def put_off_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Leave a session without a date for now."""
    form = VersionForm(request.POST)
    if form.is_valid():
        said = f"Session {meeting.number} has no date for now. Give it one when it suits you both."
        _done(request, actions.put_off_meeting, meeting, **form.cleaned_data, said=said)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def log_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Say that a session took place."""
    said = f"Session {meeting.number} is logged."
    _done(request, actions.log_meeting, meeting, side=meeting.pair.side_of(request.user), said=said)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def confirm_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Confirm what the other logged."""
    said = f"Session {meeting.number} counts as held."
    _done(request, actions.confirm_meeting, meeting, side=meeting.pair.side_of(request.user), said=said)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def dispute_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Say that a logged session did not take place."""
    said = f"Session {meeting.number} is planned again. Give it a new date when it suits you both."
    _done(request, actions.dispute_meeting, meeting, said=said)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def write_note(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Keep my private or my shared note."""
    is_private = "private-text" in request.POST
    form = NoteForm(request.POST, prefix="private" if is_private else "shared", label="")
    if form.is_valid():
        text, side = form.cleaned_data["text"], meeting.pair.side_of(request.user)
        said = "Your note is saved. Only you can read it." if is_private else "Your note is saved for both of you."
        _done(request, actions.write_note, meeting, side=side, text=text, is_private=is_private, said=said)
    else:
        messages.warning(request, "This note is too long to be kept. Shorten it to 8,000 characters.")
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@never_cache
@confirmation_door
def confirm_by_link(request: HttpRequest, meeting: Meeting | None, side: Side | None) -> HttpResponse:
    """Confirm a session out of the mail, without signing in: GET shows who and when, POST acts."""
    if meeting is None or side is None:
        return render(request, "sessions_app/confirm_by_link.html", {"meeting": None}, status=404)
    if request.method == "POST":
        _done(request, actions.confirm_meeting, meeting, side=side)
        return redirect(request.path)
    me, partner = meeting.pair.place_of(side).person, meeting.pair.place_of(side.other).person
    with timezone.override(me.time_zone):
        return render(request, "sessions_app/confirm_by_link.html", {"meeting": meeting, "partner": partner})


# My calendar --------------------


@signed_in
def calendar(request: PersonRequest) -> HttpResponse:
    """Show my private calendar address, or offer to make one."""
    feed = CalendarFeed.objects.filter(person=request.user).first()
    address = absolute("sessions_app:feed", token=sign_lasting(FEED, feed.pk)) if feed else ""
    return render(request, "sessions_app/calendar.html", {"feed": feed, "address": address})


@signed_in
@require_POST
def make_feed(request: PersonRequest) -> HttpResponse:
    """Make my calendar address."""
    _done(request, actions.make_feed, request.user, said="Your calendar address is below.")
    return redirect("sessions_app:calendar")


@signed_in
@require_POST
def revoke_feed(request: PersonRequest) -> HttpResponse:
    """Make my calendar address void."""
    actions.revoke_feed(request.user)
    messages.info(request, "The old address is void. Calendars that had it learn nothing more.")
    return redirect("sessions_app:calendar")


@never_cache
@feed_door
def feed(_request: HttpRequest, person: User) -> HttpResponse:
    """Answer a calendar that knows a person's private address."""
    text = feed_of(person, queries.calendar_of(person), now=timezone.now())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


# The organisers' board --------------------


@program_door(*ORGANISERS)
def board(request: PersonRequest, program: Program) -> HttpResponse:
    """Show at which step each pair is, and how many sessions it has held: no dates, no content."""
    now = timezone.now()
    pairs = Pair.objects.live().with_people().filter(program=program).order_by("newcomer__person__name", "pk")
    page = Paginator(pairs, PAIRS_A_PAGE).get_page(request.GET.get("page"))
    workspaces = queries.workspaces_of(list(page.object_list))
    rows = [
        {
            "pair": pair,
            "stage": queries.stage_of(workspaces[pair.pk], now=now),
            "held": workspaces[pair.pk].held,
            "total": workspaces[pair.pk].total,
            "has_next_date": workspaces[pair.pk].has_next_date(now),
        }
        for pair in page.object_list
    ]
    return render(request, "sessions_app/board.html", {"program": program, "page": page, "rows": rows})
