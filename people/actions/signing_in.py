"""Verbs of signing in: by a link, out everywhere, and a lost second step taken away."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from outbox.actions import post
from people.models import SecondStepRemoval, User

SIGN_IN = "people.adapters.KnownPerson"


def sign_in(request: HttpRequest, person: User) -> None:
    """Sign a person in whose link stands for a code, and note where, so that they see and end it like any other."""
    login(request, person, backend=SIGN_IN)
    UserSession.objects.create_from_request(request)


def end_sessions(person: User) -> None:
    """Sign a person out everywhere at once."""
    theirs = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(theirs.values_list("session_key", flat=True))).delete()
    theirs.delete()


@transaction.atomic
def forget_ended_sessions(*, now: datetime) -> int:
    """Delete sessions that have run out, and the notes of where those were; return how many sessions went."""
    _, gone = Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return gone.get(Session._meta.label, 0)


def tell_second_step(person: User, *, kind: str, now: datetime) -> None:
    """Write to a person that a second step of theirs was added or removed, so that nobody does it unseen."""
    post(kind, to=person, fact=now.isoformat(), about=person.pk, now=now)


@transaction.atomic
def remove_second_step(person: User, *, by: User | None, now: datetime) -> bool:
    """Take somebody's second step away who has lost it, sign them out, and tell them; False when there is none.

    `by` is None for the operator's command.
    """
    steps = Authenticator.objects.select_for_update().filter(user=person)
    if not steps.delete()[0]:
        return False
    removal = SecondStepRemoval.objects.create(person=person, removed_by=by, removed_at=now)
    end_sessions(person)
    post("second_step_removed", to=person, fact=str(removal.pk), about=person.pk, now=now)
    return True
