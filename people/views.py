"""Pages of people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.access import role_door
from people.models import Role


@role_door(Role.Name.HR_ADMIN)
def people(request: HttpRequest) -> HttpResponse:
    """List them."""
    return render(request, "desk/home.html")
