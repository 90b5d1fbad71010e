"""Pages of invitations: who has not answered, how their mail stands, and inviting again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from outbox.links import absolute
from people.access import PersonRequest
from people.paging import leaf_of
from programs import actions
from programs.access import ORGANISERS, program_door
from programs.forms import ChosenForm, InvitationFilter
from programs.models import Program
from programs.queries import invited_of, runs_to_recall, tell_mails


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


@program_door(*ORGANISERS)
def invitation_run(request: PersonRequest, program: Program, bulk_id: UUID) -> HttpResponse:
    """Show how far many invitations are, then what came of them; a poll gets the progress alone."""
    run, now = get_object_or_404(program.invitation_runs, pk=bulk_id), timezone.now()
    if request.htmx and not run.is_under_way:
        return HttpResponseClientRefresh()
    untils = [until for each, until in runs_to_recall(program, now=now) if each == run]
    name = "programs/_invitation_progress.html" if request.htmx else "programs/invitation_run.html"
    return render(request, name, {"program": program, "run": run, "until": untils[0] if untils else None})


@program_door(*ORGANISERS)
@require_POST
def recall_invitations(request: PersonRequest, program: Program, bulk_id: UUID) -> HttpResponse:
    """Take back what nobody has answered of many invitations."""
    try:
        back = actions.recall_invitations(get_object_or_404(program.invitation_runs, pk=bulk_id), now=timezone.now())
    except actions.TooLateToRecall:
        messages.warning(request, "These invitations cannot be taken back any more.")
    else:
        messages.info(request, f"Invitations taken back: {back}. Whoever has answered stays.")
    return redirect("programs:participants", program_id=program.pk)
