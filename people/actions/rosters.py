"""Bringing rosters in: rows are staged by COPY, and compared and stored in SQL.

A roster of a whole organisation row by row, in Python, takes minutes and hundreds of megabytes (bench/roster.py).
What is staged lasts as long as the transaction.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from psycopg2 import sql

from people.models import Organisation, User

# What a roster may tell about a person, beside the mail address that names them.
ROSTER_FIELDS = ("name", "zone", "manager", "grade", "grade_name", "team", "department", "location")
ROWS_AT_ONCE = 10_000
MOST_NAMES = 50

# What a new person gets where the roster tells nothing; an empty time zone leaves things as they are.
_AT_FIRST = {
    "name": "''",
    "zone": f"'{User._meta.get_field('zone').default}'",
    "grade": "NULL::smallint",
    "grade_name": "''",
    "team": "''",
    "department": "''",
    "location": "''",
}
_MAY_BE_NULL = {"zone", "manager", "grade"}

Row = Sequence[str | int | None]


@dataclass(frozen=True)
class Upserted:
    """What a roster did or would do: how many people are new, changed or as before, and what changed.

    `changes` counts the changed people by field; `is_active` among them are those who are here again.
    """

    new: int
    changed: int
    unchanged: int
    changes: Mapping[str, int]
    people: tuple[User, ...] = ()


@dataclass(frozen=True)
class Absent:
    """How many people of the organisation a roster does not name, and some of their names."""

    count: int
    names: list[str]


def stage_people(rows: Iterable[Row], *, fields: Sequence[str]) -> None:
    """Stage rows, each a mail address (lower case, once among the rows) followed by `fields` of ROSTER_FIELDS.

    A manager is a mail address in the rows or of somebody known, or None; None as time zone leaves it as it is.
    One roster at a time, so that two of them never make the same person.
    """
    Organisation.objects.select_for_update().first()
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in ("email", *fields))
    types = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL("smallint" if name == "grade" else "text"))
        for name in ("email", *fields)
    )
    filled = [sql.Identifier(name) for name in fields if name not in _MAY_BE_NULL]
    force = sql.SQL(", FORCE_NOT_NULL ({})").format(sql.SQL(", ").join(filled)) if filled else sql.SQL("")
    copy = sql.SQL("COPY roster_staged ({}) FROM STDIN (FORMAT csv, NULL ''{})").format(columns, force)
    rows = iter(rows)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.roster_staged")
        cursor.execute(sql.SQL("CREATE TEMPORARY TABLE roster_staged ({}) ON COMMIT DROP").format(types))
        text = copy.as_string(cursor.cursor)
        while some := list(islice(rows, ROWS_AT_ONCE)):
            file = io.StringIO(newline="")
            csv.writer(file).writerows(some)
            file.seek(0)
            cursor.copy_expert(text, file)
        # Only what is joined by: statistics of every column take as long as staging.
        cursor.execute(
            sql.SQL("ANALYZE roster_staged ({})").format(sql.SQL(", ").join(map(sql.Identifier, _joined(fields))))
        )


def _joined(fields: Sequence[str]) -> list[str]:
    """Return the staged columns by which people are found."""
    return ["email", "manager"] if "manager" in fields else ["email"]


def compare_people(*, fields: Sequence[str], may_change: bool) -> Upserted:
    """Compare what is staged with the people there are, and change nothing; without `may_change` known people stay."""
    conditions = {
        name: sql.SQL("(p.{0} IS DISTINCT FROM s.{0})").format(sql.Identifier(name))
        for name in fields
        if name not in {"manager", "zone"}
    }
    if "zone" in fields:
        conditions["zone"] = sql.SQL("(s.zone IS NOT NULL AND p.zone <> s.zone)")
    if "manager" in fields:
        # A manager who is not here yet is never the one there is.
        conditions["manager"] = sql.SQL(
            "(p.manager_id IS DISTINCT FROM m.id OR s.manager IS NOT NULL AND m.id IS NULL)"
        )
    conditions["is_active"] = sql.SQL("(NOT p.is_active)")
    differs = [
        sql.SQL("(p.id IS NOT NULL AND {} AND {}) AS {}").format(
            sql.Literal(may_change), condition, sql.Identifier(f"differs_{name}")
        )
        for name, condition in conditions.items()
    ]
    names = [sql.Identifier(f"differs_{name}") for name in conditions]
    anything = sql.SQL("({})").format(sql.SQL(" OR ").join(names))
    counts = sql.SQL(", ").join(sql.SQL("count(*) FILTER (WHERE {})").format(name) for name in names)
    manager = sql.SQL("LEFT JOIN people_user m ON m.email = s.manager" if "manager" in fields else "")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.roster_compared")
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE roster_compared ON COMMIT DROP AS "
                "SELECT s.*, coalesce(p.id, gen_random_uuid()) AS id, p.id IS NULL AS is_new, {} "
                "FROM roster_staged s LEFT JOIN people_user p ON p.email = s.email {}"
            ).format(sql.SQL(", ").join(differs), manager)
        )
        cursor.execute(
            sql.SQL(
                "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE {0}), count(*), {1} FROM roster_compared"
            ).format(anything, counts)
        )
        new, changed, everyone, *by_field = cursor.fetchone()
    changes = {name: count for name, count in zip(conditions, by_field, strict=True) if count}
    return Upserted(new=new, changed=changed, unchanged=everyone - new - changed, changes=changes)


def store_people(*, fields: Sequence[str], may_change: bool) -> Upserted:
    """Store what is staged: make new people and, where that is allowed, change the known ones that differ."""
    told = compare_people(fields=fields, may_change=may_change)
    managers = sql.SQL(
        "LEFT JOIN roster_compared mc ON mc.email = c.manager LEFT JOIN people_user m ON m.email = c.manager"
        if "manager" in fields
        else ""
    )
    values = {
        name: sql.SQL("coalesce(c.{}, {})").format(sql.Identifier(name), sql.SQL(at_first))
        if name in fields
        else sql.SQL(at_first)
        for name, at_first in _AT_FIRST.items()
    }
    changing = {
        name: sql.SQL("coalesce(c.zone, p.zone)" if name == "zone" else "c.{}").format(sql.Identifier(name))
        for name in fields
        if name != "manager"
    }
    if "manager" in fields:
        values["manager_id"] = changing["manager_id"] = sql.SQL("coalesce(mc.id, m.id)")
    with connection.cursor() as cursor:
        joined = sql.SQL(", ").join(map(sql.Identifier, ["id", "is_new", *_joined(fields)]))
        cursor.execute(sql.SQL("ANALYZE roster_compared ({})").format(joined))
        if told.changed:
            differs = sql.SQL(" OR ").join(sql.Identifier("c", f"differs_{name}") for name in told.changes)
            cursor.execute(
                sql.SQL(
                    "UPDATE people_user p SET is_active = true, left_at = NULL, {} "
                    "FROM roster_compared c {} WHERE p.id = c.id AND ({})"
                ).format(
                    sql.SQL(", ").join(
                        sql.SQL("{} = {}").format(sql.Identifier(name), value) for name, value in changing.items()
                    ),
                    managers,
                    differs,
                )
            )
        if told.new:
            # In the order of an index, which fills faster so. The password is unusable as Django's own is.
            cursor.execute(
                sql.SQL(
                    "INSERT INTO people_user (id, email, password, is_active, is_staff, is_superuser, joined_at, {}) "
                    "SELECT c.id, c.email, '!' || gen_random_uuid(), "
                    "true, false, false, now(), {} FROM roster_compared c {} WHERE c.is_new ORDER BY c.email"
                ).format(
                    sql.SQL(", ").join(sql.Identifier(name) for name in values),
                    sql.SQL(", ").join(values.values()),
                    managers,
                )
            )
    return told


def count_staged(*, beside: str, program_id: Any) -> int:
    """Count whom a roster names who has no row yet in the table `beside` for a program."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT count(*) FROM roster_staged s LEFT JOIN people_user p USING (email) "
                "LEFT JOIN {} b ON b.person_id = p.id AND b.program_id = %s WHERE b.id IS NULL"
            ).format(sql.Identifier(beside)),
            [program_id],
        )
        count: int = cursor.fetchone()[0]
    return count


def people_absent(*, named: Iterable[str], by: User) -> Absent:
    """Tell who works here and is neither staged nor `named` in a row that could not be used; `by` is never among them.

    Those who run the installation stand in no roster.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT count(*), (array_agg(p.name ORDER BY p.name))[:{}] {}").format(
                sql.Literal(MOST_NAMES), _ABSENT
            ),
            _spared(named, by),
        )
        count, names = cursor.fetchone()
    return Absent(count, names or [])


def mark_absent(*, named: Iterable[str], by: User, now: datetime) -> int:
    """Mark as having left whom `people_absent` tells; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("UPDATE people_user SET is_active = false, left_at = %s WHERE id IN (SELECT p.id {})").format(
                _ABSENT
            ),
            [now, *_spared(named, by)],
        )
        count: int = cursor.rowcount
    return count


_ABSENT = sql.SQL(
    "FROM people_user p WHERE p.is_active AND NOT p.is_staff AND p.id <> %s AND p.email <> ALL(%s) "
    "AND NOT EXISTS (SELECT FROM roster_staged s WHERE s.email = p.email)"
)


def _spared(named: Iterable[str], by: User) -> list[Any]:
    return [by.pk, list(named)]


@transaction.atomic
def upsert_people(rows: Sequence[Mapping[str, Any]]) -> Upserted:
    """Bring people in by mail address, for those who have them at hand; the same rows a second time change nothing.

    Each row holds `email` and the same of ROSTER_FIELDS as the first; what they do not hold stays as it is.
    """
    fields = [name for name in ROSTER_FIELDS if name in rows[0]]
    stage_people(([row["email"], *(row[name] for name in fields)] for row in rows), fields=fields)
    told = store_people(fields=fields, may_change=True)
    people = User.objects.in_bulk([row["email"] for row in rows], field_name="email")
    return Upserted(told.new, told.changed, told.unchanged, told.changes, tuple(people[row["email"]] for row in rows))
