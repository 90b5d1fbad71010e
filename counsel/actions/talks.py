"""Verbs of talks: ask, report harm, say more, close, change the counsellor, note."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from counsel.actions.hours import book, give_back
from counsel.models import CounselNote, Hour, TalkReply, TalkRequest
from counsel.queries import listeners_for
from outbox.actions import post
from people.models import User
from programs.models import Participation, Program, Side
from record.keys import create_data_key
from record.sealing import seal

# A counsellor is reminded of what waits; then the person is told that they may ask somebody else.
PATIENCE = timedelta(days=2)
LONG = timedelta(days=5)


class NobodyListens(Exception):
    """No counsellor stands outside this person's line."""


class NotTheirs(Exception):
    """The chosen counsellor may not counsel this person."""


@transaction.atomic
def ask_to_talk(
    program: Program,
    *,
    person: User,
    text: str,
    now: datetime,
    counsellor: User | None = None,
    hour: Hour | None = None,
    purpose: str = TalkRequest.Purpose.TALK,
    wish: str = "",
) -> TalkRequest:
    """Open a request to a counsellor, the first who may listen unless one is named, and tell them that one waits.

    The text, and what somebody who reports harm wants to happen, are sealed. An `hour` is booked with it. Raises
    NobodyListens, NotTheirs, HourTaken.
    """
    may = listeners_for(program, person)
    if not may:
        raise NobodyListens
    counsellor = counsellor or (hour.counsellor if hour else may[0])
    if counsellor not in may or (hour is not None and hour.counsellor_id != counsellor.pk):
        raise NotTheirs
    request = TalkRequest(
        program=program,
        asked_by=person,
        counsellor=counsellor,
        data_key=create_data_key(now=now),
        purpose=purpose,
        asked_at=now,
    )
    seal(request, text=text, **({"wish": wish} if wish else {})).save(force_insert=True)
    _tell_who_listens(request, to=counsellor, fact=str(request.pk), now=now)
    if hour is not None:
        book(hour, talk=request, now=now)
    return request


@transaction.atomic
def begin_talk(program: Program, *, person: User, counsellor: User, text: str, now: datetime) -> TalkRequest:
    """Let a counsellor write to somebody first; the person answers if they like."""
    request = TalkRequest.objects.create(
        program=program,
        asked_by=person,
        counsellor=counsellor,
        data_key=create_data_key(now=now),
        purpose=TalkRequest.Purpose.CHECK_IN,
        state=TalkRequest.State.ANSWERED,
        asked_at=now,
    )
    seal(TalkReply(request=request, sent_at=now), text=text).save(force_insert=True)
    post("counsellor_wrote", to=person, fact=str(request.pk), about=request.pk, now=now)
    return request


@transaction.atomic
def reply_to_talk(request: TalkRequest, *, text: str, now: datetime, is_by_counsellor: bool = True) -> TalkReply:
    """Say one more thing and tell the other that it waits; a word of the person's opens a closed talk again."""
    reply = seal(TalkReply(request=request, is_by_counsellor=is_by_counsellor, sent_at=now), text=text)
    reply.save(force_insert=True)
    state = TalkRequest.State.ANSWERED if is_by_counsellor else TalkRequest.State.OPEN
    TalkRequest.objects.filter(pk=request.pk).update(state=state)
    if is_by_counsellor:
        post("talk_replied", to=request.asked_by, fact=str(reply.pk), about=request.pk, now=now)
    else:
        post("talk_continued", to=request.counsellor, fact=str(reply.pk), about=request.pk, now=now)
    return reply


def end_talk(request: TalkRequest) -> None:
    """Take a talk out of what waits; both can still read it, and a new word opens it again."""
    TalkRequest.objects.filter(pk=request.pk).update(state=TalkRequest.State.ENDED)


# Another counsellor --------------------


@transaction.atomic
def suggest_counsellor(request: TalkRequest, *, to: User, now: datetime) -> None:
    """Ask the person whether somebody else may take over; that one reads nothing until they say yes.

    Raises NotTheirs.
    """
    _check_listener(request, to)
    TalkRequest.objects.filter(pk=request.pk).update(suggested=to)
    post("counsellor_suggested", to=request.asked_by, fact=f"{request.pk}:{to.pk}", about=request.pk, now=now)


@transaction.atomic
def choose_counsellor(request: TalkRequest, *, to: User, now: datetime) -> None:
    """Give a talk to another counsellor, by the word of the one who asked.

    The one before reads it no more, their notes are deleted, and a booked hour is given back. Raises NotTheirs.
    """
    _check_listener(request, to)
    held = Hour.objects.filter(talk=request).first()
    if held is not None:
        give_back(held, now=now)
    request.notes.all().delete()
    TalkRequest.objects.filter(pk=request.pk).update(
        counsellor=to, suggested=None, state=TalkRequest.State.OPEN, asked_at=now
    )
    _tell_who_listens(request, to=to, fact=f"{request.pk}:{to.pk}", now=now)


def _check_listener(request: TalkRequest, to: User) -> None:
    if to.pk == request.counsellor_id or to not in listeners_for(request.program, request.asked_by):
        raise NotTheirs


def _tell_who_listens(request: TalkRequest, *, to: User, fact: str, now: datetime) -> None:
    post("harm_reported" if request.is_harm else "talk_asked", to=to, fact=fact, about=request.pk, now=now)


# Notes --------------------


def write_counsel_note(request: TalkRequest, *, text: str, now: datetime) -> CounselNote:
    """Keep a note beside a talk for its counsellor alone."""
    note = seal(CounselNote(request=request, author=request.counsellor, written_at=now), text=text)
    note.save(force_insert=True)
    return note


def delete_counsel_note(request: TalkRequest, *, note: UUID) -> None:
    """Delete one of the counsellor's own notes; one that is gone already is fine."""
    request.notes.filter(author=request.counsellor, pk=note).delete()


# Sweeps --------------------


def offer_talks(*, now: datetime) -> None:
    """Offer a talk to every senior who has enrolled, once."""
    seniors = (
        Participation.objects.enrolled()
        .on(Side.SENIOR)
        .filter(program__state=Program.State.OPEN, program__paused_at__isnull=True)
    )
    for senior in seniors.with_people():
        post("talk_offered", to=senior.person, fact=str(senior.pk), about=senior.program_id, now=now)


def notice_waiting_talks(*, now: datetime) -> None:
    """Remind a counsellor of what has waited for two days, and tell the person after five that they may ask another.

    Where the counsellor has left or is one no longer, the person is told at once.
    """
    waiting = TalkRequest.objects.open().filter(asked_at__gt=now - timedelta(days=60))
    for talk in waiting.select_related("counsellor", "asked_by", "program"):
        listens = talk.counsellor.is_active and talk.counsellor.is_counsellor
        if listens and talk.asked_at <= now - PATIENCE:
            post("talk_waits", to=talk.counsellor, fact=f"{talk.pk}:{talk.asked_at:%F}", about=talk.pk, now=now)
        if not listens or talk.asked_at <= now - LONG:
            post("counsellor_silent", to=talk.asked_by, fact=f"{talk.pk}:{talk.counsellor_id}", about=talk.pk, now=now)
