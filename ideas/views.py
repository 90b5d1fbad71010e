"""Pages of ideas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.access import signed_in


@signed_in
def ideas(request: HttpRequest) -> HttpResponse:
    """List them."""
    return render(request, "desk/home.html")
