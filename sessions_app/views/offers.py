"""Pages of moving by way of a mail: hours offered and picked, a session moved by its link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from people.access import PersonRequest
from programs.models import Side
from sessions_app import actions, queries
from sessions_app.access import meeting_door, move_link_door, pick_link_door
from sessions_app.forms import MoveForm, OfferForm, PickForm
from sessions_app.models import Meeting, SlotOffer
from sessions_app.views.replies import both, done


@meeting_door
def offer_slots(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Offer the partner up to three hours for a session."""
    now, pair = timezone.now(), meeting.pair
    rhythms = queries.rhythms_of(pair, first=request.user)
    initial = OfferForm.suggestion(meeting, rhythms, now=now)
    form = OfferForm(request.POST or None, initial=initial, rhythms=rhythms, pair=pair, person=request.user, now=now)
    if request.method == "POST" and form.is_valid() and form.is_seen:
        partner = pair.partner_of(request.user).person
        told = {"version": form.cleaned_data["version"], "zone": form.cleaned_data["zone"], "starts": form.starts}
        said = f"{partner.first_name} gets a mail and picks one. Until then nothing has changed."
        done(request, actions.offer_slots, meeting, side=pair.side_of(request.user), **told, said=said)
        return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)
    return render(request, "sessions_app/offer_slots.html", both(request, pair, form=form, meeting=meeting))


@never_cache
@pick_link_door
def pick_slot(request: HttpRequest, offer: SlotOffer | None) -> HttpResponse:
    """Pick one of the hours offered, out of the mail, without signing in: GET shows them, POST acts."""
    if offer is None:
        return render(request, "sessions_app/pick_slot.html", {"offer": None}, status=404)
    now, meeting, side = timezone.now(), offer.meeting, Side(offer.offered_by).other
    me, partner = meeting.pair.place_of(side).person, meeting.pair.place_of(side.other).person
    with timezone.override(me.time_zone):
        slots = offer.open_slots(now=now)
        form = PickForm(request.POST or None, slots=slots)
        if request.method == "POST" and form.is_valid():
            done(request, actions.pick_slot, offer, side=side, start=form.cleaned_data["start"])
            return redirect(request.path)
        context = {"offer": offer, "meeting": meeting, "slots": slots, "form": form, "partner": partner}
        return render(request, "sessions_app/pick_slot.html", context)


@never_cache
@move_link_door
def move_by_link(request: HttpRequest, meeting: Meeting | None, side: Side | None) -> HttpResponse:
    """Move a session out of the mail, without signing in: GET shows the form, POST acts, once."""
    if meeting is None or side is None:
        return render(request, "sessions_app/move_by_link.html", {"meeting": None}, status=404)
    me, partner = meeting.pair.place_of(side).person, meeting.pair.place_of(side.other).person
    form = MoveForm(
        request.POST or None,
        initial=MoveForm.beginning(meeting, me),
        meeting=meeting,
        rhythms=queries.rhythms_of(meeting.pair, first=me),
        pair=meeting.pair,
        person=me,
        now=timezone.now(),
    )
    with timezone.override(me.time_zone):
        moves = request.method == "POST" and form.is_valid() and form.is_seen
        if moves and done(request, actions.move_meeting, meeting, **form.told()):
            messages.info(request, "The session has its new date. You both get a mail, and your calendars follow.")
            return redirect(request.path)
        context = {"meeting": meeting, "form": form, "partner": partner}
        return render(request, "sessions_app/move_by_link.html", context)
