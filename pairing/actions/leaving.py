"""Ending pairs: one pair without fault, a person's whole part in a program, a person who has gone.

These are the verbs above `programs.actions.leave`, because pairs and proposals hang on a place.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from outbox.actions import post
from pairing.actions.proposals import lapse
from pairing.models import NeverAgain, NeverAgainKey, Pair, PairQuerySet, Proposal
from pairing.queries import hashes_of
from people.models import User
from programs.actions import free_place, leave, look_for_partner
from programs.models import Participation, Side
from record.keys import create_data_key


@transaction.atomic
def end_pair(pair: Pair, *, side: str, looks_on: bool = True, now: datetime) -> bool:
    """End a live pair for any reason, which nobody asks; both are told in the same words, never who it was.

    `looks_on` says whether the one on `side` would like another partner. Both places are free at once, so the next
    round reaches whoever looks on. False when the pair had ended already; then nothing changes.
    """
    ended = _end(Pair.objects.filter(pk=pair.pk), now=now)
    for each in ended:
        look_for_partner(each.place_of(side), is_looking=looks_on)
        for place in (each.newcomer, each.senior):
            post("pair_ended", to=place.person, fact=str(each.pk), about=each.pk, now=now)
    return bool(ended)


@transaction.atomic
def withdraw(participation: Participation, *, now: datetime) -> None:
    """Leave a program: open proposals and live pairs end in neutral words, and the partners' places are free again.

    Proposals go first: an acceptance under way either comes before, and its pair ends here, or finds them ended.
    """
    mine = Q(newcomer=participation) | Q(senior=participation)
    lapse(Proposal.objects.open().filter(mine), now=now)
    for pair in _end(Pair.objects.filter(mine), now=now):
        partner = pair.partner_of(participation.person)
        post("pair_ended", to=partner.person, fact=str(pair.pk), about=pair.pk, now=now)
    leave(participation, now=now)


@transaction.atomic
def finish_pair(pair: Pair, *, now: datetime) -> None:
    """End a pair that has come to its close: nobody is told here, and neither looks for another partner by itself."""
    for each in _end(Pair.objects.filter(pk=pair.pk), now=now):
        for side in Side:
            look_for_partner(each.place_of(side), is_looking=False)


def withdraw_person(person: User, *, now: datetime) -> None:
    """Take somebody who has gone out of every program; their partners are told in neutral words and look on."""
    for participation in Participation.objects.of(person).exclude(state=Participation.State.LEFT).with_people():
        withdraw(participation, now=now)


def withdraw_leavers(*, now: datetime) -> None:
    """Notice people who no longer work here and still take part, and take them out once that is not undone."""
    gone = Participation.objects.filter(person__is_active=False).exclude(state=Participation.State.LEFT)
    gone = gone.exclude(person__in=User.objects.undoable(now))
    for person in User.objects.filter(pk__in=gone.values("person")):
        withdraw_person(person, now=now)


def _end(pairs: PairQuerySet, *, now: datetime) -> list[Pair]:
    """End the live ones among `pairs`, free both places of each and remember that the two have met."""
    ended = list(pairs.live().select_for_update(of=("self",)).with_people())
    for pair in ended:
        Pair.objects.filter(pk=pair.pk).update(ended_at=now)
        for side in Side:
            free_place(pair.place_of(side))
    _remember(ended, now=now)
    return ended


def _remember(pairs: list[Pair], *, now: datetime) -> None:
    """Write that the two of each pair are not proposed to each other again, whatever becomes of their accounts."""
    if not pairs:
        return
    if not NeverAgainKey.objects.exists():
        NeverAgainKey.objects.bulk_create([NeverAgainKey(data_key=create_data_key(now=now))], ignore_conflicts=True)
    known = hashes_of([person for pair in pairs for person in (pair.newcomer.person, pair.senior.person)])
    both = [sorted(known[person] for person in (pair.newcomer.person_id, pair.senior.person_id)) for pair in pairs]
    NeverAgain.objects.bulk_create([NeverAgain(one=one, other=other) for one, other in both], ignore_conflicts=True)
