"""What people keep about a person: the roster's line and the roles held."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from people.models import Logo, Organisation, Role, SecondStepRemoval, User
from record.erasure import when_erased
from record.keys import locked_in
from record.registry import COORDINATOR, EVERYONE, HR, MATCHER, ME, SYSTEM, Line, Stays, impersonal, keep

_ROSTER = "So that you can be invited, and never paired with someone you report to."
_UNTIL = "until you leave the organisation"
_READERS = (ME, HR, COORDINATOR)

keep(
    User,
    title="You in the roster",
    of=lambda person: User.objects.filter(pk=person.pk).select_related("manager"),
    lines=[
        Line("name", "Your name", (EVERYONE,), "To address you.", _UNTIL),
        Line("email", "Your mail address", _READERS, "To sign you in and to write to you.", _UNTIL),
        Line("zone", "Your time zone", _READERS, "To show you times as you live them.", _UNTIL),
        Line("manager", "Your manager", (*_READERS, MATCHER), _ROSTER, _UNTIL),
        Line("grade", "Your grade as a number", (*_READERS, MATCHER), _ROSTER, _UNTIL),
        Line("grade_name", "Your grade", _READERS, _ROSTER, _UNTIL),
        Line("team", "Your team", (*_READERS, MATCHER), _ROSTER, _UNTIL),
        Line("department", "Your department", (*_READERS, MATCHER), _ROSTER, _UNTIL),
        Line(
            "location",
            "Your location; your partner sees only which days are holidays there",
            (*_READERS, MATCHER),
            _ROSTER,
            _UNTIL,
        ),
        Line("is_active", "Whether you work here", _READERS, "So that nobody writes to you afterwards.", _UNTIL),
        Line("left_at", "When you were marked as having left", (ME, HR), "To undo a mistake.", _UNTIL),
        Line("is_staff", "Whether you run this installation", (ME, HR), "To open the operator’s pages.", _UNTIL),
        Line("joined_at", "When you were entered here", (ME, HR), "To say since when you are on record.", _UNTIL),
        Line("last_login", "When you last signed in", (ME, SYSTEM), "To void sign-in links after use.", _UNTIL),
    ],
    ends=[Stays("You are in the roster for as long as you work here.")],
    plumbing=["id", "password", "is_superuser", "groups", "user_permissions"],
)
keep(
    Role,
    title="Roles you hold",
    of=lambda person: Role.objects.filter(person=person),
    lines=[
        Line("role", "Your role in the organisation", (ME, HR), "To know what you may configure.", "until it is taken"),
        Line("granted_at", "Since when", (ME, HR), "To know what you may configure.", "until it is taken"),
    ],
    ends=[Stays("It goes when the role is taken.")],
    plumbing=["id", "person"],
)
impersonal(Organisation, "The organisation's own name, its look, and from how many people on figures are told.")
impersonal(Logo, "The organisation's logo.")
_SIGNING_IN = "To sign you in, and to let you see where you are signed in."
keep(
    Authenticator,
    title="Your second steps of signing in",
    of=lambda person: Authenticator.objects.filter(user=person),
    lines=[
        Line("type", "Which kind", (ME, HR), _SIGNING_IN, "until you remove it"),
        Line("created_at", "Since when", (ME,), _SIGNING_IN, "until you remove it"),
        Line("last_used_at", "When you last used it", (ME,), _SIGNING_IN, "until you remove it"),
    ],
    ends=[Stays("It goes when you remove it.")],
    plumbing=["id", "user", "data"],
)
keep(
    SecondStepRemoval,
    title="Second steps that were taken away for you",
    of=lambda person: SecondStepRemoval.objects.filter(person=person).select_related("removed_by"),
    lines=[
        Line("removed_by", "Who did it", (ME, HR), "So that nobody does it unseen.", _UNTIL),
        Line("removed_at", "When", (ME, HR), "So that nobody does it unseen.", _UNTIL),
    ],
    ends=[Stays("It stays as long as you work here.")],
    plumbing=["id", "person"],
)
keep(
    UserSession,
    title="Where you are signed in",
    of=lambda person: UserSession.objects.filter(user=person),
    lines=[
        Line("created_at", "Since when", (ME,), _SIGNING_IN, "until you sign out there"),
        Line("ip", "The network address you signed in from", (ME,), _SIGNING_IN, "until you sign out there"),
        Line("user_agent", "What the browser calls itself", (ME,), _SIGNING_IN, "until you sign out there"),
    ],
    ends=[Stays("It goes when you sign out there, and by itself two weeks after you signed in.")],
    plumbing=["id", "user", "session_key", "last_seen_at", "data"],
)

keep(
    EmailAddress,
    title="The address you sign in with",
    of=lambda person: EmailAddress.objects.filter(user=person),
    lines=[Line("email", "Your mail address", (ME, HR), _SIGNING_IN, _UNTIL)],
    ends=[Stays("It is the address of the roster, for as long as you work here.")],
    plumbing=["id", "user", "verified", "primary"],
)
impersonal(Session, "A parcel of the software; whose it is, “Where you are signed in” says. It goes after two weeks.")
impersonal(EmailConfirmation, "Never made: the roster says whose an address is.")
for _unused in (Group, Permission, ContentType):
    impersonal(_unused, "Django’s own table of names; roles stand in “Roles you hold”.")

# An app's secret, and the seed that recovery codes are made from.
locked_in(Authenticator, "data", "secret", "seed")

when_erased(User, stays="An empty row without name, address or team, so that what others wrote keeps its place.")
when_erased(Role, goes=lambda person: Role.objects.filter(person=person))
when_erased(Authenticator, goes=lambda person: Authenticator.objects.filter(user=person))
when_erased(EmailAddress, goes=lambda person: EmailAddress.objects.filter(user=person))
when_erased(UserSession, goes=lambda person: UserSession.objects.filter(user=person))
when_erased(SecondStepRemoval, goes=lambda person: SecondStepRemoval.objects.filter(person=person))
