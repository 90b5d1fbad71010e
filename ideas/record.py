"""What ideas keep about a person."""

from ideas.models import Idea
from ideas.queries import open_draft
from record.registry import COORDINATOR, EVERYONE, ME, PAIR, SYSTEM, Line, keep

_WHY = "So that what you two thought of can change something here."
_PAIR_UNTIL = "6 months after the program closes, or until both of you release it"
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
    plumbing=["id", "pair"],
    show=_say,
)
