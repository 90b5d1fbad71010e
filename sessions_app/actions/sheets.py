"""Verbs of the sharing sheet: write, share, keep a line back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.actions import post
from pairing.models import Pair
from sessions_app.actions.workspace import enter, rewrite
from sessions_app.models import SharingSheet, SheetLine
from sessions_app.queries import Entry, entries_of, open_sheets_of
from sessions_app.refusal import Refused, need_newest


class AlreadyShared(Refused):
    """A shared sheet is no longer rewritten."""


class NothingToShare(Refused):
    """A sheet without a line for the other."""


@transaction.atomic
def write_sheet(
    pair: Pair, *, side: str, lines: Iterable[Entry], now: datetime, version: int | None = None
) -> SharingSheet:
    """Keep a draft: these lines, in this order, replace those before.

    `version` is the one the page was opened on. Raises ChangedMeanwhile, AlreadyShared, PairEnded.
    """
    sheet = _own_sheet(enter(pair, now=now), side)
    if sheet.is_shared:
        raise AlreadyShared("Your sheet is shared already. You can still keep single lines back.")
    _reword(sheet, lines, version=version)
    return sheet


@transaction.atomic
def share_sheet(
    pair: Pair, *, side: str, now: datetime, lines: Iterable[Entry] | None = None, version: int | None = None
) -> None:
    """Share the sheet, with `lines` as its last wording where given; the second to share opens both and tells both.

    Sharing again changes nothing. Raises ChangedMeanwhile, NothingToShare, PairEnded.
    """
    pair = enter(pair, now=now)
    sheet = _own_sheet(pair, side)
    if sheet.is_shared:
        return
    if lines is not None:
        _reword(sheet, lines, version=version)
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


def _reword(sheet: SharingSheet, lines: Iterable[Entry], *, version: int | None) -> None:
    """Replace the lines unless they are these already, in which case it does not matter who wrote them when."""
    lines = [Entry(line.kind, line.text.strip(), line.is_kept_back) for line in lines if line.text.strip()]
    if lines == entries_of(sheet):
        return
    need_newest(version, sheet.version)
    rewrite(sheet, lines)
    sheet.version += 1
    sheet.save(update_fields=["version"])


def _own_sheet(pair: Pair, side: str) -> SharingSheet:
    sheet = SharingSheet.objects.get(pair=pair, author=pair.place_of(side))
    sheet.pair = pair
    return sheet
