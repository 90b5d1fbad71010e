"""Pages of hours: the counsellor offers and takes back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from counsel import actions
from counsel.access import hour_door
from counsel.actions.hours import MOST
from counsel.forms import HoursForm
from counsel.models import Hour
from people.access import PersonRequest, role_door
from people.models import Role


@role_door(Role.Name.COUNSELLOR)
def hours(request: PersonRequest) -> HttpResponse:
    """Show the counsellor's hours, and offer more."""
    now = timezone.now()
    form = HoursForm(request.POST or None, counsellor=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            new = actions.offer_hours(
                request.user, starts=form.starts, minutes=told["minutes"], place=told["place"], now=now
            )
        except actions.TooManyHours:
            form.add_error(None, f"At most {MOST} hours can be offered ahead. Offer fewer weeks.")
        else:
            left = len(form.starts) - new
            also = f" {left} overlapped others and were left out." if left else ""
            messages.info(request, f"{new} more {'hour is' if new == 1 else 'hours are'} offered.{also}")
            return redirect("counsel:hours")
    own = Hour.objects.of(request.user).ahead(now).filter(is_withdrawn=False).select_related("talk__asked_by")
    return render(request, "counsel/hours.html", {"form": form, "hours": own})


@hour_door
@require_POST
def withdraw_hour(request: PersonRequest, hour: Hour) -> HttpResponse:
    """Take an hour back; whoever had booked it is told."""
    actions.withdraw_hour(hour, now=timezone.now())
    messages.info(request, "The hour is taken back. Whoever had booked it gets a mail.")
    return redirect("counsel:hours")
