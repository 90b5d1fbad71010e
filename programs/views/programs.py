"""Pages of a program: the list, the templates, the form, the overview, the opening."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.access import PersonRequest, signed_in
from programs import actions
from programs.access import (
    COORDINATOR,
    COUNSELLOR,
    HR_ADMIN,
    INVITED,
    ORGANISERS,
    PARTICIPANT,
    SPONSOR,
    VISITOR,
    program_door,
    roles_with,
)
from programs.data.policy import in_words
from programs.forms import OpenForm
from programs.models import Participation, Program
from programs.queries import counts_of, place_in_line, programs_of, readiness_of

IN_LINE = (Participation.State.ASKED, Participation.State.WAITING, Participation.State.DECLINED)


@signed_in
def programs(request: PersonRequest) -> HttpResponse:
    """List what the reader may see, with their own role and the one next thing in each."""
    return render(request, "programs/programs.html", {"listed": programs_of(request.user)})


@program_door(HR_ADMIN, COORDINATOR, SPONSOR, COUNSELLOR, PARTICIPANT, INVITED, VISITOR)
def program(request: PersonRequest, program: Program) -> HttpResponse:
    """Show a program to each person as far as their role reaches."""
    participation = Participation.objects.of(request.user).with_people().filter(program=program).first()
    roles = roles_with(program, request.user, participation)
    organises = bool(roles & set(ORGANISERS))
    context = {
        "program": program,
        "outcomes": list(program.outcomes.all()),
        "participation": participation,
        "organises": organises,
        "sees_figures": organises or SPONSOR in roles,
        "may_enrol": program.is_open and (participation is not None or program.takes_anyone),
        "place_in_line": place_in_line(participation) if participation and participation.is_waiting else 0,
        "rules": in_words(program.policy),
    }
    if organises:
        invited, sides = counts_of(program)
        context |= {"invited": invited, "sides": sides}
        if program.is_draft:
            context["readiness"] = readiness_of(program, today=timezone.localdate())
        context["in_line"] = program.participations.in_line().filter(state__in=IN_LINE).count()
        context["link"] = request.build_absolute_uri()
    return render(request, "programs/program.html", context)


@program_door(*ORGANISERS)
def open_program(request: PersonRequest, program: Program) -> HttpResponse:
    """Ask whether to open the program, and open it; "not yet" asks for a reason, and that is kept."""
    readiness = readiness_of(program, today=timezone.localdate())
    needs_reason = program.is_draft and readiness.verdict == readiness.NOT_YET and not readiness.missing
    form = OpenForm(request.POST if request.method == "POST" else None, needs_reason=needs_reason)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_program(program, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.NotReady as lacking:
            messages.warning(request, f"It cannot open yet. Missing: {'; '.join(lacking.missing)}.")
        except actions.NotYet:
            return redirect("programs:open_program", program_id=program.pk)
        except actions.NotOpen:
            messages.warning(request, f"{program.name} has ended and stays closed.")
        else:
            messages.info(request, f"{program.name} is open. Whoever waits for an invitation gets it within a minute.")
        return redirect("programs:program", program_id=program.pk)
    invited, _ = counts_of(program)
    context = {"program": program, "readiness": readiness, "invited": invited, "form": form}
    return render(request, "programs/open_program.html", context)


@program_door(*ORGANISERS)
def close_program(request: PersonRequest, program: Program) -> HttpResponse:
    """Ask whether to close the program, and close it."""
    if request.method == "POST":
        try:
            actions.close_program(program, now=timezone.now())
        except actions.NotOpen:
            messages.warning(request, f"{program.name} is a draft: there is nothing to close.")
        else:
            messages.info(request, f"{program.name} has ended. Papers stay readable for the people who wrote them.")
        return redirect("programs:program", program_id=program.pk)
    return render(request, "programs/close_program.html", {"program": program})
