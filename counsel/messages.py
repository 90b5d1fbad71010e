"""Mails of counsel: that something waits, never what."""

from collections.abc import Callable, Sequence
from datetime import datetime

from counsel.models import Hour, TalkRequest
from outbox.calendars import CANCEL, REQUEST, Entry, attachment_of
from outbox.kinds import NEWS, Attachment, Context, Kind, declare
from outbox.links import absolute
from outbox.models import Message
from programs.models import Program


def _found(message: Message) -> TalkRequest | None:
    talks = TalkRequest.objects.select_related("program", "counsellor", "suggested")
    return talks.filter(pk=message.about).first()


def _said(talk: TalkRequest, view: str = "talk") -> Context:
    return {
        "program": talk.program,
        "counsellor": talk.counsellor,
        "url": absolute(f"counsel:{view}", talk_id=talk.pk),
    }


def _talk(message: Message, _now: datetime) -> Context | None:
    """True for the one who asked, and for whoever is the counsellor now."""
    talk = _found(message)
    return _said(talk) if talk and message.to_id in {talk.asked_by_id, talk.counsellor_id} else None


def _waits(message: Message, now: datetime) -> Context | None:
    talk = _found(message)
    return _talk(message, now) if talk and talk.is_open else None


def _silent(message: Message, _now: datetime) -> Context | None:
    talk = _found(message)
    is_true = talk is not None and talk.is_open and message.tells(f"{talk.pk}:{talk.counsellor_id}")
    return _said(talk, "choose_counsellor") if talk and is_true else None


def _suggested(message: Message, _now: datetime) -> Context | None:
    talk = _found(message)
    if talk is None or talk.suggested is None or not message.tells(f"{talk.pk}:{talk.suggested_id}"):
        return None
    return {**_said(talk, "choose_counsellor"), "partner": talk.suggested}


def _offer(message: Message, _now: datetime) -> Context | None:
    program = Program.objects.running().select_related("counsellor").filter(pk=message.about).first()
    if program is None:
        return None
    return {
        "program": program,
        "counsellor": program.counsellor,
        "url": absolute("counsel:ask_to_talk", program_id=program.pk),
    }


# Hours --------------------


def _hour(message: Message) -> Hour | None:
    found = Hour.objects.select_related("talk", "counsellor").filter(pk=message.about).first()
    return found if found and message.tells(f"{found.pk}:{found.version}") else None


def _dated(message: Message, _now: datetime) -> Context | None:
    hour = _hour(message)
    if hour is None or hour.talk is None or message.to_id not in {hour.talk.asked_by_id, hour.counsellor_id}:
        return None
    return {"meeting": hour, "url": absolute("counsel:talk", talk_id=hour.talk.pk)}


def _undated(message: Message, _now: datetime) -> Context | None:
    hour = _hour(message)
    return {"meeting": hour, "url": absolute("desk:home")} if hour and hour.talk is None else None


def _in_calendar(method: str) -> Callable[[Message, datetime], Sequence[Attachment]]:
    """Return what puts an hour into both calendars, or takes it out; calendars are shared, so it says "Talk" only."""

    def attachments(message: Message, now: datetime) -> Sequence[Attachment]:
        hour = _hour(message)
        if hour is None:
            return ()
        url = absolute("desk:home") if hour.talk is None else absolute("counsel:talk", talk_id=hour.talk.pk)
        entry = Entry(
            uid=str(hour.pk),
            sequence=hour.version,
            starts_at=hour.local_start,
            minutes=hour.minutes,
            summary="Talk",
            url=url,
            name=message.to.name,
            email=message.to.email,
            place=hour.place,
        )
        return [attachment_of(entry, name="talk.ics", method=method, now=now)]

    return attachments


_PROGRAM = ("program",)
_BOTH = ("program", "counsellor")
_WHEN = ("when",)
declare(Kind("talk_asked", "Somebody would like to talk", "Somebody would like to talk", _talk, variables=_PROGRAM))
declare(Kind("harm_reported", "Somebody reports harm", "Something needs you soon", _talk, variables=_PROGRAM))
declare(Kind("talk_replied", "The counsellor has answered", "An answer waits for you", _talk, variables=_PROGRAM))
declare(Kind("talk_continued", "Something new in a talk", "Something new in a talk", _talk, variables=_PROGRAM))
declare(Kind("talk_waits", "A talk has waited two days", "Somebody still waits for you", _waits, variables=_PROGRAM))
declare(Kind("counsellor_silent", "No answer yet", "You may ask somebody else", _silent, variables=_BOTH))
declare(
    Kind(
        "counsellor_suggested",
        "Another counsellor is suggested",
        "Would you talk to somebody else?",
        _suggested,
        variables=(*_BOTH, "partner"),
    )
)
declare(
    Kind(
        "counsellor_wrote", "The counsellor has written", "A few lines wait for you", _talk, group=NEWS, variables=_BOTH
    )
)
declare(
    Kind(
        "talk_dated",
        "The hour of a talk",
        "Your talk has an hour",
        _dated,
        variables=_WHEN,
        attachments=_in_calendar(REQUEST),
    )
)
declare(
    Kind(
        "talk_undated",
        "An hour is free again",
        "Your talk has no hour any more",
        _undated,
        variables=_WHEN,
        attachments=_in_calendar(CANCEL),
    )
)
declare(
    Kind(
        "talk_offered",
        "A talk before you start",
        "A talk before you start, if you like",
        _offer,
        group=NEWS,
        variables=_BOTH,
    )
)
