"""Pages of wishes: one's own, and what a program takes of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pairing import actions
from pairing.forms import WishesForm, WishPolicyForm
from pairing.queries import Told, across, found_across, told_by, wish_policy
from people.access import PersonRequest
from programs.access import ORGANISERS, participation_door, program_door
from programs.actions import NotOpen, keep_history
from programs.models import Participation, Program


@participation_door(Participation.State.ENROLLED)
def wishes(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask for people, name those one would rather not meet, say what one would like: all of it sealed."""
    program, takes = participation.program, wish_policy(participation.program)
    told = told_by([participation]).get(participation.pk, Told())
    sought = request.GET.get("find", "").strip()
    there = {str(each.person_id): each for each in across(participation).order_by("person__name", "pk")}
    named = {*map(str, (*told.asks, *told.not_with)), *request.POST.getlist("asks"), *request.POST.getlist("not_with")}
    listed = {each.pk: each for who, each in there.items() if who in named}
    found = [each for each in found_across(participation, sought) if each.pk not in listed]
    form = WishesForm(request.POST or None, takes=takes, people=[*listed.values(), *found], told=told)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell_wishes(participation, **form.values(told))
        except (NotOpen, actions.TooManyWishes):
            form.add_error(None, f"{program.name} takes no wishes now. Nothing was changed.")
        else:
            messages.info(request, "Your wishes are kept, sealed. They count from the next round on.")
            return redirect("pairing:wishes", program.pk)
    context = {
        "program": program,
        "participation": participation,
        "takes": takes,
        "form": form,
        "sought": sought,
        "found": found,
        "other_side": program.label_of("senior" if participation.is_newcomer else "newcomer"),
    }
    return render(request, "pairing/wishes.html", context)


@program_door(*ORGANISERS)
def edit_wishes(request: PersonRequest, program: Program) -> HttpResponse:
    """Say what the program takes of its people's own input."""
    form = WishPolicyForm(request.POST or None, instance=wish_policy(program))
    if request.method == "POST" and form.is_valid():
        now, told = timezone.now(), form.cleaned_data
        keep_history(program, actions.set_wish_policy, program, by=request.user, now=now, **told)
        messages.info(request, "Kept. It counts from the next round on.")
        return redirect("pairing:edit_wishes", program.pk)
    return render(request, "pairing/edit_wishes.html", {"program": program, "form": form})
