"""Verbs of the organisation: set it up, grant and revoke roles, try the mail out."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.actions import post
from people.actions.signing_in import end_sessions
from people.models import Organisation, Role, User


class AlreadySetUp(Exception):
    """The organisation exists: it is set up once."""


class LastAdmin(Exception):
    """Somebody must be left who can configure programs and grant roles."""


class NobodyHere(Exception):
    """No active person has this mail address."""


@transaction.atomic
def set_up_organisation(
    *, name: str, holders: Iterable[tuple[str, str, str]], now: datetime, zone: str = "Europe/London"
) -> Organisation:
    """Name the organisation and its first holders of roles, each as (role, name, e-mail).

    A person may hold several roles; HR admins get a test mail. Raises AlreadySetUp the second time, LastAdmin
    without any HR admin.
    """
    holders = list(holders)
    if Role.Name.HR_ADMIN not in {role for role, _, _ in holders}:
        raise LastAdmin
    organisation, made = Organisation.objects.get_or_create(pk=1, defaults={"name": name, "set_up_at": now})
    if not made:
        raise AlreadySetUp
    for role, person_name, email in holders:
        person = User.objects.filter(email=email.lower()).first()
        person = person or User.objects.create_user(email, name=person_name, zone=zone)
        grant_role(person, role=role, now=now)
        if role == Role.Name.HR_ADMIN:
            send_test_mail(person, now=now)
    return organisation


def grant_role(person: User, *, role: str, now: datetime) -> bool:
    """Give a person an organisation-wide role; False when they already held it."""
    _, granted = Role.objects.get_or_create(person=person, role=role, defaults={"granted_at": now})
    return granted


def grant_role_by_email(email: str, *, role: str, now: datetime) -> tuple[User, bool]:
    """Give the person of a mail address a role; return them and whether it is new. Raises NobodyHere."""
    person = User.objects.active().filter(email=email.strip().lower()).first()
    if person is None:
        raise NobodyHere
    return person, grant_role(person, role=role, now=now)


@transaction.atomic
def revoke_role(held: Role) -> None:
    """Take a role away; raises LastAdmin rather than leave nobody who could give it back."""
    if held.role == Role.Name.HR_ADMIN:
        leave_an_admin(without=held.person_id)
    Role.objects.filter(pk=held.pk).delete()
    end_sessions(held.person)


def leave_an_admin(*, without: UUID) -> None:
    """Raise LastAdmin unless an HR admin is left without this person; whoever asks next waits."""
    # Roles alone are held, in one order: whoever erases themself holds their own row of people already.
    admins = Role.objects.select_for_update(of=("self",)).filter(role=Role.Name.HR_ADMIN, person__is_active=True)
    if {each.person_id for each in admins.order_by("pk")} == {without}:
        raise LastAdmin


def send_test_mail(person: User, *, now: datetime) -> None:
    """Post a mail to oneself, at most one a minute, to see whether mail leaves this installation."""
    post("test_mail", to=person, fact=f"{now:%Y-%m-%d %H:%M}", about=person.pk, now=now)
