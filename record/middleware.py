"""A page whose sealed text does not open says so calmly, and says nothing else."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from record.keys import Destroyed, Unreadable

logger = logging.getLogger(__name__)


class SayUnreadable:
    """Answers 410 where a key was destroyed on purpose; else 500, which the operator is told without content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn Unreadable into a page; anything else is not ours."""
        if not isinstance(exception, Unreadable):
            return None
        is_destroyed = isinstance(exception, Destroyed)
        if not is_destroyed:
            logger.error("%s did not open: %s", request.path, exception)
        context = {"is_destroyed": is_destroyed}
        return render(request, "record/unreadable.html", context, status=410 if is_destroyed else 500)
