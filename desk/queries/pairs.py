"""What is next in a pair, and how urgent it is."""

from datetime import datetime

from desk.queries.steps import SOON, NextStep, Urgency
from people.models import User
from record.moments import your_hour
from sessions_app.queries import Step, Workspace, next_step


def pair_step(workspace: Workspace, person: User, *, now: datetime) -> NextStep:
    """Word the workspace's own next step for this side."""
    pair = workspace.pair
    step = next_step(workspace, pair.side_of(person), now=now)
    meeting = workspace.next_meeting()
    due = ""
    if step.is_about_a_meeting and meeting is not None and meeting.starts_at > now:
        due = your_hour(meeting.starts_at)
    return NextStep(
        _urgency_of(step, workspace, now=now),
        step.title,
        step.text or f"With {pair.partner_of(person).person.name}, in {pair.program.name}.",
        step.url,
        step.label,
        minutes=step.minutes,
        due=due,
    )


def _urgency_of(step: Step, workspace: Workspace, *, now: datetime) -> Urgency:
    if step.waits_for_partner or not step.minutes:
        return Urgency.WAITING
    if step.name in {"log", "confirm"}:
        return Urgency.OTHERS_WAIT
    meeting = workspace.next_meeting()
    if step.name == "meeting" and meeting is not None and meeting.starts_at - now > SOON:
        return Urgency.ANY_DAY
    return Urgency.WORK
