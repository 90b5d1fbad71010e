"""Leafing through long lists: from row to row by an index, never by counting what lies before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Expression, F, Func, QuerySet, Value

SIZE = 50
COUNTED = 1_000  # beyond that the list says "more than"


@dataclass(frozen=True)
class Leaf:
    """Some rows of a long list, how many there are (as far as is counted), and the keys that lead on and back."""

    rows: list[Any]
    count: int
    is_more_than_counted: bool
    before: UUID | None
    after: UUID | None

    @property
    def words(self) -> str:
        """How many there are, in words."""
        if self.is_more_than_counted:
            return f"More than {COUNTED:,} people"
        return "1 person" if self.count == 1 else f"{self.count:,} people"


def leaf_of(rows: QuerySet[Any], asked: Any, *, by: Sequence[str], downwards: bool = False) -> Leaf:
    """Return the rows of a list that an address asks for with `after` or `before` and a row's key, else the first.

    `by` are columns or aliases of the list that together are unique and never NULL, the key last; all are sorted the
    same way, so that one comparison of rows, which an index answers, finds where to go on.
    """
    back = bool(asked.get("before"))
    at = _place(rows, asked.get("before") or asked.get("after") or "", by)
    falls = downwards != back
    ordered = rows.order_by(*(F(name).desc() if falls else F(name).asc() for name in by))
    if at is not None:
        # The first says nothing new, but over a join it alone lets an index find the place.
        ordered = ordered.filter(**{f"{by[0]}__{'lte' if falls else 'gte'}": at[0]})
        ordered = ordered.filter(_beyond(by, at, falls=falls))
    found = list(ordered[: SIZE + 1])
    is_more, found = len(found) > SIZE, found[:SIZE]
    if back:
        found.reverse()
    has_after, has_before = (at is not None, is_more) if back else (is_more, at is not None)
    count = rows.order_by()[: COUNTED + 1].count()
    return Leaf(
        rows=found,
        count=min(count, COUNTED),
        is_more_than_counted=count > COUNTED,
        before=found[0].pk if found and has_before else None,
        after=found[-1].pk if found and has_after else None,
    )


def _place(rows: QuerySet[Any], key: str, by: Sequence[str]) -> tuple[Any, ...] | None:
    """Return the sorted values of the row with a key; None where there is none, so that the list begins anew."""
    try:
        return rows.order_by().filter(pk=UUID(key)).values_list(*by).first()
    except ValueError:
        return None


def _beyond(by: Sequence[str], values: Sequence[Any], *, falls: bool) -> Expression:
    """Return whether a row stands beyond some values, compared as a whole row."""
    return Func(
        Func(*by, template="ROW(%(expressions)s)"),
        Func(*map(Value, values), template="ROW(%(expressions)s)"),
        template="%(expressions)s",
        arg_joiner=" < " if falls else " > ",
        output_field=BooleanField(),
    )
