"""Verbs of the agreement: write a new version, sign the one in force."""

from datetime import datetime

from django.db import transaction

from outbox.actions import post
from pairing.models import Pair
from programs.models import Side
from record.sealing import open_one, seal
from sessions_app.actions.drafts import drop_draft, need_unchanged, plain
from sessions_app.actions.workspace import enter
from sessions_app.models import Agreement
from sessions_app.refusal import ChangedMeanwhile


@transaction.atomic
def write_agreement(pair: Pair, *, side: str, text: str, now: datetime, version: int | None = None) -> Agreement:
    """Make a new version, unsigned by both, and tell the other; the same text changes nothing. The draft goes.

    `version` is what the page was opened on, as `write_draft` counts. Raises ChangedMeanwhile, PairEnded.
    """
    pair = enter(pair, now=now)
    need_unchanged(pair, side=side, meeting=None, text=text, version=version)
    drop_draft(pair, side=side, now=now)
    newest, text = pair.agreements.select_related("pair__data_key")[0], plain(text)
    if open_one(newest, "text") == text:
        return newest
    agreement = seal(Agreement(pair=pair, version=newest.version + 1, written_at=now), text=text)
    agreement.save(force_insert=True)
    _ask_to_sign(agreement, side=Side(side).other, now=now)
    return agreement


@transaction.atomic
def sign_agreement(pair: Pair, *, side: str, version: int, now: datetime) -> None:
    """Sign for one side; the other is asked if they have not signed yet. Signing again changes nothing.

    Raises ChangedMeanwhile when `version` is no longer the newest, PairEnded.
    """
    pair = enter(pair, now=now)
    newest = pair.agreements.first()
    if newest is None or newest.version != version:
        raise ChangedMeanwhile
    newest.pair = pair
    field = f"{Side(side).value}_signed_at"
    if not Agreement.objects.filter(pk=newest.pk, **{f"{field}__isnull": True}).update(**{field: now}):
        return
    if not newest.is_signed_by(Side(side).other):
        _ask_to_sign(newest, side=Side(side).other, now=now)


def _ask_to_sign(agreement: Agreement, *, side: Side, now: datetime) -> None:
    person = agreement.pair.place_of(side).person
    post("agreement_to_sign", to=person, fact=str(agreement.pk), about=agreement.pk, now=now)
