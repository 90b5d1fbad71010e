"""The one page of feedback."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from feedback import actions
from feedback.access import pulse_door
from feedback.data.pulse import TITLE
from feedback.forms import PulseForm
from feedback.models import PulseRequest
from feedback.queries import confidentiality_statement
from people.access import PersonRequest


@pulse_door
def pulse(request: PersonRequest, pulse: PulseRequest) -> HttpResponse:
    """Ask how a session was, in three taps."""
    form = PulseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_pulse(
                pulse,
                choices=form.taps,
                text=form.cleaned_data["text"],
                organisers_may_read=form.cleaned_data["organisers_may_read"],
                now=timezone.now(),
            )
        except actions.AlreadyAnswered:
            messages.info(request, "You have answered this one before. Your first answer stands.")
        except actions.PulseClosed:
            messages.info(request, "This pulse is closed. Nothing was stored.")
        else:
            messages.info(request, "Your answer is kept. Thank you.")
        return redirect("feedback:pulse", request_id=pulse.pk)
    meeting = pulse.meeting
    context = {
        "title": TITLE,
        "pulse": pulse,
        "meeting": meeting,
        "program": meeting.pair.program,
        "form": form,
        "is_closed": pulse.is_closed(timezone.now()),
        "statement": confidentiality_statement(meeting.pair.program),
    }
    return render(request, "feedback/pulse.html", context)
