"""Pages of "You said, we did": organisers write, everybody in the program reads."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from insights import actions
from insights.access import everybody_in, reply_door
from insights.forms import ReplyForm
from insights.models import Reply
from people.access import PersonRequest
from programs.access import ORGANISERS, SPONSOR, program_door, roles_in
from programs.models import Program

A_PAGE = 20


@everybody_in
def said_and_done(request: PersonRequest, program: Program) -> HttpResponse:
    """Show everybody in a program what was done about what people said, the newest first."""
    roles = roles_in(program, request.user)
    page = Paginator(program.replies.select_related("release"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "program": program,
        "page": page,
        "organises": bool(roles & set(ORGANISERS)),
        "sees_figures": bool(roles & {*ORGANISERS, SPONSOR}),
    }
    return render(request, "insights/said_and_done.html", context)


@program_door(*ORGANISERS)
def write_reply(request: PersonRequest, program: Program) -> HttpResponse:
    """Write what was done."""
    form = ReplyForm(request.POST or None, program=program, label="Tell everybody in the program")
    if request.method == "POST" and form.is_valid():
        actions.write_reply(program, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.info(request, "Everybody in the program can read it now.")
        return redirect("insights:said_and_done", program_id=program.pk)
    return render(request, "insights/write_reply.html", {"program": program, "form": form})


@reply_door
def edit_reply(request: PersonRequest, reply: Reply) -> HttpResponse:
    """Change what is told."""
    program = reply.program
    told = {"said": reply.said, "did": reply.did, "release": reply.release}
    form = ReplyForm(request.POST or None, initial=told, program=program, label="Save it")
    if request.method == "POST" and form.is_valid():
        actions.edit_reply(reply, **form.cleaned_data, now=timezone.now())
        messages.info(request, "It is changed for everybody.")
        return redirect("insights:said_and_done", program_id=program.pk)
    return render(request, "insights/edit_reply.html", {"program": program, "reply": reply, "form": form})


@reply_door
def remove_reply(request: PersonRequest, reply: Reply) -> HttpResponse:
    """Ask whether to take it off the page, and take it off."""
    if request.method == "POST":
        actions.remove_reply(reply)
        messages.info(request, "It is off the page.")
        return redirect("insights:said_and_done", program_id=reply.program_id)
    return render(request, "insights/remove_reply.html", {"program": reply.program, "reply": reply})
