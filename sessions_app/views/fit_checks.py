"""The page that asks one of a pair, after their first session, whether it fits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest
from sessions_app import actions
from sessions_app.forms import FitForm
from sessions_app.models import FitCheck, waits_for_fit
from sessions_app.views.replies import both, done

Says = FitCheck.Says
SAID = {
    Says.FITS: "Good to know. Nobody reads your answer.",
    Says.TALK: "The counsellor listens. Write to them below, in as few words as you like.",
    Says.NOT_A_FIT: "Your pair has ended. Both of you get the same mail, and nobody is told who ended it.",
}


@pair_door
def fit_check(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Take one of three answers; "not a fit" is asked once more, with whether another partner is wanted."""
    side, now = pair.side_of(request.user), timezone.now()
    form = FitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        says = Says(form.cleaned_data["says"])
        looks_on = form.cleaned_data["looks_on"]
        if not done(request, actions.answer_fit, pair, side=side, says=says, looks_on=looks_on, said=SAID[says]):
            return redirect("sessions_app:pair", pair_id=pair.pk)
        if says == Says.TALK:
            return redirect("counsel:ask_to_talk", program_id=pair.program_id)
        return redirect("desk:home")
    if not FitCheck.objects.filter(waits_for_fit(request.user, now=now), pair=pair).exists():
        messages.info(request, "There is nothing to answer here now.")
        return redirect("sessions_app:pair", pair_id=pair.pk)
    context = both(request, pair, asks_again=request.GET.get("says") == Says.NOT_A_FIT)
    return render(request, "sessions_app/fit_check.html", context)
