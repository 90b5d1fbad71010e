"""What insights keep about a person: only who asked for a release."""

from django.utils.timezone import localtime

from insights.models import Release, Tally
from record.registry import COORDINATOR, HR, ME, Line, impersonal, keep

_WHY = "To show who asked for figures."
_UNTIL = "As long as the release is kept"


def _say(release: Release, line: Line) -> str:
    value = getattr(release, line.field)
    return f"{localtime(value):%A %-d %B, %H:%M}" if line.field == "requested_at" else str(value)


keep(
    Release,
    title="Releases you asked for",
    of=lambda person: Release.objects.filter(requested_by=person).select_related("program"),
    lines=[
        Line("program", "For which program", (ME, COORDINATOR, HR), _WHY, _UNTIL),
        Line("number", "Which release", (ME, COORDINATOR, HR), _WHY, _UNTIL),
        Line("requested_at", "When", (ME, COORDINATOR, HR), _WHY, _UNTIL),
    ],
    plumbing=[
        "id", "state", "requested_by", "lease", "leased_until", "tries", "stage", "progress_done", "progress_total",
        "finished_at", "failure", "figures",
    ],
    show=_say,
)  # fmt: skip
impersonal(Tally, "A count of pairs or sessions of a whole program; it grows by groups of people only.")
