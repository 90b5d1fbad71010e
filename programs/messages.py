"""Mails of programs: the invitation."""

from datetime import datetime
from uuid import UUID

from outbox.announcements import Announced, Announcement, declare_announcement
from outbox.kinds import Context, Kind, declare
from outbox.links import absolute, sign
from outbox.models import Message
from programs.models import Participation, Program


def _invitation(message: Message, _now: datetime) -> Context | None:
    invited = Participation.objects.invited().with_people()
    participation = invited.filter(pk=message.about, program__state=Program.State.OPEN).first()
    if participation is None:
        return None
    token = sign("invitation", participation.pk)
    return {"program": participation.program, "url": absolute("programs:invitation", token=token)}


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


def _is_open(program_id: UUID) -> Announced | None:
    program = Program.objects.running().filter(pk=program_id).first()
    if program is None:
        return None
    return Announced(program.name, absolute("programs:program", program_id=program.pk))


declare_announcement(
    Announcement("program_open", "The program is open", "“{program}” is open. See what it asks:", _is_open)
)
