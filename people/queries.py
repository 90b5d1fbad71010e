"""Reads of people: whom a filter or a choice finds, and what there is to filter by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.http import QueryDict
from psycopg2 import sql

from people.models import PersonQuerySet, User

MOST_OPTIONS = 300
# What people are filtered by: what an index begins with, and what is shown of it.
_OPTIONS = {
    "department": ("department", "department"),
    "location": ("location", "location"),
    "grade": ("coalesce(grade, -1)", "grade_name"),
}
# From one value to the next greater one by the index, where DISTINCT would read everybody.
_STEPS = sql.SQL(
    "WITH RECURSIVE found (value, label) AS ("
    "(SELECT {value}, {label} FROM people_user ORDER BY {value} LIMIT 1) UNION ALL "
    "SELECT further.value, further.label FROM found, LATERAL "
    "(SELECT {value} AS value, {label} AS label FROM people_user WHERE {value} > found.value "
    "ORDER BY {value} LIMIT 1) further"
    ") SELECT value, label FROM found LIMIT {most}"
)


def options_of(field: str) -> list[tuple[str, str]]:
    """Return the values that people have in a field to filter by, as (value, label), the empty ones left out."""
    value, label = map(sql.SQL, _OPTIONS[field])
    with connection.cursor() as cursor:
        cursor.execute(_STEPS.format(value=value, label=label, most=sql.Literal(MOST_OPTIONS)))
        found = cursor.fetchall()
    if field == "grade":
        return [(str(grade), f"{grade} {name}".strip()) for grade, name in found if grade >= 0]
    return [(value, label) for value, label in found if value]


def people_found(*, words: str = "", state: str = "", grade: str = "", **exactly: str) -> PersonQuerySet:
    """Return whom words and filters find: those who work here, or with `state` "left" those who do not any more."""
    people: PersonQuerySet = User.objects.ranked().filter(is_active=state != "left").matching(words)
    if grade:
        people = people.of_rank(int(grade))
    return people.filter(**{name: value for name, value in exactly.items() if value})


def people_chosen(asked: QueryDict, filters: Mapping[str, Any]) -> PersonQuerySet:
    """Return whom an organiser ticked in the list, or everyone whom its words and filters find."""
    found = people_found(words=asked.get("q", "").strip(), **filters)
    if "everyone" in asked:
        return found
    return found.filter(pk__in=_keys(asked.getlist("chosen")))


def _keys(texts: list[str]) -> list[UUID]:
    keys = []
    for text in texts:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys


def leavings(*, now: datetime) -> list[tuple[datetime, int]]:
    """Return when people were marked as having left and how many each time, while that can be undone."""
    gone = User.objects.filter(is_active=False).undoable(now)
    counted = gone.order_by("-left_at").values_list("left_at").annotate(Count("pk"))
    return [(left_at, count) for left_at, count in counted if left_at is not None]
