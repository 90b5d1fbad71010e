"""Where a program announces itself in a chat, for those who run it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.forms import ChatForm
from outbox import actions as outbox
from outbox.announcements import all_announcements
from outbox.chat import BadAddress
from outbox.models import ChatChannel
from people.access import PersonRequest
from programs.access import ORGANISERS, program_door
from programs.models import Program


@program_door(*ORGANISERS)
def chat_channel(request: PersonRequest, program: Program) -> HttpResponse:
    """Ask where a program announces itself, and what; show what became of the last announcements."""
    channel = ChatChannel.objects.filter(program=program.pk).first()
    form = ChatForm(request.POST or None, channel=channel)
    if request.method == "POST" and form.is_valid():
        try:
            told = outbox.set_channel(program.pk, by=request.user, now=timezone.now(), **form.cleaned_data)
        except BadAddress as refusal:
            form.add_error("address", refusal.sentence)
        else:
            messages.info(request, f"{told.service}: {'announcements are on' if told.is_on else 'it is off'}.")
            return redirect("desk:chat_channel", program_id=program.pk)
    titles = {kind.name: kind.title for kind in all_announcements()}
    posts = channel.posts.order_by("-posted_at")[:10] if channel else []
    context = {
        "program": program,
        "channel": channel,
        "form": form,
        "posts": [{"row": post, "title": titles.get(post.kind, "A test")} for post in posts],
    }
    return render(request, "desk/chat_channel.html", context)


@program_door(*ORGANISERS)
@require_POST
def try_channel(request: PersonRequest, program: Program) -> HttpResponse:
    """Say something in the channel, to see whether it arrives."""
    outbox.try_channel(get_object_or_404(ChatChannel, program=program.pk), now=timezone.now())
    messages.info(request, "A test is in line. What became of it stands below in a moment.")
    return redirect("desk:chat_channel", program_id=program.pk)


@program_door(*ORGANISERS)
@require_POST
def remove_channel(request: PersonRequest, program: Program) -> HttpResponse:
    """Forget the channel with its address."""
    outbox.remove_channel(program.pk, now=timezone.now())
    messages.info(request, "The channel and its address are forgotten.")
    return redirect("desk:chat_channel", program_id=program.pk)
