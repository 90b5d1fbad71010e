"""Pages of a participation: the organisers' list, inviting, the invitation's link, the person's own yes."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from people.access import PersonRequest, role_door
from people.actions import sign_in
from people.forms import PeopleFilter
from people.models import Role
from people.paging import leaf_of
from people.queries import people_chosen
from programs import actions
from programs.access import ORGANISERS, enrol_door, invitation_door, is_new_here, program_door
from programs.forms import EnrolForm, InviteForm, InviteToForm, ParticipantFilter
from programs.models import Participation, Program
from programs.queries import not_in, runs_to_recall

MOST_INVITED = 5_000
MOST_FOUND = 20


@program_door(*ORGANISERS)
def participants(request: PersonRequest, program: Program) -> HttpResponse:
    """List who was invited, takes part or has left, and find more people to invite."""
    words, sought = request.GET.get("q", "").strip(), request.GET.get("find", "").strip()
    filters = ParticipantFilter(request.GET, program=program)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    listed = program.participations.matching(words).with_people()
    listed = listed.filter(**{field: value for field, value in chosen.items() if value})
    found = list(not_in(program, sought)[: MOST_FOUND + 1]) if sought else []
    context = {
        "program": program,
        "leaf": leaf_of(listed, request.GET, by=["person__name", "pk"]),
        "runs": runs_to_recall(program, now=timezone.now()),
        "filters": filters,
        "words": words,
        "is_filtered": bool(words or any(chosen.values())),
        "sought": sought,
        "found": found[:MOST_FOUND],
        "there_are_more": len(found) > MOST_FOUND,
    }
    return render(request, "programs/participants.html", context)


@program_door(*ORGANISERS)
@require_POST
def invite_people(request: PersonRequest, program: Program) -> HttpResponse:
    """Invite people picked out of the organisation."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nobody was ticked, so nobody was invited.")
        return redirect("programs:participants", program_id=program.pk)
    try:
        people = [person.pk for person in form.cleaned_data["chosen"]]
        run = actions.request_invitations(program, people=people, by=request.user, now=timezone.now())
    except actions.NotOpen:
        messages.warning(request, f"{program.name} has ended and takes nobody any more.")
    else:
        who = "1 person is" if run.invited == 1 else f"{run.invited} people are"
        when = "The mails leave within a minute." if program.is_open else "The mails leave when the program opens."
        messages.info(request, f"{who} newly invited. {when}")
    return redirect("programs:participants", program_id=program.pk)


@role_door(Role.Name.HR_ADMIN)
def invite_chosen(request: PersonRequest) -> HttpResponse:
    """Show whom was chosen in the list of people, and invite them to a program."""
    chosen = people_chosen(request.GET, PeopleFilter(request.GET).values())
    count = chosen[: MOST_INVITED + 1].count()
    if not count:
        messages.warning(request, "Nobody was ticked, so nobody was invited.")
        return redirect("people:people")
    form = InviteToForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and count <= MOST_INVITED:
        program = form.cleaned_data["program"]
        try:
            people = list(chosen.active().values_list("pk", flat=True))
            run = actions.request_invitations(program, people=people, by=request.user, now=timezone.now())
        except actions.NotOpen:
            form.add_error("program", "This program has ended meanwhile.")
        else:
            return redirect("programs:invitation_run", program_id=program.pk, bulk_id=run.pk)
    context = {"form": form, "count": count, "most": MOST_INVITED, "names": chosen.order_by("name")[:20]}
    return render(request, "programs/invite_chosen.html", context)


@invitation_door
@never_cache
def invitation(request: HttpRequest, participation: Participation | None) -> HttpResponse:
    """Show what the program asks; a POST signs the invited person in, without a password, and goes on to enrol."""
    if participation is None:
        return render(request, "programs/invitation.html", status=410)
    program, person = participation.program, participation.person
    is_here = request.user == person
    if not participation.is_invited:
        messages.info(request, "This invitation is answered already. Sign in to go on where you were.")
        return (
            redirect("programs:program", program_id=program.pk) if is_here else redirect("account_request_login_code")
        )
    is_someone_else = request.user.is_authenticated and not is_here
    if request.method != "POST" or is_someone_else or not program.is_open:
        context = {"participation": participation, "program": program, "is_someone_else": is_someone_else}
        return render(request, "programs/invitation.html", context)
    if not (is_here or is_new_here(person)):
        # A link lasts 30 days and is easily passed on: too weak a key for what somebody has here already.
        messages.info(request, "You have more here than this invitation, so we mail you a code first.")
        return redirect_to_login(resolve_url("programs:enrol", program_id=program.pk))
    if not is_here:
        sign_in(request, person)
    return redirect("programs:enrol", program_id=program.pk)


@enrol_door
def enrol(request: PersonRequest, program: Program, participation: Participation | None) -> HttpResponse:
    """Say yes to a program: on which side, with room for how many."""
    form = EnrolForm(request.POST or None, program=program)
    if participation is not None and not (participation.is_invited or participation.has_left):
        is_in = f"You take part in {program.name} already."
        messages.info(request, is_in if participation.is_enrolled else f"Your place in {program.name} is as it was.")
        return redirect("programs:program", program_id=program.pk)
    if request.method == "POST" and form.is_valid():
        answer = {name: form.cleaned_data[name] for name in ("side", "capacity")}
        try:
            joined = actions.join(program, person=request.user, **answer, now=timezone.now())
        except actions.NotOpen:
            messages.warning(request, f"{program.name} is not open, so nobody can join now.")
        except (actions.AlreadyEnrolled, actions.NotInvited):
            messages.info(request, f"Nothing changed: your place in {program.name} is as it was.")
        else:
            if joined.is_enrolled:
                messages.info(request, f"You take part in {program.name}.")
                return redirect("profiles:offers", program_id=program.pk)
        return redirect("programs:program", program_id=program.pk)
    return render(request, "programs/enrol.html", {"form": form, "program": program, "participation": participation})
