"""Who reports to whom: every manager known, and no circle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from textwrap import shorten

from programs.roster.rows import Roster, Row, RowFault


def settle_managers(roster: Roster, managers_now: Mapping[str, str | None]) -> Roster:
    """Return the roster with every manager known and no reporting cycle, given who reports to whom already.

    A row whose manager nobody knows is left out. A row whose manager's own row was left out, or that stands in a
    cycle, keeps everything but the manager. `managers_now` maps each known mail address to the manager's, or None.
    """
    named = roster.first_line_of.keys() | managers_now.keys() | {None}
    rows = {row.email: row for row in roster.rows if row.manager in named}
    faults = [
        _fault(roster, row, f"Nobody has the mail address {row.manager}.")
        for row in roster.rows
        if row.manager not in named
    ]
    usable = rows.keys() | managers_now.keys() | {None}
    for row in list(rows.values()):
        if row.manager not in usable:
            line = roster.first_line_of[str(row.manager)]
            faults.append(
                _fault(roster, row, f"Kept without a manager: the manager’s own row in line {line} was left out.")
            )
            rows[row.email] = row._replace(manager=None)
    for email, names in _circles(rows, managers_now).items():
        faults.append(
            _fault(roster, rows[email], f"Kept without a manager: these report to each other in a circle: {names}.")
        )
        rows[email] = rows[email]._replace(manager=None)
    faults = sorted([*roster.faults, *faults], key=lambda fault: fault.line)
    return replace(roster, rows=list(rows.values()), faults=faults)


def _fault(roster: Roster, row: Row, sentence: str) -> RowFault:
    return RowFault(row.line, roster.titles["manager"], sentence)


def _circles(rows: Mapping[str, Row], managers_now: Mapping[str, str | None]) -> dict[str, str]:
    """Return the names of everyone in the circle, by the mail address of each row that stands in one.

    Everybody has at most one manager, so walking upwards from each person meets each circle exactly once.
    """
    manager_of = {**managers_now, **{email: row.manager for email, row in rows.items()}}
    walked: set[str] = set()
    circles: dict[str, str] = {}
    for start in rows:
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in walked:
            walked.add(here)
            path.append(here)
            here = manager_of.get(here)
        if here in path:
            circle = path[path.index(here) :]
            names = ", ".join(rows[email].name if email in rows else email for email in circle)
            circles |= {email: shorten(names, 200, placeholder=" …") for email in circle if email in rows}
    return circles
