"""What insights keep about a person: only who asked for a release, and who wrote what was done about it."""

from insights.models import Breakdowns, Release, Reply, Tally
from record.erasure import when_erased
from record.registry import COORDINATOR, EVERYBODY_IN_PROGRAM, HR, ME, Line, Stays, impersonal, keep

_WHY = "To show who asked for figures."
_UNTIL = "As long as the release is kept"
_WHY_TOLD = "So that whoever answered sees that it changed something."
_TOLD_UNTIL = "As long as the program is kept, or until organisers take it down"

keep(
    Release,
    title="Releases you asked for",
    of=lambda person: Release.objects.filter(requested_by=person).select_related("program"),
    lines=[
        Line("program", "For which program", (ME, COORDINATOR, HR), _WHY, _UNTIL),
        Line("number", "Which release", (ME, COORDINATOR, HR), _WHY, _UNTIL),
        Line("requested_at", "When", (ME, COORDINATOR, HR), _WHY, _UNTIL),
    ],
    ends=[Stays("Released figures are frozen and say nothing of a person. They stay with the program.")],
    plumbing=[
        "id", "state", "requested_by", "lease", "leased_until", "tries", "stage", "progress_done", "progress_total",
        "finished_at", "failure", "figures", "breakdowns",
    ],
)  # fmt: skip
keep(
    Reply,
    title="What you told people was done",
    of=lambda person: Reply.objects.filter(written_by=person).select_related("program", "release"),
    lines=[
        Line("program", "In which program", (EVERYBODY_IN_PROGRAM,), _WHY_TOLD, _TOLD_UNTIL),
        Line("said", "What people said", (EVERYBODY_IN_PROGRAM,), _WHY_TOLD, _TOLD_UNTIL),
        Line("did", "What was done about it", (EVERYBODY_IN_PROGRAM,), _WHY_TOLD, _TOLD_UNTIL),
        Line("release", "After which release", (EVERYBODY_IN_PROGRAM,), _WHY_TOLD, _TOLD_UNTIL),
        Line("written_at", "When you wrote it", (EVERYBODY_IN_PROGRAM,), _WHY_TOLD, _TOLD_UNTIL),
        Line("changed_at", "When it was changed last", (EVERYBODY_IN_PROGRAM,), _WHY_TOLD, _TOLD_UNTIL),
    ],
    ends=[Stays("What was done about what people said belongs to the program and stays with it.")],
    plumbing=["id", "written_by"],
)
impersonal(Breakdowns, "How a program divides its figures; it names kinds of groups, nobody.")
impersonal(Tally, "A count of people, pairs or sessions of a whole program; it grows by groups of people only.")

when_erased(Release, stays="A release is frozen; that it was asked for stays, your name does not.")
when_erased(Reply, stays="What was done stays on the program’s page, without your name.")
