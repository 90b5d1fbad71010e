"""Pages of a program: the list, the templates, the form, the overview, the opening."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.access import PersonRequest, role_door, signed_in
from people.models import Role
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
from programs.data.shipped import TEMPLATES
from programs.forms import ProgramForm, draft_of
from programs.models import Participation, Program
from programs.queries import counts_of, needs_of, place_in_line, programs_of

IN_LINE = (Participation.State.ASKED, Participation.State.WAITING, Participation.State.DECLINED)


@signed_in
def programs(request: PersonRequest) -> HttpResponse:
    """List what the reader may see, with their own role and the one next thing in each."""
    return render(request, "programs/programs.html", {"listed": programs_of(request.user)})


@role_door(Role.Name.HR_ADMIN)
def choose_template(request: PersonRequest) -> HttpResponse:
    """Show the templates to begin a program with."""
    return render(request, "programs/choose_template.html", {"templates": TEMPLATES})


@role_door(Role.Name.HR_ADMIN)
def create_program(request: PersonRequest, template: str) -> HttpResponse:
    """Make a draft out of a template."""
    shipped = next((each for each in TEMPLATES if each.key == template), None)
    if shipped is None:
        raise Http404
    draft = draft_of(shipped, today=timezone.localdate(), coordinator=request.user)
    form = ProgramForm(request.POST or None, instance=draft, outcome=shipped.outcome, label="Save as a draft")
    if request.method == "POST" and form.is_valid():
        made = actions.create_program(
            template=template, values=form.values(), outcome=form.outcome(), by=request.user, now=timezone.now()
        )
        messages.info(request, f"{made.name} is a draft. Nobody is told before you open it.")
        return redirect("programs:program", program_id=made.pk)
    return render(request, "programs/create_program.html", {"form": form, "template": shipped})


@program_door(*ORGANISERS)
def edit_program(request: PersonRequest, program: Program) -> HttpResponse:
    """Change a program that has not ended."""
    if program.is_closed:
        messages.warning(request, f"{program.name} has ended, so it stays as it was.")
        return redirect("programs:program", program_id=program.pk)
    name = program.name
    outcome = program.outcomes.order_by("pk").first()
    form = ProgramForm(request.POST or None, instance=program, outcome=outcome, label="Keep these changes")
    if request.method == "POST" and form.is_valid():
        actions.edit_program(program, values=form.values(), outcome=form.outcome())
        messages.info(request, f"{program.name} is changed.")
        return redirect("programs:program", program_id=program.pk)
    return render(request, "programs/edit_program.html", {"form": form, "program": program, "name": name})


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
        needs = needs_of(program, today=timezone.localdate()) if program.is_draft else []
        invited, sides = counts_of(program)
        context |= {"needs": needs, "is_ready": all(need.met for need in needs), "invited": invited, "sides": sides}
        context["in_line"] = program.participations.in_line().filter(state__in=IN_LINE).count()
        context["link"] = request.build_absolute_uri()
    return render(request, "programs/program.html", context)


@program_door(*ORGANISERS)
def open_program(request: PersonRequest, program: Program) -> HttpResponse:
    """Ask whether to open the program, and open it."""
    if request.method == "POST":
        try:
            actions.open_program(program, now=timezone.now())
        except actions.NotReady as lacking:
            messages.warning(request, f"It cannot open yet. Missing: {'; '.join(lacking.missing)}.")
        except actions.NotOpen:
            messages.warning(request, f"{program.name} has ended and stays closed.")
        else:
            messages.info(request, f"{program.name} is open. Whoever waits for an invitation gets it within a minute.")
        return redirect("programs:program", program_id=program.pk)
    needs = needs_of(program, today=timezone.localdate())
    invited, _ = counts_of(program)
    context = {"program": program, "needs": needs, "is_ready": all(need.met for need in needs), "invited": invited}
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
