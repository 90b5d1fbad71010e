"""Verbs of a text for both while it is being typed: keep it, and leave it."""

from datetime import datetime

from django.db import transaction

from pairing.models import Pair
from record.sealing import seal
from sessions_app.actions.workspace import enter
from sessions_app.models import Draft, Meeting
from sessions_app.queries import draft_of, given_at, version_of
from sessions_app.refusal import need_newest


@transaction.atomic
def write_draft(
    pair: Pair, *, side: str, text: str, now: datetime, meeting: Meeting | None = None, version: int | None = None
) -> Draft:
    """Keep what a side types for the agreement or, with `meeting`, for its shared note; the partner sees nothing.

    `version` is what the page was opened on. Raises ChangedMeanwhile, PairEnded.
    """
    held = enter(pair, now=now)
    need_unchanged(held, side=side, meeting=meeting, text=text, version=version)
    known, typed = draft_of(held, side=side, meeting=meeting)
    if known is not None and typed == plain(text):
        return known
    draft = known or Draft(pair=held, author=held.place_of(side), meeting=meeting)
    draft.typed_at = now
    seal(draft, text=plain(text)).save()
    return draft


@transaction.atomic
def drop_draft(pair: Pair, *, side: str, now: datetime, meeting: Meeting | None = None) -> None:
    """Take a draft out, because it was given or is no longer meant; raises PairEnded."""
    held = enter(pair, now=now)
    held.drafts.filter(author=held.place_of(side), meeting=meeting).delete()


def need_unchanged(pair: Pair, *, side: str, meeting: Meeting | None, text: str, version: int | None) -> None:
    """Raise ChangedMeanwhile where a text given, or other words in the draft, are later than `version`."""
    need_newest(version, version_of(given_at(pair, side=side, meeting=meeting)))
    draft, typed = draft_of(pair, side=side, meeting=meeting)
    if draft is not None and typed != plain(text):
        need_newest(version, draft.version)


def plain(text: str) -> str:
    """Return a text as it is kept: with the line ends of one kind, and no empty lines around it."""
    return text.replace("\r\n", "\n").strip()
