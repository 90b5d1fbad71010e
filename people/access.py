"""Doors: each view carries exactly one decorator from an `access.py`; a test walks all URLs and asks for it.

A door that refuses a stranger answers 404, one that refuses the wrong role answers 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from people.models import User

View = Callable[..., HttpResponse]


class PersonRequest(HttpRequest):
    """A request of a signed-in person: what every door but the open one hands on."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails


def marked(view: View, door: str) -> View:
    """Write on the view which door guards it, for the test that walks all URLs."""
    view.door = door  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Open to anyone who can reach the site; the view itself must not show anything about a person."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return marked(guarded, "open")


def signed_in(view: View) -> View:
    """Open to every signed-in person; the view shows only what is their own or everyone's."""
    return marked(login_required(view), "signed in")


def role_door(*roles: str) -> Callable[[View], View]:
    """Open to holders of any of the organisation-wide `roles`."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.roles & set(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return marked(guarded, "role: " + ", ".join(roles))

    return decorate


def staff_only(view: View) -> View:
    """Open to those who run the installation."""

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return marked(guarded, "staff")
