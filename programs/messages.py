"""Mails of programs: the invitation, the answer to a request to join, and that the orientation waits."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from outbox.announcements import Announced, Announcement, declare_announcement
from outbox.kinds import STEPS, Context, Kind, declare
from outbox.links import absolute, sign
from outbox.models import Message
from programs.models import Participation, Program
from record.models import Change


def _invitation(message: Message, _now: datetime) -> Context | None:
    invited = Participation.objects.invited().with_people()
    participation = invited.filter(pk=message.about, program__state=Program.State.OPEN).first()
    if participation is None:
        return None
    token = sign("invitation", participation.pk)
    return {"program": participation.program, "url": absolute("programs:invitation", token=token)}


def _orientation(message: Message, _now: datetime) -> Context | None:
    """True while the person takes part, does not rest and has not read it, on the side they joined."""
    place: Participation = message.row
    is_true = place.is_enrolled and not place.is_oriented and not place.is_paused
    if not (is_true and message.tells(f"{place.pk}:{place.side}") and place.program.time_of("orientation") is not None):
        return None
    return {"program": place.program, "url": absolute("programs:orientation", program_id=place.program_id)}


declare(
    Kind(
        "invitation",
        "You are invited to a program",
        "An invitation: {program}",
        _invitation,
        at_most_once=False,
        variables=("program", "count", "minutes", "ends"),
    )
)


def _answer(state: Participation.State, view: str) -> Callable[[Message, datetime], Context | None]:
    """Return the context of an answer to a request to join, true while the place is in `state`."""

    def context(message: Message, _now: datetime) -> Context | None:
        place: Participation = message.row
        if not (place.state == state and place.program.is_open and message.tells(f"{place.pk}:{place.asked_at}")):
            return None
        at = {} if view == "programs:programs" else {"program_id": place.program_id}
        return {"program": place.program, "url": absolute(view, **at)}

    return context


def _is_open(program_id: UUID) -> Announced | None:
    program = Program.objects.running().filter(pk=program_id).first()
    if program is None:
        return None
    return Announced(program.name, absolute("programs:program", program_id=program.pk))


declare_announcement(
    Announcement("program_open", "The program is open", "“{program}” is open. See what it asks:", _is_open)
)
declare(
    Kind(
        "orientation_reminder",
        "The orientation waits",
        "Your orientation in {program}",
        _orientation,
        group=STEPS,
        variables=("program",),
        rows=Participation.objects.with_people,
    )
)
for _name, _title, _subject, _state, _view in (
    (
        "joined",
        "You have a place in a program",
        "You take part: {program}",
        Participation.State.ENROLLED,
        "profiles:offers",
    ),
    (
        "place_awaited",
        "You are on a waiting list",
        "You are on the waiting list: {program}",
        Participation.State.WAITING,
        "programs:program",
    ),
    (
        "request_declined",
        "No place this time",
        "About your request: {program}",
        Participation.State.DECLINED,
        "programs:programs",
    ),
):
    declare(
        Kind(
            _name,
            _title,
            _subject,
            _answer(_state, _view),
            variables=("program",),
            rows=Participation.objects.with_people,
        )
    )


def _terms_changed(message: Message, _now: datetime) -> Context | None:
    change = Change.objects.filter(pk=message.about).first()
    if change is None:
        return None
    program = Program.objects.filter(pk=change.program).first() if change.program else None
    return {"change": change, "program": program, "url": absolute("desk:on_record")}


declare(
    Kind(
        "terms_changed",
        "What is asked, shown or kept has changed",
        "What is asked, shown or kept has changed",
        _terms_changed,
        at_most_once=False,
    )
)
