"""The verb of notes on a session."""

from datetime import datetime

from django.db import transaction

from record.sealing import seal
from sessions_app.actions.workspace import enter
from sessions_app.models import Meeting, MeetingNote
from sessions_app.refusal import need_newest


@transaction.atomic
def write_note(
    meeting: Meeting, *, side: str, text: str, is_private: bool, seen: str | None = None, now: datetime
) -> None:
    """Keep one's private or shared note on a session; an empty text removes it.

    `seen` names the text that was read (`MeetingNote.seen`, empty where there was none); None overwrites whatever is
    there. Raises ChangedMeanwhile, PairEnded.
    """
    pair = enter(meeting.pair, now=now)
    author = pair.place_of(side)
    own = MeetingNote.objects.filter(meeting=meeting, author=author, is_private=is_private)
    known = own.first()
    need_newest(seen, known.seen if known else "")
    if not text.strip():
        own.delete()
        return
    note = known or MeetingNote(is_private=is_private)
    note.meeting, note.author, note.written_at = meeting, author, now
    seal(note, text=text.strip()).save()
