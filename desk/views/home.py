"""Pages of the desk: what is next, what is on record, setting up."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from desk.access import set_up_door
from desk.forms import FirstRunForm
from desk.navigation import live_pairs_of
from desk.queries import desk_of
from people import actions as people
from people.access import PersonRequest, signed_in, staff_only
from people.models import Organisation
from programs.queries import changes_for, switched_for
from record.statement import seen_by, statement_of


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Answer "what is next for me?"."""
    steps, stones = desk_of(request.user, pairs=live_pairs_of(request), now=timezone.now())
    doing = [step for step in steps if not step.waits]
    context = {
        "next_step": doing[0] if doing else None,
        "later": doing[1:],
        "waiting": [step for step in steps if step.waits],
        "stones": stones,
        "set_up_is_due": request.user.is_superuser and not Organisation.objects.exists(),
    }
    return render(request, "desk/home.html", context)


@signed_in
def on_record(request: PersonRequest) -> HttpResponse:
    """Show a person everything that is stored about them, with who reads it."""
    sections = statement_of(request.user)
    context = {
        "sections": [section for section in sections if section.entries],
        "empty_sections": [section for section in sections if not section.entries],
        "seen_by": seen_by(sections),
        "people": settings.SMALLEST_GROUP,
        "pairs": settings.FEWEST_PAIRS,
        "looks": settings.LOOKS_IN_90_DAYS,
        "changes": changes_for(request.user),
        "switched": switched_for(request.user),
    }
    return render(request, "desk/on_record.html", context)


@set_up_door
def first_run(request: HttpRequest) -> HttpResponse:
    """Set an empty installation up: the organisation, its first HR admin, and whoever else is known already."""
    form = FirstRunForm(request.POST or None, request.FILES or None, initial={"code": request.GET.get("code", "")})
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/first_run.html", {"form": form})
    told = form.cleaned_data
    try:
        people.set_up_organisation(
            name=told["organisation"],
            zone=told["zone"],
            holders=form.holders,
            colour=told["colour"],
            logo=told["logo"],
            smallest_group=told["smallest_group"],
            clocks=form.clocks,
            now=timezone.now(),
        )
    except people.AlreadySetUp:
        raise Http404 from None
    messages.info(request, f"{told['organisation']} is set up. A test mail goes to {told['hr_admin_email']}.")
    return redirect("desk:home")


@staff_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in both themes."""
    return render(request, "styleguide.html", {"now": timezone.now()})
