"""Pages of whoever looks after a senior's dates: when and with whom, and a form to move one; nothing else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.access import PersonRequest, signed_in
from sessions_app import actions
from sessions_app.access import delegate_door, delegate_meeting_door
from sessions_app.forms import DelegateForm, MoveForm
from sessions_app.models import Meeting
from sessions_app.views.replies import done


@delegate_door
def looked_after(request: PersonRequest) -> HttpResponse:
    """Show the dates I look after."""
    dates = Meeting.objects.looked_after_by(request.user).with_pairs().order_by("starts_at", "pk")
    return render(request, "sessions_app/looked_after.html", {"dates": dates, "now": timezone.now()})


@delegate_meeting_door
def move_for(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Move a date that I look after."""
    form = MoveForm(
        request.POST or None,
        initial=MoveForm.beginning(meeting, request.user),
        meeting=meeting,
        pair=meeting.pair,
        person=request.user,
        now=timezone.now(),
    )
    if request.method == "POST" and form.is_valid():
        said = "The date has moved. Both get a mail, and their calendars follow."
        done(request, actions.move_meeting, meeting, **form.told(), said=said)
        return redirect("sessions_app:looked_after")
    return render(request, "sessions_app/move_for.html", {"meeting": meeting, "form": form})


@signed_in
@require_POST
def name_delegate(request: PersonRequest) -> HttpResponse:
    """Name who looks after my dates."""
    form = DelegateForm(request.POST)
    if form.is_valid():
        delegate = form.cleaned_data["email"]
        said = f"{delegate.name} looks after your dates now. Your partner is told."
        done(request, actions.name_delegate, request.user, delegate=delegate, said=said)
    else:
        messages.warning(request, " ".join(map(str, form.errors.get("email", []))))
    return redirect("sessions_app:calendar")


@signed_in
@require_POST
def end_delegate(request: PersonRequest) -> HttpResponse:
    """Close my dates to whoever looked after them."""
    actions.end_delegate(request.user)
    messages.info(request, "Nobody looks after your dates now.")
    return redirect("sessions_app:calendar")
