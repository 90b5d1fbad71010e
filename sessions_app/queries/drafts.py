"""Reads of what one of a pair has typed and not given yet."""

from datetime import datetime

from pairing.models import Pair
from record.sealing import open_one
from sessions_app.models import Draft, Meeting
from sessions_app.refusal import version_at


def draft_of(pair: Pair, *, side: str, meeting: Meeting | None = None) -> tuple[Draft | None, str]:
    """Return a side's own draft of the agreement, or of a session's shared note, and its text."""
    mine = pair.drafts.filter(author=pair.place_of(side), meeting=meeting)
    draft = mine.select_related("author__data_key").first()
    return draft, open_one(draft, "text") if draft else ""


def given_at(pair: Pair, *, side: str, meeting: Meeting | None = None, is_private: bool = False) -> datetime | None:
    """Return when the text in force was given: the agreement, or a side's note on a session."""
    if meeting is None:
        # The first version says the same from the pair's beginning on, whenever it came to be stored.
        changed = pair.agreements.filter(version__gt=1)
        return changed.values_list("written_at", flat=True).first() or pair.began_at
    mine = meeting.notes.filter(author=pair.place_of(side), is_private=is_private)
    return mine.values_list("written_at", flat=True).first()


def version_of(given: datetime | None, draft: Draft | None = None) -> int:
    """Return the version that a page is opened on which shows a text in force and a draft."""
    return max(version_at(given) if given else 0, draft.version if draft else 0)
