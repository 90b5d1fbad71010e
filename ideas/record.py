"""What ideas keep about a person."""

from django.db.models import Q

from ideas.models import Idea
from ideas.queries import open_draft
from programs.models import Side
from record.clocks import SHARED
from record.erasure import when_erased
from record.registry import COORDINATOR, EVERYONE, ME, PAIR, SYSTEM, After, Line, Stays, keep, on_pairs

_WHY = "So that what you two thought of can change something here."
_PAIR_UNTIL = SHARED
_OPEN_UNTIL = "As long as the organisation keeps its ideas"


def _say(idea: Idea, line: Line) -> str | None:
    if line.field == "draft" and not idea.is_released:
        return "\n\n".join(open_draft(idea))
    return None


keep(
    Idea,
    title="Ideas of your pairs",
    of=lambda person: Idea.objects.of(person).with_people().select_related("pair__data_key"),
    lines=[
        Line("draft", "The idea before its release", (PAIR,), _WHY, _PAIR_UNTIL),
        Line("author", "Which of you wrote it down", (PAIR,), _WHY, _PAIR_UNTIL),
        Line("newcomer_releases", "Whether one side releases it", (PAIR,), _WHY, _PAIR_UNTIL),
        Line("senior_releases", "Whether the other side releases it", (PAIR,), _WHY, _PAIR_UNTIL),
        Line("written_at", "When it was written", (PAIR,), _WHY, _PAIR_UNTIL),
        Line("title", "Its title once released, without your names", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line("text", "Its text once released, without your names", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line("state", "Where it stands", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line("released_at", "When both of you released it", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line("owner", "Who answers it", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line("answer_due", "Until when", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line("answer", "The answer", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line("answered_at", "When it was answered", (EVERYONE,), _WHY, _OPEN_UNTIL),
        Line(
            "program",
            "In which program, named to others only where five people in three pairs could have written it",
            (ME, COORDINATOR),
            _WHY,
            _OPEN_UNTIL,
        ),
        Line("names_program", "Whether the program is named to others", (SYSTEM,), _WHY, _OPEN_UNTIL),
    ],
    ends=[
        After(
            SHARED,
            "program__closed_at",
            "pair__began_at",
            "program__ends_on",
            only=Q(released_at__isnull=True),
            keys=("pair__data_key",),
        ),
        Stays("Released ideas are the organisation’s; the pair they came from is forgotten."),
    ],
    plumbing=["id", "pair"],
    show=_say,
)

when_erased(
    Idea,
    goes=lambda person: Idea.objects.filter(released_at__isnull=True).filter(
        Q(author=Side.NEWCOMER, pair__newcomer__person=person) | Q(author=Side.SENIOR, pair__senior__person=person)
    ),
    stays="What both of you released belongs to everyone, without your names; what your partner wrote is theirs.",
)
on_pairs({Idea: "pair"})
