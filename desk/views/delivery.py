"""Whether mail leaves, and whether everything runs."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.forms import StuckForm
from desk.health import checks
from outbox import actions as outbox
from outbox.models import Message
from outbox.queries import counts_by_state
from people.access import open_to_all, role_door
from people.models import Role

ON_A_PAGE = 25


@role_door(Role.Name.HR_ADMIN)
def delivery(request: HttpRequest) -> HttpResponse:
    """Show HR whether messages leave, and which did not: neither what they say nor what they are about."""
    form = StuckForm(request.GET)
    stuck = form.chosen(Message.objects.stuck()).select_related("to").order_by("-finished_at", "pk")
    page = Paginator(stuck, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "count": f"{page.paginator.count} message{'' if page.paginator.count == 1 else 's'}",
        "counts": counts_by_state(),
        "checks": {check.name.replace(" ", "_"): check for check in checks(now=timezone.now())},
        "filters": form,
        "is_filtered": bool(form.wanted),
        "page": page,
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
