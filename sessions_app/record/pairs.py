"""What the declarations of a workspace have in common: whose a pair's rows are, and when they go."""

from collections.abc import Callable

from django.db.models import Q

from people.models import User
from record.clocks import SHARED
from record.registry import After

UNTIL = SHARED
JOINT = "It is your partner’s as much as yours; your name is taken off."


def with_pair(pair: str, *keys: str) -> After:
    """Return when rows go that hang on a pair: with all that the two share."""
    return After(SHARED, f"{pair}__program__closed_at", f"{pair}__began_at", f"{pair}__program__ends_on", keys=keys)


def on_their_pairs(person: User) -> Q:
    """Choose what hangs on a pair of the person's."""
    return Q(pair__newcomer__person=person) | Q(pair__senior__person=person)


def by_side(person: User, *, newcomer: Q, senior: Q) -> Q:
    """Choose by which side of the pair the person is on."""
    return (newcomer & Q(pair__newcomer__person=person)) | (senior & Q(pair__senior__person=person))


def made_by(side: str) -> Callable[[User], Q]:
    """Return how to choose what carries the side of its maker in field `side`."""
    return lambda person: by_side(person, newcomer=Q(**{side: "newcomer"}), senior=Q(**{side: "senior"}))
