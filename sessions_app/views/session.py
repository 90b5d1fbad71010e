"""What a session's page holds and takes: notes and actions; a text that cannot be kept comes back as it was typed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.access import PersonRequest
from programs.models import Side
from sessions_app import actions, queries
from sessions_app.access import meeting_door
from sessions_app.forms import ActionForm, NoteForm, PlaceForm
from sessions_app.models import Draft, Meeting
from sessions_app.views.replies import Keeping, both, done, keep, seen

LABELS = {"private": "Only for me", "shared": "For both of us"}


def page_of(request: PersonRequest, meeting: Meeting, **typed: Any) -> dict[str, Any]:
    """Return what the page shows; `typed` replaces a form by one that could not be kept."""
    now, side = timezone.now(), meeting.pair.side_of(request.user)
    part = queries.part_of(meeting, asked=request.GET.get("part", ""), now=now)
    notes = queries.notes_of(meeting, side=side)
    draft, text = queries.draft_of(meeting.pair, side=side, meeting=meeting)
    turn = request.GET.get("turn", "")
    forms = {
        "private_form": _note_form("private", notes.get("private", "")),
        "shared_form": _note_form("shared", text if draft else notes.get("mine", "")),
        "private_keeping": Keeping(_version(meeting, side, is_private=True)),
        "shared_keeping": Keeping(_version(meeting, side, is_private=False, draft=draft)),
        "action_form": ActionForm(pair=meeting.pair, side=side, initial={"owner": side}),
        "place_form": PlaceForm(initial={"version": meeting.version, "place": meeting.place}),
    }
    questions = queries.questions_of(
        meeting.pair.program,
        part,
        theme=request.GET.get("theme", ""),
        turn=int(turn) if turn.isdecimal() and len(turn) < 4 else 0,
    )
    halves = queries.halves_of(meeting, side=side)
    return both(
        request,
        meeting.pair,
        meeting=meeting,
        part=part,
        parts=queries.PARTS,
        questions=questions,
        halves=[{**half, "prompts": prompts} for half, prompts in zip(halves, questions["halves"], strict=True)],
        theirs=notes.get("theirs", ""),
        mine=notes.get("mine", ""),
        private=notes.get("private", ""),
        draft=text,
        tasks=queries.tasks_of(meeting, side=side),
        limits=queries.limits(meeting.pair),
        is_over=meeting.starts_at <= now,
        waits_for=queries.first_waits_for(meeting.pair),
        offer=queries.offer_to(meeting, side=side, now=now),
        **{**forms, **typed},
    )


def _note_form(prefix: str, text: str) -> NoteForm:
    return NoteForm(initial={"text": text}, prefix=prefix, label=LABELS[prefix])


def _version(meeting: Meeting, side: Side, *, is_private: bool, draft: Draft | None = None) -> int:
    given = queries.given_at(meeting.pair, side=side, meeting=meeting, is_private=is_private)
    return queries.version_of(given, draft)


@meeting_door
@require_POST
def write_note(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Keep my private or my shared note; saved by itself, a note for both stays a draft of mine."""
    here = redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)
    prefix = "private" if "private-text" in request.POST else "shared"
    is_private, side = prefix == "private", meeting.pair.side_of(request.user)
    if "drop" in request.POST:
        said = "Your draft is gone. Your note stays as it was."
        done(request, actions.drop_draft, meeting.pair, side=side, meeting=meeting, said=said)
        return here
    form = NoteForm(request.POST, prefix=prefix, label=LABELS[prefix])

    def save() -> object:
        told = {"side": side, "text": form.cleaned_data["text"], "version": seen(request), "now": timezone.now()}
        if request.htmx and not is_private:
            return actions.write_draft(meeting.pair, meeting=meeting, **told)
        return actions.write_note(meeting, is_private=is_private, **told)

    draft, _ = queries.draft_of(meeting.pair, side=side, meeting=meeting)
    stands = _version(meeting, side, is_private=is_private, draft=None if is_private else draft)
    said = "Your note is saved. Only you can read it." if is_private else "Your note is saved for both of you."
    keeping = keep(request, form, save, stands=stands, said=said)
    if request.htmx:
        return render(request, "sessions_app/_saved.html", {"keeping": keeping, "prefix": prefix})
    if keeping.is_kept:
        return here
    typed = {f"{prefix}_form": form, f"{prefix}_keeping": keeping}
    return render(request, "sessions_app/meeting.html", page_of(request, meeting, **typed))


@meeting_door
@require_POST
def write_action(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Write down what one of us will try."""
    form = ActionForm(request.POST, pair=meeting.pair, side=meeting.pair.side_of(request.user))
    if form.is_valid() and done(request, actions.write_action, meeting, **form.cleaned_data):
        return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)
    return render(request, "sessions_app/meeting.html", page_of(request, meeting, action_form=form))


@meeting_door
@require_POST
def tick_action(request: PersonRequest, meeting: Meeting, action_id: UUID) -> HttpResponse:
    """Say that an action is done, or open it again."""
    is_done = request.POST.get("done") == "yes"
    done(request, actions.tick_action, meeting, action=action_id, is_done=is_done)
    return redirect("sessions_app:meeting", pair_id=meeting.pair_id, number=meeting.number)
