"""Pages on which somebody ends their pair, and says whether they would like another partner."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pairing import actions
from pairing.access import pair_door
from pairing.forms import EndPairForm, LookingForm
from pairing.models import Pair
from people.access import PersonRequest
from programs import actions as programs
from programs.access import participation_door
from programs.models import Participation


@pair_door
def end_pair(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Say what ending the pair means, then end it: nobody asks why, and nobody is told who it was."""
    if not pair.is_live:
        messages.info(request, "This pair has ended.")
        return redirect("sessions_app:pair", pair_id=pair.pk)
    form = EndPairForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        looks_on = form.cleaned_data["looks_on"]
        actions.end_pair(pair, side=pair.side_of(request.user), looks_on=looks_on, now=timezone.now())
        messages.info(request, "Your pair has ended. Both of you get the same mail, and nobody is told who ended it.")
        return redirect("desk:home")
    context = {"pair": pair, "program": pair.program, "partner": pair.partner_of(request.user).person, "form": form}
    return render(request, "pairing/end_pair.html", context)


@participation_door(Participation.State.ENROLLED)
def look_for_partner(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Show somebody with a free place that the next round reaches them, and let them say that it should not."""
    form = LookingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programs.look_for_partner(participation, is_looking=form.looks)
        return redirect("pairing:look_for_partner", program_id=participation.program_id)
    context = {"participation": participation, "program": participation.program}
    return render(request, "pairing/look_for_partner.html", context)
