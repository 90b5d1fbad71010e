"""The page on which somebody takes a break, and comes back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pairing.models import Pair
from people.access import PersonRequest
from programs.access import participation_door
from programs.models import Participation
from sessions_app import actions
from sessions_app.forms import BreakForm


@participation_door(Participation.State.ENROLLED)
def take_a_break(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask until when and what becomes of the sessions, without a reason; while paused, offer to come back."""
    now, program = timezone.now(), participation.program
    if request.method == "POST" and "back" in request.POST:
        actions.come_back(participation, now=now)
        messages.info(request, f"Your break has ended. You take part in {program.name} as before.")
        return redirect("desk:home")
    form = BreakForm(request.POST or None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        until, moves = form.cleaned_data["until"], form.cleaned_data["sessions"] == "move"
        actions.take_a_break(participation, until=until, moves=moves, now=now)
        messages.info(request, "Your break has begun. Nothing is asked of you until you are back.")
        return redirect("sessions_app:take_a_break", program_id=program.pk)
    pairs = Pair.objects.live().of(request.user).filter(program=program).with_people()
    partners = [pair.partner_of(request.user).person.first_name for pair in pairs]
    context = {"participation": participation, "program": program, "form": form, "partners": partners}
    return render(request, "sessions_app/take_a_break.html", context)
