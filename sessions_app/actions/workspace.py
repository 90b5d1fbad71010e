"""The workspace itself: entered under a lock, furnished by whoever comes first."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pairing.models import Pair
from profiles.models import Skill
from profiles.queries import gaps_of
from programs.models import Participation
from record.sealing import seal
from sessions_app.models import Agreement, SharingSheet, SheetLine
from sessions_app.queries import agreement_text
from sessions_app.refusal import Refused

Kind = SheetLine.Kind


class PairEnded(Refused):
    """The pair has ended: its papers stay readable, nothing is written any more."""

    def __init__(self) -> None:
        super().__init__("This pair has ended. What you wrote stays readable; nothing can be changed any more.")


@dataclass(frozen=True)
class Entry:
    """One line of a sheet in clear."""

    kind: str
    text: str
    is_kept_back: bool = False


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
    wants = gaps_of([pair.newcomer, pair.senior])
    for author in (pair.newcomer, pair.senior):
        rewrite(SharingSheet.objects.create(pair=pair, author=author), _beginning(author, wants.get(author.pk, {})))
    agreement = Agreement(pair=pair, version=1, written_at=now)
    seal(agreement, text=agreement_text(pair)).save(force_insert=True)


def _beginning(author: Participation, urgencies: dict[int, int]) -> list[Entry]:
    """Return the lines a sheet starts with, so that nothing is asked twice; the most urgent wish first."""
    skills = Skill.objects.in_bulk(urgencies)
    return [
        *(Entry(Kind.INTEREST, interest.name) for interest in author.person.interests.all()),
        *(
            Entry(Kind.OFFER, f"{offer.skill.name} ({offer.get_level_display()})")
            for offer in author.person.skills_offered.select_related("skill")
        ),
        *(Entry(Kind.LEARN, skills[pk].name) for pk in sorted(urgencies, key=lambda pk: (-urgencies[pk], pk))),
    ]
