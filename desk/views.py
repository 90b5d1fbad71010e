"""Pages of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.access import signed_in, staff_only


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Answer "what is next for me?"."""
    return render(request, "desk/home.html")


@signed_in
def on_record(request: HttpRequest) -> HttpResponse:
    """Show a person everything that is stored about them, with who reads it."""
    return render(request, "desk/on_record.html")


@staff_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in both themes."""
    return render(request, "styleguide.html", {"now": timezone.now()})
