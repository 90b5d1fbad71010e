"""Verbs of the sharing sheet: write, share, keep a line back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.actions import post
from pairing.models import Pair
from sessions_app.actions.workspace import Entry, enter, rewrite
from sessions_app.models import SharingSheet, SheetLine
from sessions_app.queries import open_sheets_of
from sessions_app.refusal import Refused


class AlreadyShared(Refused):
    """A shared sheet is no longer rewritten."""


class NothingToShare(Refused):
    """A sheet without a line for the other."""


@transaction.atomic
def write_sheet(pair: Pair, *, side: str, lines: Iterable[Entry], now: datetime) -> None:
    """Keep a draft: these lines, in this order, replace those before; raises AlreadyShared, PairEnded."""
    sheet = _own_sheet(enter(pair, now=now), side)
    if sheet.is_shared:
        raise AlreadyShared("Your sheet is shared already. You can still keep single lines back.")
    rewrite(sheet, lines)


@transaction.atomic
def share_sheet(pair: Pair, *, side: str, now: datetime, lines: Iterable[Entry] | None = None) -> None:
    """Share the sheet, with `lines` as its last wording where given; the second to share opens both and tells both.

    Sharing again changes nothing. Raises NothingToShare, PairEnded.
    """
    pair = enter(pair, now=now)
    sheet = _own_sheet(pair, side)
    if sheet.is_shared:
        return
    if lines is not None:
        rewrite(sheet, lines)
    if not sheet.lines.filter(is_kept_back=False).exists():
        raise NothingToShare("Write at least one line that you do not keep back, then share.")
    SharingSheet.objects.filter(pk=sheet.pk, shared_at__isnull=True).update(shared_at=now)
    if open_sheets_of(pair):
        for person in (pair.newcomer.person, pair.senior.person):
            post("sheets_open", to=person, fact=str(pair.pk), about=pair.pk, now=now)


@transaction.atomic
def keep_line(pair: Pair, *, side: str, line: UUID, is_kept_back: bool, now: datetime) -> None:
    """Take one of one's own lines back, also after sharing, or let it out again; raises PairEnded."""
    sheet = _own_sheet(enter(pair, now=now), side)
    SheetLine.objects.filter(sheet=sheet, pk=line).update(is_kept_back=is_kept_back)


def _own_sheet(pair: Pair, side: str) -> SharingSheet:
    sheet = SharingSheet.objects.get(pair=pair, author=pair.place_of(side))
    sheet.pair = pair
    return sheet
