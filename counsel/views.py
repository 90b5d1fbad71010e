"""Pages of counsel."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from counsel import actions
from counsel.access import talk_door
from counsel.forms import ReplyForm, TalkForm
from counsel.models import TalkRequest
from people.access import PersonRequest, role_door
from people.models import Role
from programs.access import participation_door
from programs.models import Participation
from record.sealing import open_many, open_one


@participation_door(Participation.State.ENROLLED, Participation.State.LEFT)
def ask_to_talk(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask the program's counsellor for a talk."""
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        talk = actions.ask_to_talk(
            participation.program, person=participation.person, text=form.cleaned_data["text"], now=timezone.now()
        )
        messages.info(request, f"{talk.counsellor.name} has your request and will answer you here.")
        return redirect("counsel:talk", talk_id=talk.pk)
    return render(request, "counsel/ask_to_talk.html", {"form": form, "program": participation.program})


@role_door(Role.Name.COUNSELLOR)
def queue(request: PersonRequest) -> HttpResponse:
    """Show the counsellor who would like to talk."""
    talks = TalkRequest.objects.queue_of(request.user)
    return render(request, "counsel/queue.html", {"talks": talks})


@talk_door
def talk(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Show one talk to the one who asked and to the counsellor, who answers here."""
    answers = request.user == talk.counsellor
    form = ReplyForm(request.POST or None) if answers else None
    if request.method == "POST" and form is not None and form.is_valid():
        actions.reply_to_talk(talk, text=form.cleaned_data["text"], now=timezone.now())
        messages.info(request, f"{talk.asked_by.name} will get a mail that your answer waits.")
        return redirect("counsel:talk", talk_id=talk.pk)
    replies = list(talk.replies.select_related("request__data_key"))
    texts = open_many(replies, "text")
    context = {
        "talk": talk,
        "text": open_one(talk, "text"),
        "replies": [(reply.sent_at, texts[reply.pk]) for reply in replies],
        "form": form,
    }
    return render(request, "counsel/talk.html", context)
