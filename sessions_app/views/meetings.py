"""Pages of a pair's sessions: dates, preparing and writing down, logging and confirming."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest
from programs.models import Side
from sessions_app import actions, queries
from sessions_app.access import confirmation_door, meeting_door
from sessions_app.forms import DatesForm, MoveForm, PlaceForm, VersionForm
from sessions_app.models import Meeting
from sessions_app.views.replies import both, done
from sessions_app.views.session import page_of


@pair_door
def date_meetings(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Propose dates that suit both (GET shows), say what stands against each, and date all sessions (POST acts)."""
    now, program = timezone.now(), pair.program
    rhythms = queries.rhythms_of(pair, first=request.user)
    shape = {"count": program.session_count, "weeks": program.cadence_weeks, "minutes": program.session_minutes}
    chosen = request.POST or request.GET or DatesForm.suggestion(rhythms, **shape, now=now)
    form = DatesForm(chosen, rhythms=rhythms, pair=pair, person=request.user, now=now)
    if form.is_valid() and request.method == "POST" and "check" not in request.POST and form.is_seen:
        told = {"zone": form.cleaned_data["zone"], "place": form.cleaned_data["place"]}
        done(request, actions.place_meetings, pair, starts=form.starts, **told, said="All sessions have their dates.")
        return redirect("sessions_app:pair", pair_id=pair.pk)
    workspace = queries.workspaces_of([pair])[pair.pk]
    return render(request, "sessions_app/date_meetings.html", both(request, pair, form=form, workspace=workspace))


@meeting_door
def meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Prepare a session, meet by its two halves, look back, and say whether it took place."""
    return render(request, "sessions_app/meeting.html", page_of(request, meeting))


@meeting_door
def move_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Give one session another date, or it and all that follow; what stands against a date is said before."""
    person, now = request.user, timezone.now()
    following = [] if meeting.is_undated else list(meeting.pair.meetings.planned().filter(number__gt=meeting.number))
    form = MoveForm(
        request.POST or None,
        initial=MoveForm.beginning(meeting, person, following),
        meeting=meeting,
        following=following,
        rhythms=queries.rhythms_of(meeting.pair, first=person),
        pair=meeting.pair,
        person=person,
        now=now,
    )
    if request.method == "POST" and form.is_valid() and form.is_seen:
        said = f"Session {meeting.number} has its new date. Older reminders no longer count."
        done(request, actions.move_meeting, meeting, **form.told(), said=said)
        return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)
    return render(request, "sessions_app/move_meeting.html", both(request, meeting.pair, form=form, meeting=meeting))


@meeting_door
@require_POST
def place_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Say where a session is."""
    form = PlaceForm(request.POST)
    if form.is_valid():
        said = f"Session {meeting.number} has its place. Both invites follow."
        done(request, actions.place_meeting, meeting, **form.cleaned_data, said=said)
    else:
        messages.warning(request, "This place is too long for an invite. Shorten it to 300 characters.")
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def put_off_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Leave a session without a date for now."""
    form = VersionForm(request.POST)
    if form.is_valid():
        said = f"Session {meeting.number} has no date for now. Give it one when it suits you both."
        done(
            request,
            actions.put_off_meeting,
            meeting,
            **form.cleaned_data,
            side=meeting.pair.side_of(request.user),
            said=said,
        )
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def log_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Say that a session took place."""
    said = f"Session {meeting.number} is logged."
    done(request, actions.log_meeting, meeting, side=meeting.pair.side_of(request.user), said=said)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def confirm_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Confirm what the other logged."""
    said = f"Session {meeting.number} counts as held."
    done(request, actions.confirm_meeting, meeting, side=meeting.pair.side_of(request.user), said=said)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@meeting_door
@require_POST
def dispute_meeting(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Say that a logged session did not take place."""
    said = f"Session {meeting.number} is planned again. Give it a new date when it suits you both."
    done(request, actions.dispute_meeting, meeting, said=said)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)


@never_cache
@confirmation_door
def confirm_by_link(request: HttpRequest, meeting: Meeting | None, side: Side | None) -> HttpResponse:
    """Confirm a session out of the mail, without signing in: GET shows who and when, POST acts."""
    if meeting is None or side is None:
        return render(request, "sessions_app/confirm_by_link.html", {"meeting": None}, status=404)
    if request.method == "POST":
        done(request, actions.confirm_meeting, meeting, side=side)
        return redirect(request.path)
    me, partner = meeting.pair.place_of(side).person, meeting.pair.place_of(side.other).person
    with timezone.override(me.time_zone):
        return render(request, "sessions_app/confirm_by_link.html", {"meeting": meeting, "partner": partner})
