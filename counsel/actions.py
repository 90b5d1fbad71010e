"""Verbs of counsel: ask to talk, reply, and offer a talk to every senior before the start."""

from datetime import datetime

from django.db import transaction

from counsel.models import TalkReply, TalkRequest
from outbox.actions import post
from people.models import User
from programs.models import Participation, Program, Side
from record.keys import create_data_key
from record.sealing import seal


@transaction.atomic
def ask_to_talk(program: Program, *, person: User, text: str, now: datetime) -> TalkRequest:
    """Open a request to the program's counsellor and tell them that one waits; the text is sealed."""
    request = TalkRequest(
        program=program,
        asked_by=person,
        counsellor=program.counsellor,
        data_key=create_data_key(now=now),
        asked_at=now,
    )
    seal(request, text=text).save(force_insert=True)
    post("talk_asked", to=program.counsellor, fact=str(request.pk), about=request.pk, now=now)
    return request


@transaction.atomic
def reply_to_talk(request: TalkRequest, *, text: str, now: datetime) -> TalkReply:
    """Answer a request and tell the person that an answer waits."""
    reply = seal(TalkReply(request=request, sent_at=now), text=text)
    reply.save(force_insert=True)
    TalkRequest.objects.filter(pk=request.pk).update(state=TalkRequest.State.ANSWERED)
    post("talk_replied", to=request.asked_by, fact=str(reply.pk), about=request.pk, now=now)
    return reply


def offer_talks(*, now: datetime) -> None:
    """Offer a talk to every senior who has enrolled, once."""
    seniors = (
        Participation.objects.enrolled()
        .on(Side.SENIOR)
        .filter(program__state=Program.State.OPEN, program__paused_at__isnull=True)
    )
    for senior in seniors.with_people():
        post("talk_offered", to=senior.person, fact=str(senior.pk), about=senior.program_id, now=now)
