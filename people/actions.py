"""Verbs of people: set the organisation up, grant and revoke roles, bring a roster in, try the mail out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from outbox.actions import post
from people.models import Organisation, Role, User

# What a roster may tell about a person, beside the mail address that names them.
ROSTER_FIELDS = ("name", "zone", "manager", "grade", "grade_name", "team", "department", "location")


class AlreadySetUp(Exception):
    """The organisation exists: it is set up once."""


class LastAdmin(Exception):
    """Somebody must be left who can configure programs and grant roles."""


class NobodyHere(Exception):
    """No active person has this mail address."""


@dataclass(frozen=True)
class Upserted:
    """What a roster did or would do: everyone it named, in its order, how many are new or changed, and in what.

    `changes` counts the changed people by field.
    """

    people: tuple[User, ...]
    new: int
    changed: int
    changes: Mapping[str, int]

    @property
    def unchanged(self) -> int:
        """How many were as before."""
        return len(self.people) - self.new - self.changed


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
        admins = Role.objects.select_for_update().filter(role=Role.Name.HR_ADMIN, person__is_active=True)
        if not {each.pk for each in admins} - {held.pk}:
            raise LastAdmin
    Role.objects.filter(pk=held.pk).delete()


def send_test_mail(person: User, *, now: datetime) -> None:
    """Post a mail to oneself, at most one a minute, to see whether mail leaves this installation."""
    post("test_mail", to=person, fact=f"{now:%Y-%m-%d %H:%M}", about=person.pk, now=now)


@transaction.atomic
def upsert_people(rows: Sequence[Mapping[str, Any]]) -> Upserted:
    """Bring roster rows in by mail address; the same rows a second time change nothing.

    Each row holds `email` (lower case, once among the rows) and any of ROSTER_FIELDS; `manager` is a mail address
    in the rows or of somebody known, or None. What a row does not hold stays as it is.
    """
    # One roster at a time, so that two of them never make the same person.
    Organisation.objects.select_for_update().first()
    told, new, changed = _compared(rows)
    for person in new:
        # As Django's own, which chooses letter by letter and so takes longer than all the rest.
        person.password = UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30)
    User.objects.bulk_create(new, batch_size=1000)
    _update_people(changed)
    return told


def _update_people(changed: Sequence[User]) -> None:
    """Store the roster's fields of people who still exist.

    By upsert, where Django's bulk_update takes two minutes and 700 MB for 50,000 people (bench/roster.py). The rows
    are held first, so that nobody who is erased meanwhile comes back.
    """
    here = set(User.objects.select_for_update().filter(pk__in=[person.pk for person in changed]).values_list("pk"))
    User.objects.bulk_create(
        [person for person in changed if (person.pk,) in here],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=ROSTER_FIELDS,
        batch_size=1000,
    )


def compare_people(rows: Sequence[Mapping[str, Any]]) -> Upserted:
    """Return what `upsert_people` would do, and do nothing."""
    told, _, _ = _compared(rows)
    return told


def _compared(rows: Sequence[Mapping[str, Any]]) -> tuple[Upserted, list[User], list[User]]:
    """Return what the rows do, the newcomers and the changed people, all unsaved."""
    named = {row["email"] for row in rows} | {row.get("manager") for row in rows}
    people = {person.email: person for person in User.objects.filter(email__in=named - {None})}
    new = [User(email=row["email"]) for row in rows if row["email"] not in people]
    people |= {person.email: person for person in new}
    differing = [(people[row["email"]], _change(people[row["email"]], row, people)) for row in rows]
    changed = [(person, fields) for person, fields in differing if fields and not person._state.adding]
    told = Upserted(
        tuple(person for person, _ in differing),
        new=len(new),
        changed=len(changed),
        changes=Counter(field for _, fields in changed for field in fields),
    )
    return told, new, [person for person, _ in changed]


def _change(person: User, row: Mapping[str, Any], people: Mapping[str, User]) -> list[str]:
    """Set what the row tells on the person, unsaved; return the fields that differ from before."""
    told = {field: row[field] for field in ROSTER_FIELDS if field in row and field != "manager"}
    if "manager" in row:
        told["manager_id"] = people[row["manager"]].pk if row["manager"] else None
    differing = [field.removesuffix("_id") for field, value in told.items() if getattr(person, field) != value]
    for field, value in told.items():
        setattr(person, field, value)
    return differing
