"""Mails of counsel: that something waits, never what."""

from datetime import datetime

from counsel.models import TalkRequest
from outbox.kinds import NEWS, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message
from programs.models import Program


def _talk(message: Message, _now: datetime) -> Context | None:
    talk = TalkRequest.objects.select_related("program").filter(pk=message.about).first()
    if talk is None:
        return None
    return {"program": talk.program, "url": absolute("counsel:talk", talk_id=talk.pk)}


def _offer(message: Message, _now: datetime) -> Context | None:
    program = Program.objects.running().select_related("counsellor").filter(pk=message.about).first()
    if program is None:
        return None
    return {
        "program": program,
        "counsellor": program.counsellor,
        "url": absolute("counsel:ask_to_talk", program_id=program.pk),
    }


_PROGRAM = ("program",)
declare(Kind("talk_asked", "Somebody would like to talk", "Somebody would like to talk", _talk, variables=_PROGRAM))
declare(Kind("talk_replied", "The counsellor has answered", "An answer waits for you", _talk, variables=_PROGRAM))
declare(
    Kind(
        "talk_offered",
        "A talk before you start",
        "A talk before you start, if you like",
        _offer,
        group=NEWS,
        variables=("program", "counsellor"),
    )
)
