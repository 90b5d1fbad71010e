"""Pages of the organisers' answer to those who ask to join, and of the line of those who wait for a place."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.access import PersonRequest
from programs import actions
from programs.access import ORGANISERS, program_door
from programs.forms import AnswerForm
from programs.models import Participation, Program
from programs.queries import line_of

PAGE = 100


@program_door(*ORGANISERS)
def requests(request: PersonRequest, program: Program) -> HttpResponse:
    """List who asks to join, who waits for a place, and who was told that there is none."""
    people = program.participations.in_line().with_people()
    context = {
        "program": program,
        "page": Paginator(people.filter(state=Participation.State.ASKED), PAGE).get_page(request.GET.get("page")),
        "lines": line_of(program),
        "declined": people.filter(state=Participation.State.DECLINED)[:PAGE],
    }
    return render(request, "programs/requests.html", context)


@program_door(*ORGANISERS)
def answer_requests(request: PersonRequest, program: Program) -> HttpResponse:
    """Say what an answer to the ticked requests would do, and give it on a POST."""
    form = AnswerForm(request.POST or request.GET, program=program)
    if not form.is_valid():
        messages.warning(request, "Nobody was ticked, so nothing changed.")
        return redirect("programs:requests", program_id=program.pk)
    chosen, admits = form.cleaned_data["chosen"], form.cleaned_data["answer"] == "admit"
    if request.method != "POST":
        context = {"program": program, "chosen": chosen, "admits": admits, "answer": form.cleaned_data["answer"]}
        return render(request, "programs/answer_requests.html", context)
    keys, now = [each.pk for each in chosen], timezone.now()
    try:
        if admits:
            joined, waiting = actions.admit(program, chosen=keys, now=now)
            messages.info(request, f"Taking part now: {joined}. Waiting for a place: {waiting}. Each is told by mail.")
        else:
            declined = actions.decline(program, chosen=keys, now=now)
            messages.info(request, f"Told that there is no place this time: {declined}. No reason is given.")
    except actions.NotOpen:
        messages.warning(request, f"{program.name} is not open, so nobody can join now.")
    return redirect("programs:requests", program_id=program.pk)
