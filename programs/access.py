"""Doors of a program: who comes in with which role."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from outbox.links import BadLink, read
from people.access import PersonRequest, View, marked
from people.models import Role, User
from programs.models import NAMED_ROLES, Participation, Program

HR_ADMIN = "HR admin"
COORDINATOR = Role.Name.COORDINATOR.value
SPONSOR = Role.Name.SPONSOR.value
COUNSELLOR = Role.Name.COUNSELLOR.value
PARTICIPANT = "participant"
INVITED = "invited"
VISITOR = "visitor"

ORGANISERS = (HR_ADMIN, COORDINATOR)
INVITATION_LASTS = timedelta(days=30)


def roles_in(program: Program, person: User) -> frozenset[str]:
    """Return every role the person has in the program; empty for a stranger."""
    return roles_with(program, person, Participation.objects.of(person).filter(program=program).first())


def roles_with(program: Program, person: User, participation: Participation | None) -> frozenset[str]:
    """Return every role, where the person's participation in the program, or that there is none, is known already."""
    roles = set()
    if person.is_hr_admin:
        roles.add(HR_ADMIN)
    roles |= {
        role.value for role in NAMED_ROLES if role in person.roles and getattr(program, f"{role}_id") == person.pk
    }
    if participation is not None:
        roles.add(INVITED if participation.is_invited else PARTICIPANT)
    if not roles and program.takes_anyone:
        roles.add(VISITOR)
    return frozenset(roles)


def program_door(*roles: str) -> Callable[[View], View]:
    """Fetch the program of `program_id` for holders of any of `roles`; the view gets `program`."""
    wanted = frozenset(roles)

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: PersonRequest, program_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            program = get_object_or_404(Program.objects.visible_to(request.user), pk=program_id)
            # Whoever runs the program is let in without a look at who takes part.
            runs_it = roles_with(program, request.user, None) - {VISITOR}
            if not (runs_it & wanted or roles_in(program, request.user) & wanted):
                raise PermissionDenied
            return view(request, program, *args, **kwargs)

        return marked(guarded, "program: " + ", ".join(roles))

    return decorate


def piece_door(view: View) -> View:
    """Fetch the piece of `piece_id` in the program of `program_id` for its organisers; the view gets both."""

    @program_door(*ORGANISERS)
    @wraps(view)
    def guarded(request: PersonRequest, program: Program, piece_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        piece = get_object_or_404(program.orientation_pieces, pk=piece_id)
        return view(request, program, piece, *args, **kwargs)

    return marked(guarded, "program: a piece of its orientation, for its organisers")


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


def enrol_door(view: View) -> View:
    """Fetch the program of `program_id` for whoever was invited, or for anyone where it takes anyone.

    The view gets `program` and the reader's `participation`, None for whoever was not invited.
    """

    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, program_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        program = get_object_or_404(Program.objects.visible_to(request.user), pk=program_id)
        participation = Participation.objects.of(request.user).with_people().filter(program=program).first()
        if participation is None and not program.takes_anyone:
            raise PermissionDenied
        return view(request, program, participation, *args, **kwargs)

    return marked(guarded, "own participation, or anyone where the program takes anyone")


def is_new_here(person: User) -> bool:
    """Whether nothing of the person's is here yet but invitations: then the link of one may stand in for signing in."""
    answered = Participation.objects.of(person).exclude(state=Participation.State.INVITED)
    stands_for = Program.objects.filter(Q(coordinator=person) | Q(sponsor=person) | Q(counsellor=person))
    return not (person.is_staff or person.roles or is_mfa_enabled(person) or answered.exists() or stands_for.exists())


def invitation_door(view: View) -> View:
    """Read the participation out of the signed link of its invitation; the link stands in for signing in.

    The view gets `participation`, None when the link is altered or older than 30 days or the person has gone.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        try:
            [key] = read("invitation", token, max_age=INVITATION_LASTS)
        except BadLink:
            return view(request, None)
        invited = Participation.objects.with_people().select_related("program__coordinator")
        return view(request, invited.filter(pk=key, person__is_active=True).first())

    return marked(guarded, "signed link of an invitation")
