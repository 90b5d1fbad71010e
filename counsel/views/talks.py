"""Pages of talks: ask, report harm, read and answer, change the counsellor."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from counsel import actions
from counsel.access import asker_door, counsellor_door, talk_door
from counsel.data.wording import AFTER_HARM
from counsel.forms import HarmForm, NoteForm, NoteKeyForm, OneHourForm, PersonForm, ReplyForm, TalkForm
from counsel.models import TalkRequest
from counsel.queries import hours_of, listeners_for, others_for
from people.access import PersonRequest, role_door
from people.models import Role
from programs.access import participation_door
from programs.models import Participation
from record.sealing import open_many, open_one

TAKEN = "Somebody has booked that hour meanwhile. Nothing is lost: please choose another."
NOT_THEIRS = "This person cannot take it. Please choose somebody else."


@participation_door(Participation.State.ENROLLED, Participation.State.LEFT)
def ask_to_talk(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask a counsellor for a talk, with an hour for it if one suits."""
    program, now = participation.program, timezone.now()
    may = listeners_for(program, request.user)
    form = TalkForm(request.POST or None, listeners=may, hours=list(hours_of(may, now=now)))
    if request.method == "POST" and may and form.is_valid():
        said = {"text": form.cleaned_data["text"], "counsellor": form.counsellor(), "hour": form.hour()}
        try:
            talk = actions.ask_to_talk(program, person=request.user, now=now, **said)
        except actions.HourTaken:
            form.add_error("hour", TAKEN)
        else:
            booked = "The hour is booked, and in your mail." if said["hour"] else "An answer will wait for you here."
            messages.info(request, f"{talk.counsellor.name} has your request. {booked}")
            return redirect("counsel:talk", talk_id=talk.pk)
    return render(request, "counsel/ask_to_talk.html", {"form": form, "program": program, "listeners": may})


@participation_door(Participation.State.ENROLLED, Participation.State.LEFT)
def report_harm(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Take a report of harm; what happens next stands above the first field."""
    may = listeners_for(participation.program, request.user)
    form = HarmForm(request.POST or None, listeners=may)
    if request.method == "POST" and may and form.is_valid():
        talk = actions.ask_to_talk(
            participation.program,
            person=request.user,
            text=form.cleaned_data["text"],
            counsellor=form.counsellor(),
            purpose=TalkRequest.Purpose.HARM,
            wish=form.cleaned_data["wish"],
            now=timezone.now(),
        )
        messages.info(request, f"{talk.counsellor.name} has your report and answers you here within two working days.")
        return redirect("counsel:talk", talk_id=talk.pk)
    context = {"form": form, "program": participation.program, "listeners": may, "next_steps": AFTER_HARM}
    return render(request, "counsel/report_harm.html", context)


@role_door(Role.Name.COUNSELLOR)
def queue(request: PersonRequest) -> HttpResponse:
    """Show the counsellor who would like to talk."""
    talks = TalkRequest.objects.queue_of(request.user)
    ended = "ended" in request.GET
    shown = talks.filter(state=TalkRequest.State.ENDED) if ended else talks.unended()
    return render(request, "counsel/queue.html", {"talks": shown, "shows_ended": ended})


@talk_door
def talk(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Show one talk to the one who asked and to the counsellor, who both say more here."""
    answers = request.user == talk.counsellor
    form = ReplyForm(request.POST or None, is_by_counsellor=answers)
    if request.method == "POST" and form.is_valid():
        actions.reply_to_talk(talk, text=form.cleaned_data["text"], is_by_counsellor=answers, now=timezone.now())
        other = talk.asked_by if answers else talk.counsellor
        messages.info(request, f"{other.name} will get a mail that your answer waits.")
        return redirect("counsel:talk", talk_id=talk.pk)
    return render(request, "counsel/talk.html", {**_told(talk, answers=answers), "form": form})


def _told(talk: TalkRequest, *, answers: bool) -> dict[str, Any]:
    """Return what either of the two reads of a talk, and what is the counsellor's alone."""
    replies = list(talk.replies.select_related("request__data_key"))
    texts = open_many(replies, "text")
    wish = open_one(talk, "wish")
    context: dict[str, Any] = {
        "talk": talk,
        "answers": answers,
        "text": open_one(talk, "text"),
        "wish": TalkRequest.Wish(wish).label if wish else "",
        "replies": [(reply, texts[reply.pk]) for reply in replies],
        "hour": getattr(talk, "hour", None),
    }
    if answers:
        notes = list(talk.notes.filter(author=talk.counsellor).select_related("request__data_key"))
        opened = open_many(notes, "text")
        context |= {"notes": [(note, opened[note.pk]) for note in notes], "note_form": NoteForm(auto_id="note_%s")}
    return context


@talk_door
def book_hour(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Choose one of the counsellor's hours for a talk, or another one."""
    now = timezone.now()
    hours = list(hours_of([talk.counsellor], now=now))
    form = OneHourForm(request.POST or None, hours=hours)
    if request.method == "POST" and form.is_valid():
        try:
            actions.book_hour(talk, hour=form.cleaned_data["hour"], now=now)
        except actions.HourTaken:
            form.add_error("hour", TAKEN)
        else:
            messages.info(request, "The hour is booked. Both of you get it by mail, for your calendars.")
            return redirect("counsel:talk", talk_id=talk.pk)
    return render(request, "counsel/book_hour.html", {"talk": talk, "form": form, "hours": hours})


@talk_door
@require_POST
def give_hour_back(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Give the booked hour back."""
    actions.give_hour_back(talk, now=timezone.now())
    messages.info(request, "The hour is free again. Both of you get a mail that takes it out of the calendar.")
    return redirect("counsel:talk", talk_id=talk.pk)


@counsellor_door
@require_POST
def end_talk(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Take a talk out of the queue."""
    actions.end_talk(talk)
    messages.info(request, f"The talk is closed. A new word from {talk.asked_by.first_name} opens it again.")
    return redirect("counsel:queue")


# Another counsellor --------------------


@asker_door
def choose_counsellor(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Let somebody else listen; the counsellor before reads the talk no more."""
    people = others_for(talk)
    initial = {"person": str(talk.suggested_id)} if talk.suggested in people else None
    form = PersonForm(
        request.POST or None, people=people, initial=initial, label="Who should listen?", submit="Give it to them"
    )
    if request.method == "POST" and people and form.is_valid():
        try:
            actions.choose_counsellor(talk, to=form.person(), now=timezone.now())
        except actions.NotTheirs:
            form.add_error(None, NOT_THEIRS)
        else:
            messages.info(request, f"{form.person().name} has your talk now. Nobody else reads it.")
            return redirect("counsel:talk", talk_id=talk.pk)
    return render(request, "counsel/choose_counsellor.html", {"talk": talk, "form": form, "people": people})


@counsellor_door
def suggest_counsellor(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Suggest that somebody else takes over; the person who asked decides."""
    people = others_for(talk)
    form = PersonForm(request.POST or None, people=people, label="Who could take over?", submit="Suggest them")
    if request.method == "POST" and people and form.is_valid():
        try:
            actions.suggest_counsellor(talk, to=form.person(), now=timezone.now())
        except actions.NotTheirs:
            form.add_error(None, NOT_THEIRS)
        else:
            messages.info(request, f"{talk.asked_by.first_name} is asked. Until they say yes, the talk stays with you.")
            return redirect("counsel:talk", talk_id=talk.pk)
    return render(request, "counsel/suggest_counsellor.html", {"talk": talk, "form": form, "people": people})


# Notes --------------------


@counsellor_door
@require_POST
def write_counsel_note(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Keep a note beside a talk."""
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.write_counsel_note(talk, text=form.cleaned_data["text"], now=timezone.now())
        return redirect("counsel:talk", talk_id=talk.pk)
    context = {**_told(talk, answers=True), "form": ReplyForm(is_by_counsellor=True), "note_form": form}
    return render(request, "counsel/talk.html", context)


@counsellor_door
@require_POST
def delete_counsel_note(request: PersonRequest, talk: TalkRequest) -> HttpResponse:
    """Delete one of one's own notes."""
    form = NoteKeyForm(request.POST)
    if form.is_valid():
        actions.delete_counsel_note(talk, note=form.cleaned_data["note"])
    return redirect("counsel:talk", talk_id=talk.pk)
