"""Doors of a program: who comes in with which role."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from people.access import PersonRequest, View, marked
from people.models import User
from programs.models import Participation, Program

HR_ADMIN = "HR admin"
COORDINATOR = "coordinator"
SPONSOR = "sponsor"
COUNSELLOR = "counsellor"
PARTICIPANT = "participant"
INVITED = "invited"

ORGANISERS = (HR_ADMIN, COORDINATOR)


def roles_in(program: Program, person: User) -> frozenset[str]:
    """Return every role the person has in the program; empty for a stranger."""
    roles = set()
    if person.is_hr_admin:
        roles.add(HR_ADMIN)
    if program.coordinator_id == person.pk:
        roles.add(COORDINATOR)
    if program.sponsor_id == person.pk:
        roles.add(SPONSOR)
    if program.counsellor_id == person.pk:
        roles.add(COUNSELLOR)
    participation = Participation.objects.of(person).filter(program=program).first()
    if participation is not None:
        roles.add(INVITED if participation.is_invited else PARTICIPANT)
    return frozenset(roles)


def program_door(*roles: str) -> Callable[[View], View]:
    """Fetch the program of `program_id` for holders of any of `roles`; the view gets `program`."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: PersonRequest, program_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            program = get_object_or_404(Program.objects.visible_to(request.user), pk=program_id)
            if not roles_in(program, request.user) & set(roles):
                raise PermissionDenied
            return view(request, program, *args, **kwargs)

        return marked(guarded, "program: " + ", ".join(roles))

    return decorate


def participation_door(*states: str) -> Callable[[View], View]:
    """Fetch the reader's own participation in the program of `program_id`, in any of `states`.

    The view gets `participation`, with its program and person.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: PersonRequest, program_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            program = get_object_or_404(Program.objects.visible_to(request.user), pk=program_id)
            participation = Participation.objects.of(request.user).with_people().filter(program=program).first()
            if participation is None or participation.state not in states:
                raise PermissionDenied
            return view(request, participation, *args, **kwargs)

        return marked(guarded, "own participation: " + ", ".join(states))

    return decorate
