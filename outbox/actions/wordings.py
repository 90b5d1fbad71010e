"""Wordings: HR writes what a message says, tries it out on themselves, and goes back to the shipped text."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from outbox.actions.posting import post
from outbox.models import Wording


class WrittenMeanwhile(Exception):
    """Somebody else has changed this text since it was opened; `by` and `text` are theirs."""

    def __init__(self, theirs: Wording) -> None:
        super().__init__()
        self.theirs = theirs


def write_wording(kind: str, *, language: str, subject: str, text: str, after: int, by: Any, now: datetime) -> Wording:
    """Make a text the one that counts; `after` is the number of the version it was written on (0: the shipped one).

    The same text again changes nothing. An empty subject goes back to the shipped text. Raises WrittenMeanwhile.
    """
    newest = Wording.objects.history_of(kind, language).first()
    if newest is not None and (newest.subject, newest.text) == (subject, text):
        return newest
    if newest is not None and newest.number != after:
        raise WrittenMeanwhile(newest)
    try:
        with transaction.atomic():
            return Wording.objects.create(
                kind=kind,
                language=language,
                number=after + 1,
                subject=subject,
                text=text,
                written_by=by,
                written_at=now,
            )
    except IntegrityError:
        raise WrittenMeanwhile(Wording.objects.history_of(kind, language)[0]) from None


def restore_wording(kind: str, *, language: str, by: Any, now: datetime) -> None:
    """Go back to the shipped text; where that is told already, nothing changes."""
    newest = Wording.objects.history_of(kind, language).first()
    if newest is not None and not newest.is_shipped:
        write_wording(kind, language=language, subject="", text="", after=newest.number or 0, by=by, now=now)


@transaction.atomic
def try_wording(kind: str, *, language: str, subject: str, text: str, by: Any, now: datetime) -> None:
    """Post a text to oneself, filled with examples, before or without making it the one that counts.

    Only the last try of a person is kept; the same text twice within a minute is one try.
    """
    mine = Wording.objects.filter(number__isnull=True, written_by=by)
    same = mine.filter(kind=kind, language=language, subject=subject, text=text).order_by("-written_at").first()
    if same is not None and (now - same.written_at).total_seconds() < 60:
        return
    mine.delete()
    tried = Wording.objects.create(
        kind=kind, language=language, subject=subject, text=text, written_by=by, written_at=now
    )
    post("tried_text", to=by, fact=str(tried.pk), about=tried.pk, now=now)
