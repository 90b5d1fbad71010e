"""Page on which organisers declare how figures are divided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from insights import actions
from insights.forms import BreakdownsForm
from insights.queries import breakdowns_of
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.actions import NotOpen, keep_history
from programs.models import Participation, Program
from programs.queries import figures_for


@program_door(*ORGANISERS)
def declare_breakdowns(request: PersonRequest, program: Program) -> HttpResponse:
    """Set how the figures are divided; once there is a release, a change is asked about and begins with the next."""
    begun = program.releases.exists()
    form = BreakdownsForm(request.POST or None, initial=breakdowns_of(program), begun=begun)
    if request.method == "POST" and form.is_valid():
        try:
            values = {"ways": form.cleaned_data["ways"], "bands": form.cleaned_data["bands"]}
            keep_history(program, actions.declare_breakdowns, program, **values, by=request.user, now=timezone.now())
        except actions.BadBands as fault:
            form.add_error("bands", str(fault))
        except NotOpen:
            messages.warning(request, f"{program.name} has ended, so its figures stay as they were divided.")
            return redirect("insights:figures", program_id=program.pk)
        else:
            messages.info(request, "The next release is divided like this.")
            return redirect("insights:declare_breakdowns", program_id=program.pk)
    people = program.participations.exclude(state=Participation.State.LEFT).count()
    context = {"program": program, "form": form, "few": figures_for(people) if form.is_too_few(people) else ""}
    return render(request, "insights/declare_breakdowns.html", context)
