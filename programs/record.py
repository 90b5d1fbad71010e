"""What programs keep about a person."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from people.models import User
from programs.models import (
    InvitationRun,
    OrientationPiece,
    OrientationRead,
    Outcome,
    Participation,
    Program,
    ProgramChange,
    RosterError,
    RosterImport,
    RosterPart,
)
from record.clocks import AUDIT, INVITATIONS, ROSTERS, STATUS
from record.erasure import when_erased
from record.models import AccessRead, DataKey
from record.registry import (
    COORDINATOR,
    EVERYONE,
    HR,
    MATCHER,
    ME,
    PARTNER,
    SYSTEM,
    After,
    Line,
    Stays,
    impersonal,
    keep,
)

_WHY = "To run the program you take part in."
_UNTIL = STATUS
_STANDS_UNTIL = "As long as the program’s figures are kept"
_HISTORY = "So that a change can be understood and taken back."
_READERS = (ME, HR, COORDINATOR)
_BREAK = (ME, PARTNER, HR, COORDINATOR, MATCHER)
_REST, _REST_UNTIL = "So that nothing is asked of you meanwhile.", "until you come back"

_DIARY = "So that you know who looked at pages on which you stand."


def _reads(person: User) -> QuerySet[AccessRead]:
    """Choose the looks at pages on which a person stood, and those they took themself."""
    seen = Q(program=None, day__gte=person.joined_at.date()) | Q(reader=person)
    for program, since in Participation.objects.of(person).values_list("program", "invited_at"):
        seen |= Q(program=program, day__gte=since.date())
    name = Program.objects.filter(pk=OuterRef("program")).values("name")
    return AccessRead.objects.filter(seen).annotate(program_name=Subquery(name[:1]))


def _say_read(read: Any, line: Line) -> str | None:
    return (read.program_name or "the whole organisation") if line.field == "program" else None


keep(
    Participation,
    title="Programs you were invited to",
    of=lambda person: Participation.objects.of(person).with_people(),
    lines=[
        Line("program", "Which program", _READERS, _WHY, _UNTIL),
        Line("state", "Whether you are invited, take part or have left", _READERS, _WHY, _UNTIL),
        Line("side", "Which side you are on", (*_READERS, MATCHER), _WHY, _UNTIL),
        Line("capacity", "How many partners you can take", (*_READERS, MATCHER), _WHY, _UNTIL),
        Line("places_taken", "How many partners you have", (*_READERS, MATCHER), _WHY, _UNTIL),
        Line("invited_at", "When you were invited", _READERS, _WHY, INVITATIONS),
        Line("asked_at", "When you asked to join, which is your place in line", _READERS, _WHY, _UNTIL),
        Line("enrolled_at", "Since when you take part", _READERS, _WHY, _UNTIL),
        Line(
            "oriented_at",
            "When you read the orientation (others see only that you did)",
            (*_READERS, PARTNER),
            "So that the first session waits until both have read it.",
            _UNTIL,
        ),
        Line("left_at", "When you left", _READERS, _WHY, _UNTIL),
        Line("paused_at", "Since when you take a break (others see only that you do)", _BREAK, _REST, _REST_UNTIL),
        Line("paused_until", "Until when", (ME, PARTNER), _REST, _REST_UNTIL),
        Line("came_back_at", "When you came back from your last break", (ME, SYSTEM), _REST, _UNTIL),
        Line("is_looking", "Whether somebody may be proposed to you", (ME, MATCHER), _WHY, _UNTIL),
    ],
    ends=[
        After(INVITATIONS, "invited_at", "invited_at", only=Q(state=Participation.State.INVITED), keys=("data_key",)),
        After(
            STATUS,
            "program__closed_at",
            "invited_at",
            "program__ends_on",
            only=~Q(state=Participation.State.INVITED),
            once=Q(pairs_as_newcomer__isnull=True, pairs_as_senior__isnull=True),
            keys=("data_key",),
        ),
    ],
    plumbing=["id", "person", "data_key", "invited_with"],
)
keep(
    InvitationRun,
    title="Invitations you sent to many at once",
    of=lambda person: InvitationRun.objects.filter(requested_by=person).select_related("program"),
    lines=[
        Line("program", "For which program", (ME, HR, COORDINATOR), _WHY, ROSTERS),
        Line("requested_at", "When", (ME, HR, COORDINATOR), _WHY, ROSTERS),
    ],
    ends=[After(ROSTERS, "requested_at", "requested_at", only=~Q(state__in=InvitationRun.UNDER_WAY))],
    plumbing=[
        *("id", "state", "requested_by", "lease", "leased_until", "tries", "stage", "progress_done", "progress_total"),
        *("finished_at", "failure", "people", "invited", "recalled", "recalled_at"),
    ],
)
keep(
    OrientationRead,
    title="Pieces of the orientation you have read",
    of=lambda person: OrientationRead.objects.filter(participation__person=person).select_related("piece"),
    lines=[
        Line("piece", "Which piece", (ME,), "To go on where you stopped.", "until you have read them all"),
    ],
    ends=[
        After(
            STATUS,
            "participation__program__closed_at",
            "participation__invited_at",
            "participation__program__ends_on",
        )
    ],
    plumbing=["id", "participation"],
)
keep(
    Program,
    title="Programs you stand for",
    of=lambda person: Program.objects.filter(
        Q(coordinator=person) | Q(sponsor=person) | Q(counsellor=person) | Q(co_lead=person)
    ).select_related("coordinator", "sponsor", "counsellor", "co_lead"),
    lines=[
        Line("name", "Which program", (EVERYONE,), "So that people know whom to ask.", _STANDS_UNTIL),
        Line("coordinator", "Who coordinates it", (EVERYONE,), "So that people know whom to ask.", _STANDS_UNTIL),
        Line("sponsor", "Who sponsors it", (EVERYONE,), "So that people know whom to ask.", _STANDS_UNTIL),
        Line("counsellor", "Who counsels in it", (EVERYONE,), "So that people know whom to ask.", _STANDS_UNTIL),
        Line("co_lead", "Who co-leads it", (EVERYONE,), "So that people know whom to ask.", _STANDS_UNTIL),
    ],
    ends=[Stays("A program stays as long as its figures do; it names those who stood for it.")],
    plumbing=[
        "id",
        "template",
        "state",
        "purpose",
        "entry",
        "starts_on",
        "ends_on",
        "session_count",
        "session_minutes",
        "cadence_weeks",
        "approves_joining",
        "newcomer_places",
        "senior_places",
        "newcomer_label",
        "senior_label",
        "ground_rules",
        "policy",
        "agenda",
        "reminders_on",
        "reminders",
        "pulse_on",
        "surveys_on",
        "drift_on",
        "is_pilot",
        "prompts",
        "opened_because",
        "fit_on",
        "words_on",
        "figures_on",
        "paused_at",
        "resumed_at",
        "survey_key",
        "created_at",
        "opened_at",
        "closed_at",
    ],
)
keep(
    ProgramChange,
    title="Changes you made to what is set for a program",
    of=lambda person: ProgramChange.objects.filter(by=person).select_related("program"),
    lines=[
        Line("program", "Which program", (ME, HR, COORDINATOR), _HISTORY, AUDIT),
        Line("at", "When", (ME, HR, COORDINATOR), _HISTORY, AUDIT),
        Line("reason", "The reason you gave", (ME, HR, COORDINATOR), _HISTORY, AUDIT),
    ],
    ends=[After(AUDIT, "at", "at")],
    plumbing=["id", "by", "before", "after", "is_opening", "undone_at", "undoes"],
)
keep(
    RosterImport,
    title="Rosters you uploaded",
    of=lambda person: RosterImport.objects.filter(requested_by=person).select_related("program"),
    lines=[
        Line("program", "For which program", (ME, HR, COORDINATOR), _WHY, ROSTERS),
        Line("file_name", "The name of the file", (ME, HR, COORDINATOR), _WHY, ROSTERS),
        Line("requested_at", "When", (ME, HR, COORDINATOR), _WHY, ROSTERS),
    ],
    ends=[
        After(
            ROSTERS,
            "requested_at",
            "requested_at",
            only=~Q(state__in=RosterImport.UNDER_WAY),
        )
    ],
    plumbing=[
        "id",
        "state",
        "requested_by",
        "lease",
        "leased_until",
        "tries",
        "stage",
        "progress_done",
        "progress_total",
        "finished_at",
        "failure",
        "read_as",
        "sheet",
        "headers",
        "columns",
        "grade_order",
        "rows_read",
        "people_new",
        "people_changed",
        "people_unchanged",
        "changes",
        "invited",
        "size",
        "absent",
        "absent_names",
        "is_everybody",
        "invites",
        "applies",
        "people_stored_at",
    ],
)
keep(
    RosterPart,
    title="Files of rosters you uploaded",
    of=lambda person: RosterPart.objects.filter(roster_import__requested_by=person).defer("content"),
    lines=[
        Line(
            "number",
            "That a part of the file is kept",
            (HR,),
            "To read it once.",
            "until it is applied, at most 7 days",
        )
    ],
    ends=[After(ROSTERS, "roster_import__requested_at", "roster_import__requested_at")],
    plumbing=["id", "roster_import", "content"],
)
keep(
    RosterError,
    title="Lines of a roster about you that could not be used",
    of=lambda person: RosterError.objects.filter(sentence__icontains=person.email),
    lines=[
        Line("line", "Which line of the file", (ME, HR, COORDINATOR), "To correct the roster.", ROSTERS),
        Line("column", "Which column", (ME, HR, COORDINATOR), "To correct the roster.", ROSTERS),
        Line("sentence", "What was wrong", (ME, HR, COORDINATOR), "To correct the roster.", ROSTERS),
    ],
    ends=[After(ROSTERS, "roster_import__requested_at", "roster_import__requested_at")],
    plumbing=["id", "roster_import"],
)
keep(
    AccessRead,
    title="Who looked at pages about you",
    of=_reads,
    lines=[
        Line("reader", "Who", (ME,), _DIARY, AUDIT),
        Line("page", "What they looked at", (ME,), _DIARY, AUDIT),
        Line("program", "In which program", (ME,), _DIARY, AUDIT),
        Line("at", "When first that day", (ME,), _DIARY, AUDIT),
    ],
    ends=[After(AUDIT, "at", "at")],
    plumbing=["id", "day"],
    show=_say_read,
)
impersonal(Outcome, "What the program wants to change, with two figures set by HR.")
impersonal(OrientationPiece, "What everyone on a side of the program reads, written by its organisers.")

when_erased(
    Participation,
    keys=lambda person: DataKey.objects.filter(pk__in=Participation.objects.of(person).values("data_key")),
    stays="It says that somebody took part, no longer who. Its key is destroyed: nobody can read here what was sealed "
    "for you alone.",
)
when_erased(OrientationRead, goes=lambda person: OrientationRead.objects.filter(participation__person=person))
when_erased(
    Program,
    ProgramChange,
    InvitationRun,
    RosterImport,
    RosterPart,
    stays="It was done for the program; your name is taken off.",
)
when_erased(RosterError, goes=lambda person: RosterError.objects.filter(sentence__icontains=person.email))
when_erased(AccessRead, stays="Others see that their record was read; your name is taken off.")
