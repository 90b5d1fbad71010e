"""Who was a pair once, told by keyed hashes that outlive the accounts."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from pairing.models import NeverAgain, NeverAgainKey
from people.models import User
from record.sealing import keyed_hash


def hashes_of(people: Collection[User]) -> dict[UUID, str]:
    """Return person → hash of their mail address, which a person who erased their account and came back has again."""
    key = NeverAgainKey.objects.select_related("data_key").first()
    return {} if key is None else {person.pk: keyed_hash(key.data_key, person.email) for person in people}


def met_before(people: Collection[User]) -> set[tuple[UUID, UUID]]:
    """Return those among `people` who were a pair once, both ways round."""
    whose = defaultdict(list)
    for person, known in hashes_of(people).items():
        whose[known].append(person)
    rows = NeverAgain.objects.filter(Q(one__in=whose) & Q(other__in=whose)) if whose else NeverAgain.objects.none()
    return {
        (a, b)
        for row in rows
        for one in whose[row.one]
        for other in whose[row.other]
        for a, b in ((one, other), (other, one))
    }
