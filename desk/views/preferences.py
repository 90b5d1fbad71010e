"""How a person wants to be written to, what has been written to them, and the link that stops a kind."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from desk.forms import PreferencesForm
from outbox import actions as outbox
from outbox.kinds import ESSENTIAL, kind_or_none, kinds_in
from outbox.letters import UNSUBSCRIBE
from outbox.links import BadLink, read_lasting
from outbox.models import Message, Preference
from outbox.wordings import languages_in_use
from people.access import PersonRequest, open_to_all, signed_in

ON_A_PAGE = 25


@signed_in
def message_preferences(request: PersonRequest) -> HttpResponse:
    """Ask when, how and about what a person wants to be written to."""
    chosen = Preference.objects.filter(person=request.user).first() or Preference(person=request.user)
    form = PreferencesForm(request.POST or None, chosen=chosen, languages=languages_in_use())
    if request.method == "POST" and form.is_valid():
        outbox.set_preferences(request.user, now=timezone.now(), **form.told())
        messages.info(request, "You get messages as you chose. What was held back is looked at again.")
        return redirect("desk:message_preferences")
    context = {"form": form, "essential": kinds_in(ESSENTIAL)}
    return render(request, "desk/message_preferences.html", context)


@signed_in
def message_log(request: PersonRequest) -> HttpResponse:
    """Show a person what was sent to them, when and why, and what was not; never what it said."""
    mine = Message.objects.filter(to=request.user).order_by("-posted_at", "pk")
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"message": message, "kind": kind_or_none(message.kind)} for message in page]
    return render(request, "desk/message_log.html", {"page": page, "rows": rows})


@open_to_all
@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind for the person the link was made for, signed in or not: GET asks, POST acts.

    Mail programs post here by themselves (RFC 8058) and can bring no CSRF token; the page's own button does.
    """
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _unsubscribe(request, token)
    return csrf_protect(_unsubscribe)(request, token)


def _unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person, _, name = read_lasting(UNSUBSCRIBE, token).partition(":")
    except BadLink:
        return render(request, "desk/unsubscribe.html", {"kind": None}, status=404)
    kind = kind_or_none(name)
    if kind is None:
        return render(request, "desk/unsubscribe.html", {"kind": None}, status=410)
    is_stopped = request.method == "POST" and kind.group.may_be_stopped
    if is_stopped:
        try:
            outbox.stop_kind(UUID(person), kind=name)
        except outbox.NobodyThere:
            return render(request, "desk/unsubscribe.html", {"kind": None}, status=404)
    return render(request, "desk/unsubscribe.html", {"kind": kind, "is_stopped": is_stopped})
