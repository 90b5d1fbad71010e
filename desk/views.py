"""Pages of the desk."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.access import demo_only, set_up_door
from desk.forms import FirstRunForm
from desk.health import checks
from desk.letters import page_of, picture_of
from desk.navigation import live_pairs_of
from desk.queries import desk_of
from outbox import actions as outbox
from outbox import maildir
from outbox.models import Message
from outbox.queries import counts_by_state
from people import actions as people
from people.access import PersonRequest, open_to_all, role_door, signed_in, staff_only
from people.models import Organisation, Role
from record.statement import seen_by, statement_of

ON_A_PAGE = 25
# Mails carry inline styles because mail programs know no others; their frame alone lets them, and nothing else.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Answer "what is next for me?"."""
    steps, stones = desk_of(request.user, pairs=live_pairs_of(request), now=timezone.now())
    doing = [step for step in steps if not step.waits]
    context = {
        "next_step": doing[0] if doing else None,
        "later": doing[1:],
        "waiting": [step for step in steps if step.waits],
        "stones": stones,
        "set_up_is_due": request.user.is_superuser and not Organisation.objects.exists(),
    }
    return render(request, "desk/home.html", context)


@signed_in
def on_record(request: PersonRequest) -> HttpResponse:
    """Show a person everything that is stored about them, with who reads it."""
    sections = statement_of(request.user)
    context = {
        "sections": [section for section in sections if section.entries],
        "empty_sections": [section for section in sections if not section.entries],
        "seen_by": seen_by(sections),
    }
    return render(request, "desk/on_record.html", context)


@set_up_door
def first_run(request: HttpRequest) -> HttpResponse:
    """Set an empty installation up: the organisation, its first HR admin, and whoever else is known already."""
    form = FirstRunForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/first_run.html", {"form": form})
    told = form.cleaned_data
    try:
        people.set_up_organisation(
            name=told["organisation"], zone=told["zone"], holders=form.holders, now=timezone.now()
        )
    except people.AlreadySetUp:
        raise Http404 from None
    messages.info(request, f"{told['organisation']} is set up. A test mail goes to {told['hr_admin_email']}.")
    return redirect("desk:home")


@staff_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in both themes."""
    return render(request, "styleguide.html", {"now": timezone.now()})


# Whether mail leaves, and whether everything runs --------------------


@role_door(Role.Name.HR_ADMIN)
def delivery(request: HttpRequest) -> HttpResponse:
    """Show HR whether messages leave, and which did not: neither what they say nor what they are about."""
    stuck = Message.objects.stuck().select_related("to").order_by("-finished_at", "pk")
    context = {
        "counts": counts_by_state(),
        "checks": {check.name.replace(" ", "_"): check for check in checks(now=timezone.now())},
        "page": Paginator(stuck, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "desk/delivery.html", context)


@role_door(Role.Name.HR_ADMIN)
@require_POST
def send_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Put a message that did not leave back in line."""
    message = get_object_or_404(Message.objects.select_related("to"), pk=message_id)
    if outbox.send_again(message, now=timezone.now()):
        messages.info(request, f"The message to {message.to.name} is in line again.")
    else:
        messages.info(request, f"The message to {message.to.name} is already on its way.")
    return redirect("desk:delivery")


@open_to_all
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return JsonResponse({"ok": True})


@open_to_all
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether everything this installation needs works: 200 or 503, with ages and without secrets."""
    found = checks(now=timezone.now())
    body = {
        check.name: {"ok": check.ok} | ({} if check.seconds is None else {"seconds": check.seconds}) for check in found
    }
    return JsonResponse(body, status=200 if all(check.ok for check in found) else 503)


# The demo's mailbox --------------------


@demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the letters that the demo has sent, the newest first."""
    page = Paginator(maildir.keys(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/mailbox.html", {"page": page, "letters": [page_of(key) for key in page]})


@demo_only
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """Show one letter with its headers, its text, and a frame for its HTML."""
    read = page_of(key)
    if read is None:
        raise Http404
    return render(request, "desk/letter.html", {"letter": read})


@demo_only
def letter_html(_request: HttpRequest, key: str) -> HttpResponse:
    """Serve the HTML part of a letter for its frame, under a policy of its own."""
    html = picture_of(key)
    if html is None:
        raise Http404
    return HttpResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})
