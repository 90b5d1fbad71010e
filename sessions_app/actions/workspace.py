"""The workspace itself: entered under a lock, furnished by whoever presses something first."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from pairing.models import Pair
from record.sealing import seal
from sessions_app.models import Agreement, SharingSheet, SheetLine
from sessions_app.queries import Entry, agreement_text, beginnings
from sessions_app.refusal import Refused


class PairEnded(Refused):
    """The pair has ended: its papers stay readable, nothing is written any more."""

    def __init__(self) -> None:
        super().__init__("This pair has ended. What you wrote stays readable; nothing can be changed any more.")


def open_workspace(pair: Pair, *, now: datetime) -> None:
    """Make both sheets, prefilled out of the profiles, and the first agreement; once, however many come at once."""
    if not pair.agreements.exists():
        with suppress(PairEnded), transaction.atomic():
            enter(pair, now=now)


def enter(pair: Pair, *, now: datetime) -> Pair:
    """Lock a live pair until the transaction ends and return it fresh, its workspace open; raises PairEnded."""
    held = Pair.objects.with_people().select_for_update(of=("self",), no_key=True).get(pk=pair.pk)
    if not held.is_live:
        raise PairEnded
    if not held.agreements.exists():
        _furnish(held, now=now)
    return held


def rewrite(sheet: SharingSheet, entries: Iterable[Entry]) -> None:
    """Replace every line of a sheet; empty lines are left out."""
    sheet.lines.all().delete()
    kept = [entry for entry in entries if entry.text.strip()]
    SheetLine.objects.bulk_create(
        seal(
            SheetLine(sheet=sheet, kind=entry.kind, position=position, is_kept_back=entry.is_kept_back),
            text=entry.text.strip(),
        )
        for position, entry in enumerate(kept)
    )


def _furnish(pair: Pair, *, now: datetime) -> None:
    for side, lines in beginnings(pair).items():
        rewrite(SharingSheet.objects.create(pair=pair, author=pair.place_of(side)), lines)
    agreement = Agreement(pair=pair, version=1, written_at=now)
    seal(agreement, text=agreement_text(pair)).save(force_insert=True)
