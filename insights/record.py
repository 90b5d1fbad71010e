"""What insights keep about a person: only who asked for a release."""

from insights.models import Release, Tally
from record.erasure import when_erased
from record.registry import COORDINATOR, HR, ME, Line, Stays, impersonal, keep

_WHY = "To show who asked for figures."
_UNTIL = "As long as the release is kept"

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
        "finished_at", "failure", "figures",
    ],
)  # fmt: skip
impersonal(Tally, "A count of pairs or sessions of a whole program; it grows by groups of people only.")

when_erased(Release, stays="A release is frozen; that it was asked for stays, your name does not.")
