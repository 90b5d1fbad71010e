"""What people keep about a person: the roster's line and the roles held."""

from people.models import Organisation, Role, User
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
impersonal(Organisation, "The organisation's own name and when it was set up.")
