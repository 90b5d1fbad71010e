"""Posting what a query finds: one statement however many rows, for sweeps."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from leases.actions import wake
from outbox.actions.posting import bring_forward
from outbox.kinds import kind_named
from outbox.models import Message

FOUND = ("told_to", "told_about", "told_fact", "told_at", "told_until")
# Rows are posted a day before they are due, so that a clock that stood still leaves a trace of what it missed.
AHEAD = timedelta(days=1)


def due(
    rows: QuerySet, *, to: str, time: timedelta, late: timedelta, now: datetime, fact: tuple[Any, ...] = (), until: Any
) -> QuerySet:
    """Choose the rows whose `base`, an hour, is `time` ago within a day, or was `late` ago; as `post_found` reads them.

    `to` is the path to the person's id. The fact is the row's id and what more `fact` names.
    """
    parts = (part for more in fact for part in (Value(":"), Cast(more, TextField())))
    key = Concat(Cast("pk", TextField()), *parts, output_field=TextField()) if fact else Cast("pk", TextField())
    values = (F(to), F("pk"), key, hour_after(time), until)
    found: QuerySet = rows.filter(base__gt=now - time - late, base__lte=now - time + AHEAD)
    return found.annotate(**dict(zip(FOUND, values, strict=True)))  # type: ignore[no-any-return]


def hour_after(time: timedelta | None) -> Any:
    """Return the hour so long after `base`; without a time, none."""
    if time is None:
        return Cast(Value(None), DateTimeField())
    return ExpressionWrapper(F("base") + Value(time, DurationField()), DateTimeField())


def post_found(kind: str, found: QuerySet, *, now: datetime) -> int:
    """Post a message for each row of a query as `post` does for one; return how many were new.

    The query names the columns of FOUND: person's id, what it is about (UUIDs), the fact (text), when it is due and
    when it expires. It never leaves the database: 100,000 rows cost little more than their own INSERT. Only rows whose
    readers keep quiet hours are looked at one by one.
    """
    kind_named(kind)
    query, parameters = found.order_by().values_list(*FOUND).query.sql_with_params()
    values = {
        **{field.column: ("%s", [field.get_default()]) for field in Message._meta.concrete_fields},
        "id": ("gen_random_uuid()", []),
        "kind": ("%s", [kind]),
        "to_id": ("told_to", []),
        "about": ("told_about", []),
        "dedupe_key": ("%s || ':' || told_to || ':' || told_fact", [kind]),
        "due_at": ("told_at", []),
        "next_try_at": ("told_at", []),
        "expires_at": ("told_until", []),
        "posted_at": ("%s", [now]),
    }
    columns = ", ".join(f'"{column}"' for column in values)
    words = ", ".join(word for word, _ in values.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO outbox_message ({columns}) SELECT {words} "  # noqa: S608 - names of ours
            f"FROM ({query}) AS found ({', '.join(FOUND)}) ON CONFLICT (dedupe_key) DO NOTHING",
            [*(each for _, given in values.values() for each in given), *parameters],
        )
        posted = int(cursor.rowcount)
    if posted:
        bring_forward(kind, now=now)
        wake("outbox.deliver")
    return posted
