"""The texts of mails, for HR: read, rewrite, look at, try out, take back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.forms import TextForm
from desk.letters import LETTER_POLICY
from outbox import actions as outbox
from outbox.kinds import Kind, worded_kinds
from outbox.letters import shown_letter
from outbox.models import Wording
from outbox.variables import VARIABLES
from outbox.wordings import Words, known_languages, language_name, languages_in_use, wordings_in_use
from people.access import PersonRequest, role_door
from people.models import Role


@role_door(Role.Name.HR_ADMIN)
def message_texts(request: HttpRequest) -> HttpResponse:
    """List every kind of mail with the languages it is written in."""
    written = wordings_in_use()
    rows = [
        {"kind": kind, "written": [(code, language_name(code)) for name, code in written if name == kind.name]}
        for kind in sorted(worded_kinds(), key=lambda kind: (bool(kind.links), kind.group.title, kind.title))
    ]
    return render(request, "desk/message_texts.html", {"rows": rows, "languages": languages_in_use()})


@role_door(Role.Name.HR_ADMIN)
def edit_text(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """Rewrite one text in one language, with its preview and its history beside it."""
    known = _worded(kind, language)
    newest = Wording.objects.history_of(kind, language).first()
    form = TextForm(request.POST or None, kind=known, newest=newest)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            outbox.write_wording(kind, language=language, by=request.user, now=timezone.now(), **form.cleaned_data)
        except outbox.WrittenMeanwhile as meanwhile:
            theirs = meanwhile.theirs
            form = TextForm(kind=known, newest=theirs, initial=form.cleaned_data | {"after": theirs.number})
        else:
            messages.info(request, f"From now on, “{known.title}” says this in {language_name(language)}.")
            return redirect("desk:edit_text", kind=kind, language=language)
    return render(request, "desk/edit_text.html", _beside(known, language, newest) | {"form": form, "theirs": theirs})


@role_door(Role.Name.HR_ADMIN)
def preview_text(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """Show a letter as it would look, with invented names: what is written now, or what the form holds."""
    known = _worded(kind, language)
    form = TextForm(request.POST or None, kind=known, newest=Wording.objects.history_of(kind, language).first())
    if form.is_bound and not form.is_valid():
        return _in_frame(render(request, "desk/_text_answer.html", {"title": "Not yet a letter", "form": form}))
    told = form.cleaned_data if form.is_bound else form.initial
    words = Words(language, told["subject"], told["text"])
    nowhere = request.build_absolute_uri("#")
    shown = shown_letter(known, words, first_name=request.user.first_name, link=nowhere, frame="desk/_preview.html")
    return _in_frame(HttpResponse(shown))


@role_door(Role.Name.HR_ADMIN)
@require_POST
def try_text(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """Send what the form holds to oneself, and answer in the frame of the preview; the form stays as it is."""
    known = _worded(kind, language)
    form = TextForm(request.POST, kind=known, newest=Wording.objects.history_of(kind, language).first())
    answer: dict[str, Any] = {"title": "Not yet a letter", "form": form}
    if form.is_valid():
        told = {"subject": form.cleaned_data["subject"], "text": form.cleaned_data["text"]}
        outbox.try_wording(kind, language=language, by=request.user, now=timezone.now(), **told)
        text = f"It goes to {request.user.email}. What everyone gets is not changed by that."
        answer = {"title": "A test is on its way", "text": text}
    return _in_frame(render(request, "desk/_text_answer.html", answer))


@role_door(Role.Name.HR_ADMIN)
@require_POST
def restore_text(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """Go back to the text that Viceversa ships."""
    known = _worded(kind, language)
    outbox.restore_wording(kind, language=language, by=request.user, now=timezone.now())
    messages.info(request, f"“{known.title}” says again what Viceversa ships.")
    return redirect("desk:edit_text", kind=kind, language=language)


def _worded(kind: str, language: str) -> Kind:
    """Return a kind whose text can be rewritten; 404 for any other, and for a language nobody knows."""
    known = {each.name: each for each in worded_kinds()}
    if language not in dict(known_languages()) or kind not in known:
        raise Http404
    return known[kind]


def _beside(kind: Kind, language: str, newest: Wording | None) -> dict[str, Any]:
    """Return what stands beside the form of a text."""
    return {
        "kind": kind,
        "code": language,
        "language_name": language_name(language),
        "languages": known_languages(),
        "variables": [(name, VARIABLES[name]) for name in kind.allowed],
        "history": Wording.objects.history_of(kind.name, language).select_related("written_by")[:20],
        "is_rewritten": newest is not None and not newest.is_shipped,
    }


def _in_frame(page: HttpResponse) -> HttpResponse:
    page.headers["Content-Security-Policy"] = LETTER_POLICY
    return page
