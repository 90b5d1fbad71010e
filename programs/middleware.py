"""Ask HR admins for a second step of signing in once a program has opened."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from programs.queries import needs_second_step

# A session that has shown a second step is not asked again; taking the step away ends the session.
SHOWN = "second_step"


def ask_for_second_step(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead HR admins without a second step to where one is made; signing out and that page stay open."""

    def respond(request: HttpRequest) -> HttpResponse:
        person = request.user
        is_aside = request.path.startswith(reverse("account_login").removesuffix("login/"))
        if is_aside or not person.is_authenticated or request.session.get(SHOWN) or not needs_second_step(person):
            return get_response(request)
        if is_mfa_enabled(person, ["totp", "webauthn"]):
            request.session[SHOWN] = True
            return get_response(request)
        messages.warning(request, "A program is open, so HR admins sign in with a second step. Set one up to go on.")
        return redirect("mfa_index")

    return respond
