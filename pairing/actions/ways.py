"""Verbs of ways: ask what would free somebody who waits, and find it.

It is worked out from what organisers may see anyway: the rules, the open facts and the round's pairs. No gap, offer or
private wish enters, so nothing that is said can follow from one (docs/decisions/0008).
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from leases.actions import finish, report, wake
from leases.clock import running_from
from pairing.engine import Instance, Policy, Suggestion, pair, suggest
from pairing.models import Round, Waiting, Way
from pairing.queries import Cast, load_open
from pairing.reach import partners_of
from people.models import User
from programs.data.policy import WISHES
from programs.models import Participation


@transaction.atomic
def request_way(waiting: Waiting, *, by: User, now: datetime) -> Way:
    """Ask what would free somebody, once."""
    way, is_new = Way.objects.get_or_create(waiting=waiting, defaults={"requested_by": by, "requested_at": now})
    if is_new:
        wake("pairing.find_ways")
    return way


def run_way(way: Way, *, now: datetime) -> None:
    """Find the smallest change after which the person is placed and nobody else loses their place.

    Raises LeaseLost, with nothing written, when another worker has taken over.
    """
    hour = running_from(now)
    report(way, stage="Trying one change after the other", done=0, total=0, now=hour())
    round_, place = way.waiting.round, way.waiting.participation
    cast = _placed_and(place, round_, now=now)
    policy = _rules_alone(round_)
    number = next(number for number, each in cast.places.items() if each.pk == place.pk)
    full = partners_of(cast.instance, policy, number)
    found = None if full else _suggested(cast.instance, policy, number, round_, cast)
    with transaction.atomic():
        way.field, way.value = (Way.PLACE, None) if full else (found.change, found.value) if found else ("", None)
        way.save(update_fields=["field", "value"])
        way.partners.set([cast.places[partner] for partner in full])
        finish(way, now=hour())


def _placed_and(place: Participation, round_: Round, *, now: datetime) -> Cast:
    """Read the one who waits, everybody the round placed, and who waits across: more on one side only stand in line."""
    taken = Counter[UUID]()
    for two in round_.proposals.values_list("newcomer", "senior"):
        taken.update(two)
    across = round_.waiting.exclude(participation__side=place.side).values_list("participation", flat=True)
    keys = {*taken, *across, place.pk}
    people = Participation.objects.filter(pk__in=keys).select_related("person__profile", "program")
    free = {each: max(taken[each.pk], each.capacity - each.places_taken) for each in people.order_by("person_id")}
    return load_open({each: places for each, places in free.items() if places}, now=now)


def _rules_alone(round_: Round) -> Policy:
    """Return the round's rules without any wish: what counts is who may meet whom."""
    nothing = {wish.field: 0 for wish in WISHES}
    return Policy.from_dict({**round_.policy, **nothing, "score_min": 0})


def _suggested(instance: Instance, policy: Policy, number: int, round_: Round, cast: Cast) -> Suggestion | None:
    number_of = {place.pk: at for at, place in cast.places.items()}
    pairs = round_.proposals.values_list("newcomer", "senior")
    prefer = frozenset((number_of[one], number_of[other]) for one, other in pairs)
    instance = replace(instance, prefer=prefer)
    result = pair(instance, policy)
    if all(left.person != number for left in result.unpaired):
        return None
    return suggest(instance, policy, result, number)
