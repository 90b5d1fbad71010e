"""Mails of programs: the invitation."""

from datetime import datetime

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
