"""The verb of notes on a session."""

from datetime import datetime

from django.db import transaction

from record.sealing import open_one, seal
from sessions_app.actions.drafts import drop_draft, need_unchanged, plain
from sessions_app.actions.workspace import enter
from sessions_app.models import Meeting, MeetingNote
from sessions_app.refusal import need_newest


@transaction.atomic
def write_note(
    meeting: Meeting, *, side: str, text: str, is_private: bool, now: datetime, version: int | None = None
) -> MeetingNote | None:
    """Keep one's private or shared note on a session; an empty text removes it. The draft of a shared one goes.

    `version` is what the page was opened on, as `write_draft` counts, 0 where there was nothing. Raises
    ChangedMeanwhile, PairEnded.
    """
    pair = enter(meeting.pair, now=now)
    author, text = pair.place_of(side), plain(text)
    own = MeetingNote.objects.filter(meeting=meeting, author=author, is_private=is_private)
    known = own.select_related("author__data_key", "meeting__pair__data_key").first()
    is_same = known is not None and open_one(known, "text") == text
    if is_private and not is_same:
        need_newest(version, known.version if known else 0)
    if not is_private:
        if not is_same:
            need_unchanged(pair, side=side, meeting=meeting, text=text, version=version)
        drop_draft(pair, side=side, meeting=meeting, now=now)
    if is_same:
        return known
    if not text:
        own.delete()
        return None
    note = known or MeetingNote(is_private=is_private)
    note.meeting, note.author, note.written_at = meeting, author, now
    seal(note, text=text).save()
    return note
