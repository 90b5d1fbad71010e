"""Verbs of actions: write one down, tick it, open it again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from record.sealing import seal
from sessions_app.actions.workspace import enter
from sessions_app.models import Action, Meeting
from sessions_app.refusal import Refused

MOST_TO_DO = 30


class TooManyActions(Refused):
    """The list has grown beyond what two people can do."""

    def __init__(self) -> None:
        super().__init__(f"You have {MOST_TO_DO} actions open. Tick one before you write another.")


@transaction.atomic
def write_action(meeting: Meeting, *, owner: str, text: str, due_on: date | None = None, now: datetime) -> Action:
    """Write down what one of the two will try.

    Raises TooManyActions, PairEnded.
    """
    pair = enter(meeting.pair, now=now)
    if pair.actions.to_do().count() >= MOST_TO_DO:
        raise TooManyActions
    action = Action(pair=pair, meeting=meeting, owner=owner, due_on=due_on, written_at=now)
    seal(action, text=text.strip()).save(force_insert=True)
    return action


@transaction.atomic
def tick_action(meeting: Meeting, *, action: UUID, is_done: bool, now: datetime) -> None:
    """Say that an action of the pair is done, or open it again; either of the two may. Again changes nothing.

    Raises PairEnded.
    """
    pair = enter(meeting.pair, now=now)
    pair.actions.filter(pk=action, done_at__isnull=is_done).update(done_at=now if is_done else None)
