"""Pages of a person's private calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outbox.links import absolute, sign_lasting
from pairing.models import Pair
from people.access import PersonRequest, signed_in
from people.models import User
from sessions_app import actions, queries
from sessions_app.access import FEED, feed_door
from sessions_app.calendars import feed_of
from sessions_app.forms import DelegateForm
from sessions_app.models import CalendarDelegate, CalendarFeed
from sessions_app.views.replies import done


@signed_in
def calendar(request: PersonRequest) -> HttpResponse:
    """Show my private calendar address, or offer to make one."""
    feed = CalendarFeed.objects.filter(person=request.user).first()
    address = absolute("sessions_app:feed", token=sign_lasting(FEED, feed.pk)) if feed else ""
    context = {
        "feed": feed,
        "address": address,
        "is_senior": Pair.objects.live().filter(senior__person=request.user).exists(),
        "delegate": CalendarDelegate.objects.filter(person=request.user).select_related("delegate").first(),
        "delegate_form": DelegateForm(),
        "looks_after": request.user.calendars_looked_after.exists(),
    }
    return render(request, "sessions_app/calendar.html", context)


@signed_in
@require_POST
def make_feed(request: PersonRequest) -> HttpResponse:
    """Make my calendar address."""
    done(request, actions.make_feed, request.user, said="Your calendar address is below.")
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
