"""Pages on which organisers let a program rest, and wake it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pairing import actions
from people.access import PersonRequest
from programs import actions as programs
from programs.access import ORGANISERS, program_door
from programs.models import Program


@program_door(*ORGANISERS)
def pause_program(request: PersonRequest, program: Program) -> HttpResponse:
    """Say what resting means, then let the program rest."""
    if not program.is_open or program.is_paused:
        messages.info(request, f"{program.name} rests already, or is not open.")
        return redirect("programs:program", program_id=program.pk)
    if request.method == "POST":
        programs.pause_program(program, now=timezone.now())
        messages.info(request, f"{program.name} rests. Nobody is reminded of anything until you resume it.")
        return redirect("programs:program", program_id=program.pk)
    return render(request, "pairing/pause_program.html", {"program": program})


@program_door(*ORGANISERS)
def resume_program(request: PersonRequest, program: Program) -> HttpResponse:
    """Say what resuming means, then wake the program."""
    if not program.is_paused:
        messages.info(request, f"{program.name} does not rest.")
        return redirect("programs:program", program_id=program.pk)
    if request.method == "POST":
        actions.resume_program(program, now=timezone.now())
        messages.info(request, f"{program.name} goes on. Open proposals have got back the days they lost.")
        return redirect("programs:program", program_id=program.pk)
    return render(request, "pairing/resume_program.html", {"program": program})
