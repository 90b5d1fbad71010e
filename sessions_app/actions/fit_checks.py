"""The fit check after the first session: asked of both, answered with one tap, without fault on either side."""

from datetime import datetime

from django.db import transaction

from outbox.actions import post
from pairing.actions import end_pair
from pairing.models import Pair
from programs.models import Side
from record.sealing import seal
from sessions_app.models import FitCheck, Meeting
from sessions_app.refusal import Refused

Says = FitCheck.Says


class AlreadySaid(Refused):
    """The fit check is answered, or its pair has ended."""

    def __init__(self) -> None:
        super().__init__("This question is answered already, or the pair has ended. Nothing was changed.")


def ask_fits(*, now: datetime) -> int:
    """Ask both of each pair that is awake and has held its first session, once; return how many pairs."""
    met = Meeting.objects.held().filter(confirmed_at__gt=now - FitCheck.ASKED_WITHIN)
    pairs = Pair.objects.awake().filter(program__fit_on=True, pk__in=met.values("pair"), fit_checks__isnull=True)
    asked = [_ask(pair, now=now) for pair in pairs.with_people()]
    return len(asked)


@transaction.atomic
def _ask(pair: Pair, *, now: datetime) -> None:
    both = (pair.newcomer, pair.senior)
    FitCheck.objects.bulk_create(
        [FitCheck(pair=pair, participation=place, asked_at=now) for place in both], ignore_conflicts=True
    )
    ends = now + FitCheck.ASKED_WITHIN
    for place in both:
        post("fit_check", to=place.person, fact=str(pair.pk), about=pair.pk, now=now, expires_at=ends)


@transaction.atomic
def answer_fit(pair: Pair, *, side: Side, says: str, looks_on: bool = True, now: datetime) -> None:
    """Keep one side's answer, sealed for them alone; "not a fit" ends the pair as any other ending does.

    The first answer stands; the pair can be ended at any time later all the same. Raises AlreadySaid.
    """
    place = pair.place_of(side)
    check = FitCheck.objects.select_for_update(of=("self",)).select_related("participation__data_key")
    mine = check.filter(pair=pair, participation=place, pair__ended_at__isnull=True).first()
    if mine is None or mine.is_answered:
        raise AlreadySaid
    seal(mine, answer=Says(says).value).save(update_fields=["answer"])
    if says == Says.NOT_A_FIT:
        end_pair(pair, side=side, looks_on=looks_on, now=now)
