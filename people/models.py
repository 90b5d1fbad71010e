"""Nouns: the organisation, a person, a role."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar
from unicodedata import combining, normalize
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import cached_property

known_zones = cache(available_timezones)


class MailAddressValidator(EmailValidator):
    """Django's check, with letters of any script before the @ (RFC 6531): José has an address too."""

    user_regex = re.compile(r"^[-!#$%&'*+/=?^`{}|~\w]+(\.[-!#$%&'*+/=?^`{}|~\w]+)*\Z")


validate_mail_address = MailAddressValidator()


FEWEST = 5  # people a figure is about at least, whatever anybody sets
validate_colour = RegexValidator(r"\A#[0-9A-Fa-f]{6}\Z", "Write the colour as # and six digits or letters, as #0B6763.")
RANK = Coalesce("grade", -1, output_field=models.IntegerField())
# How long leaving can be undone; the pairs of those who left end only afterwards (pairing.actions.withdraw_leavers).
UNDO_LEAVING = timedelta(minutes=30)
# The words that a person can be found by, folded by a function of the database; an index holds exactly this.
WORDS_OF_PERSON = models.Func(
    "name", "email", "team", "department", "location", function="words_of_person", output_field=SearchVectorField()
)


def folded_words(text: str) -> list[str]:
    """Return the words of a text as `words_of_person` folds them: lower case, without accents, letters and digits."""
    plain = "".join(letter for letter in normalize("NFD", text.lower()) if not combining(letter))
    return re.findall(r"[^\W_]+", plain)


def validate_zone(name: str) -> None:
    """Refuse what is no IANA time zone."""
    if name not in known_zones():
        message = f"{name} is not a time zone such as Europe/London."
        raise ValidationError(message)


class Organisation(models.Model):
    """The one organisation this installation serves."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    set_up_at = models.DateTimeField()
    # A line of this colour runs along the top of every page; no text stands on it, so any colour can be read.
    colour = models.CharField(max_length=7, blank=True, validators=[validate_colour])
    # From how many people on figures are told, where HR set more than the installation asks; never lowered.
    smallest_group = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_organisation", condition=models.Q(id=1)),
            models.CheckConstraint(name="five_people_or_more", condition=models.Q(smallest_group__gte=FEWEST)),
        ]

    def __str__(self) -> str:
        return self.name


class Logo(models.Model):
    """The organisation's logo: a small picture that a browser only ever draws."""

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE)
    content = models.BinaryField()
    kind = models.CharField(max_length=20)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"logo of {self.organisation}"


class PersonQuerySet(models.QuerySet["User"]):
    """The words for choosing people."""

    def active(self) -> PersonQuerySet:
        """Choose those who still work here."""
        return self.filter(is_active=True)

    def holding(self, role: str) -> PersonQuerySet:
        """Choose those who hold an organisation-wide role."""
        return self.filter(roles_held__role=role)

    def ranked(self) -> PersonQuerySet:
        """Give each a `rank` to sort by: the grade, and below all grades for whoever has none."""
        return self.annotate(rank=RANK)

    def of_rank(self, rank: int) -> PersonQuerySet:
        """Choose those of one grade, by the index that sorts by it."""
        return self.alias(of=RANK).filter(of=rank)

    def undoable(self, now: datetime) -> PersonQuerySet:
        """Choose those who were marked as having left so short a time ago that it can be undone."""
        return self.filter(left_at__gte=now - UNDO_LEAVING)

    def matching(self, words: str) -> PersonQuerySet:
        """Choose those of whose name, mail, team, department and location some word begins with each of these."""
        begun = folded_words(words)
        if not begun:
            return self.none() if words.strip() else self
        query = SearchQuery(" & ".join(f"{word}:*" for word in begun), config="simple", search_type="raw")
        return self.alias(words=WORDS_OF_PERSON).filter(words=query)


class PersonManager(BaseUserManager["User"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """What Django's own commands need for making people."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person who signs in by mailed code, or by password where one is given."""
        person: User = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make the operator's login; it may open the first-run page and holds no role in any program."""
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the organisation, as the roster knows them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField("time zone", max_length=60, default="Europe/London", validators=[validate_zone])
    manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    # Higher is more senior; the name is what people call it.
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    grade_name = models.CharField(max_length=80, blank=True)
    team = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    # When they were marked as having left, the same for all who were marked together; None for those who are here.
    left_at = models.DateTimeField(null=True, blank=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    # Read with whoever is signed in (people.adapters.KnownPerson): what HR has set about the smallest group.
    told_from: int | None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name"),
            models.Index(fields=["department", "name", "id"], name="person_by_department"),
            models.Index(fields=["location", "name", "id"], name="person_by_location"),
            models.Index(RANK, "name", "id", name="person_by_rank"),
            models.Index(fields=["left_at"], name="person_left", condition=models.Q(is_active=False)),
            GinIndex(WORDS_OF_PERSON, name="person_by_words"),
        ]
        constraints = [
            models.CheckConstraint(name="email_is_lower_case", condition=models.Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name (Django asks for it)."""
        return self.name

    @property
    def first_name(self) -> str:
        """The name to greet with."""
        return self.name.partition(" ")[0]

    @property
    def time_zone(self) -> ZoneInfo:
        """The person's own zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The organisation-wide roles, read once a request."""
        return frozenset(self.roles_held.values_list("role", flat=True))

    @property
    def is_hr_admin(self) -> bool:
        """Whether this person configures programs for the whole organisation."""
        return Role.Name.HR_ADMIN in self.roles

    @property
    def is_counsellor(self) -> bool:
        """Whether this person may be named as a program's counsellor."""
        return Role.Name.COUNSELLOR in self.roles


class SecondStepRemoval(models.Model):
    """That an HR admin, or the operator, took somebody's second step away; kept, and told to the person."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="second_steps_removed")
    removed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second step of {self.person}"


class Role(models.Model):
    """An organisation-wide role held by a person."""

    class Name(models.TextChoices):
        """The roles around a pair; a program names its own coordinator, sponsor and counsellor among them."""

        HR_ADMIN = "hr_admin", "HR admin"
        COORDINATOR = "coordinator", "Coordinator"
        SPONSOR = "sponsor", "Sponsor"
        COUNSELLOR = "counsellor", "Counsellor"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=20, choices=Name)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_role_once", fields=["person", "role"])]

    def __str__(self) -> str:
        return f"{self.person} as {self.get_role_display()}"
