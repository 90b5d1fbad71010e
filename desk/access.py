"""Doors of the desk: pages of the demo alone, and the page that sets an empty installation up."""

from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from outbox.links import BadLink, read, sign
from people.access import View, marked
from people.models import Organisation

SET_UP = "set-up"
CODE_LASTS = timedelta(hours=24)


def demo_only(view: View) -> View:
    """Open to all in the demo, where its mails are invented; anywhere else there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return marked(guarded, "demo only")


def set_up_code() -> str:
    """Return a code that lets its bearer set the organisation up; it dies after 24 hours, or with its first use."""
    return sign(SET_UP, "organisation")


def set_up_door(view: View) -> View:
    """Open until the organisation exists, to the operator and to whoever brings a set-up code."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if Organisation.objects.exists():
            raise Http404
        if not (request.user.is_superuser or _is_good(request.POST.get("code") or request.GET.get("code", ""))):
            return render(request, "desk/_set_up_due.html", status=403)
        return view(request, *args, **kwargs)

    return marked(guarded, "set-up code")


def _is_good(code: str) -> bool:
    try:
        read(SET_UP, code, max_age=CODE_LASTS)
    except BadLink:
        return False
    return True
