"""Per-request habits: no zero bytes, the reader's time zone, and no cached copies of signed-in pages."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.limits import hold_smallest_group

Responder = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: Responder) -> Responder:
    """Refuse a zero byte among what was asked or sent: nobody types one, and PostgreSQL cannot look for it."""

    def respond(request: HttpRequest) -> HttpResponse:
        sent = (*request.GET.lists(), *request.POST.lists())
        if any("\0" in value for _, values in sent for value in values):
            raise BadRequest
        return get_response(request)

    return respond


def own_time_zone(get_response: Responder) -> Responder:
    """Show every time in the zone of the person who reads it."""

    def respond(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(request.user.time_zone):
            return get_response(request)

    return respond


def tell_of_enough(get_response: Responder) -> Responder:
    """Hold what HR has set about the smallest group before anything is told to somebody signed in.

    The person brings it along (people.adapters.KnownPerson), so it costs no question of its own.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            hold_smallest_group(request.user.told_from)
        return get_response(request)

    return respond


def no_store_when_signed_in(get_response: Responder) -> Responder:
    """Keep signed-in pages out of shared and private caches."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and "public" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return respond
