"""Pages of invitations: who has not answered, how their mail stands, and inviting again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from outbox.links import absolute
from people.access import PersonRequest
from people.paging import leaf_of
from programs import actions
from programs.access import ORGANISERS, program_door
from programs.forms import ChosenForm, InvitationFilter
from programs.models import Program
from programs.queries import invited_of, tell_mails


@program_door(*ORGANISERS)
def invitations(request: PersonRequest, program: Program) -> HttpResponse:
    """List who was invited and has not answered, and how their mail stands."""
    now, words = timezone.now(), request.GET.get("q", "").strip()
    filters = InvitationFilter(request.GET)
    mail = filters.cleaned_data["mail"] if filters.is_valid() else ""
    leaf = leaf_of(invited_of(program, mail=mail, words=words, now=now), request.GET, by=["person__name", "pk"])
    context = {
        "program": program,
        "leaf": leaf,
        "invited": tell_mails(leaf.rows, now=now),
        "filters": filters,
        "words": words,
        "is_filtered": bool(words or mail),
        "address": absolute("programs:enrol", program_id=program.pk),
    }
    return render(request, "programs/invitations.html", context)


@program_door(*ORGANISERS)
@require_POST
def invite_again(request: PersonRequest, program: Program) -> HttpResponse:
    """Mail the ticked people once more."""
    form = ChosenForm(request.POST, program=program)
    if not form.is_valid():
        messages.warning(request, "Nobody was ticked, so nobody was invited again.")
        return redirect("programs:invitations", program_id=program.pk)
    try:
        again = actions.invite_again(program, invited=form.cleaned_data["chosen"], now=timezone.now())
    except actions.NotOpen:
        messages.warning(request, f"{program.name} is not open, so no mail leaves now.")
    else:
        messages.info(request, f"Invited again: {again}. Nobody gets more than one such mail a day.")
    return redirect("programs:invitations", program_id=program.pk)
