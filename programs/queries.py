"""Reads of programs: what is missing before one opens, and who reports to whom."""

from dataclasses import dataclass
from datetime import date

from people.models import User
from programs.models import FEWEST_SESSIONS, MOST_SESSIONS, Program


@dataclass(frozen=True)
class Need:
    """One thing a program needs before it opens, and whether it is there."""

    words: str
    met: bool


def needs_of(program: Program, *, today: date) -> list[Need]:
    """Return what a program needs before it opens, in the order of its form."""
    return [
        Need("A purpose", bool(program.purpose.strip())),
        Need("At least one measurable outcome, with baseline and target", program.outcomes.exists()),
        Need("A number of sessions", FEWEST_SESSIONS <= program.session_count <= MOST_SESSIONS),
        Need("An end date that is still to come", program.ends_on > today),
        Need("A coordinator who works here", program.coordinator.is_active),
        Need("A sponsor who works here", program.sponsor.is_active),
        Need("A counsellor who works here", program.counsellor.is_active),
    ]


def managers_now() -> dict[str, str | None]:
    """Return the manager's mail address, or None, of everyone in the organisation.

    Everyone, because a cycle may run through people no roster row names.
    """
    return dict(User.objects.values_list("email", "manager__email"))
