"""Verbs of the organisation: set it up, grant and revoke roles, try the mail out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from outbox.actions import post
from people.actions.signing_in import end_sessions
from people.models import Logo, Organisation, Role, User
from people.pictures import Picture
from record.actions import note_change, set_clocks


class AlreadySetUp(Exception):
    """The organisation exists: it is set up once."""


class LowerThanBefore(Exception):
    """Figures are told of no smaller groups than before."""


class LastAdmin(Exception):
    """Somebody must be left who can configure programs and grant roles."""


class NobodyHere(Exception):
    """No active person has this mail address."""


@transaction.atomic
def set_up_organisation(
    *,
    name: str,
    holders: Iterable[tuple[str, str, str]],
    now: datetime,
    zone: str = "Europe/London",
    colour: str = "",
    logo: Picture | None = None,
    smallest_group: int | None = None,
    clocks: Mapping[str, int] | None = None,
) -> Organisation:
    """Name the organisation, its look and its first holders of roles, each as (role, name, e-mail), and set its clocks.

    A person may hold several roles; HR admins get a test mail. Raises AlreadySetUp the second time, LastAdmin
    without any HR admin, and LowerThanBefore for a smaller group than the installation asks.
    """
    holders = list(holders)
    if Role.Name.HR_ADMIN not in {role for role, _, _ in holders}:
        raise LastAdmin
    organisation, made = Organisation.objects.get_or_create(pk=1, defaults={"name": name, "set_up_at": now})
    if not made:
        raise AlreadySetUp
    set_look(name=name, colour=colour, logo=logo, now=now)
    if smallest_group is not None and smallest_group != settings.SMALLEST_GROUP:
        raise_smallest_group(smallest_group, by=None, now=now)
    set_clocks(clocks or {}, by=None, now=now)
    for role, person_name, email in holders:
        person = User.objects.filter(email=email.lower()).first()
        person = person or User.objects.create_user(email, name=person_name, zone=zone)
        grant_role(person, role=role, now=now)
        if role == Role.Name.HR_ADMIN:
            send_test_mail(person, now=now)
    return organisation


@transaction.atomic
def set_look(*, name: str, colour: str, now: datetime, logo: Picture | None = None, drops_logo: bool = False) -> None:
    """Set what the organisation is called, its colour as #RRGGBB or "", and its logo; without one it stays."""
    Organisation.objects.filter(pk=1).update(name=name, colour=colour)
    if logo is not None:
        drawn = {"content": logo.content, "kind": logo.kind, "changed_at": now}
        Logo.objects.update_or_create(organisation_id=1, defaults=drawn)
    elif drops_logo:
        Logo.objects.all().delete()


@transaction.atomic
def raise_smallest_group(people: int, *, by: User | None, now: datetime) -> None:
    """Tell figures from more people on, from now on; what is told stays. Raises LowerThanBefore."""
    organisation = Organisation.objects.select_for_update().get(pk=1)
    before = max(settings.SMALLEST_GROUP, organisation.smallest_group or 0)
    if people < before:
        raise LowerThanBefore
    if people == before:
        return
    organisation.smallest_group = people
    organisation.save(update_fields=["smallest_group"])
    sentence = f"Figures are told from {people} people on, no longer from {before}."
    note_change([sentence], keys=["smallest_group"], widens=False, by=by, now=now)


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
