"""Reading a roster file: bytes in, rows and faults out; nothing here touches the database.

A fault of the whole file is raised; a fault of one row is listed with its line and column and the other rows stay.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from textwrap import shorten

from django.core.exceptions import ValidationError

from people.models import known_zones, validate_mail_address

LARGEST = 5 * 1024 * 1024  # bytes
HIGHEST_GRADE = 32_767
LONGEST_SENTENCE = 300


@dataclass(frozen=True)
class Column:
    """One column of a roster: its name, what it holds, how long a value may be, other names for it."""

    title: str
    holds: str
    longest: int
    aliases: tuple[str, ...]


COLUMNS = {
    "email": Column("email", "The work address, once each.", 254, ("e-mail", "mail", "email address", "work email")),
    "name": Column("name", "First and last name.", 120, ("full name", "display name", "employee name")),
    "manager": Column(
        "manager",
        "The manager’s email; empty at the top.",
        254,
        ("manager email", "manager e-mail", "manager mail", "line manager", "reports to", "supervisor"),
    ),
    "grade": Column("grade", "A whole number; higher is more senior.", 10, ("level", "grade level", "grade number")),
    "grade_name": Column(
        "grade name", "What people call the grade. It has no order by itself.", 80, ("level name", "job grade")
    ),
    "team": Column("team", "Two people of one team are not paired.", 120, ("team name",)),
    "department": Column("department", "Optional.", 120, ("dept", "department name")),
    "location": Column("location", "Optional.", 120, ("site", "office", "city")),
    "zone": Column("time zone", "Such as Europe/London; optional.", 60, ("zone", "timezone", "tz")),
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_WHOLE = re.compile(r"\d+(\.0+)?")


def _plain(title: str) -> str:
    """Return a column's name without what differs from file to file."""
    return re.sub(r"[\s_.\-/]+", " ", title).strip().casefold()


_NAMES = {_plain(title): name for name, column in COLUMNS.items() for title in (column.title, *column.aliases)}


class FileFault(Exception):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One usable row: where it stood, and what it tells in the fields of a person."""

    line: int
    email: str
    manager: str | None
    values: Mapping[str, str | int | None]

    def without_manager(self) -> Row:
        """Return the same row with nobody above it."""
        return replace(self, manager=None)


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row, and in which column."""

    line: int
    column: str
    sentence: str


@dataclass
class Roster:
    """What a file holds: its usable rows, its faults, how many rows it has and how its letters were read."""

    encoding: str
    rows: list[Row] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    rows_read: int = 0
    first_line_of: dict[str, int] = field(default_factory=dict)


def read_roster(content: bytes) -> Roster:
    """Return the rows and faults of a CSV file; raises FileFault when the whole file cannot be used."""
    if len(content) > LARGEST:
        raise FileFault("The file is larger than 5 MB. Upload it in parts.")
    text, encoding = _decoded(content)
    lines = _cells(text)
    header = next(lines, None)
    if header is None:
        raise FileFault("The file is empty. Its first line must name the columns.")
    columns = _columns(header[1])
    roster = Roster(encoding)
    for line, cells in lines:
        roster.rows_read += 1
        told = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        faults = [RowFault(line, "", sentence) for sentence in _shape_faults(cells, len(header[1]))]
        faults += [RowFault(line, COLUMNS[name].title, sentence) for name, sentence in _faults(told)]
        email = told["email"].lower()
        first = roster.first_line_of.setdefault(email, line) if email else line
        if first != line:
            faults.append(RowFault(line, COLUMNS["email"].title, f"{email} stands in line {first} already."))
        if not faults:
            roster.rows.append(Row(line, email, told["manager"].lower() or None, _values(told)))
        roster.faults += faults
    if roster.rows_read == 0:
        raise FileFault("The file has a line of column names and no rows below it.")
    return roster


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: UTF-8 where it is valid, else Windows' Latin-1, else Latin-1."""
    for encoding, title in (("utf-8-sig", "UTF-8"), ("cp1252", "Latin-1"), ("latin-1", "Latin-1")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise FileFault("This is not a text file. Save the sheet as CSV and upload that.")
        return text, title
    raise AssertionError("Latin-1 decodes every byte")


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, trimmed cells) of every row that is not blank, parted by what parts the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                yield line, trimmed
            line = reader.line_num + 1
    except csv.Error:
        raise FileFault(f"The row that starts in line {line} has a quotation mark that is never closed.") from None


def _columns(header: list[str]) -> dict[str, int]:
    """Return where each known column stands; raises FileFault naming what is missing or there twice."""
    columns: dict[str, int] = {}
    for position, title in enumerate(header):
        name = _NAMES.get(_plain(title))
        if name in columns:
            raise FileFault(
                f"Two columns name the {COLUMNS[name].title}: {header[columns[name]]} and {title}. Keep one."
            )
        if name is not None:
            columns[name] = position
    missing = [COLUMNS[name].title for name in ("email", "name", "manager") if name not in columns]
    if not columns.keys() & {"grade", "grade_name"}:
        missing.append("grade (or grade name)")
    if missing:
        found = ", ".join(title for title in header if title)[:200]
        raise FileFault(f"These columns are missing: {', '.join(missing)}. The first line of the file holds: {found}.")
    return columns


def _shape_faults(cells: list[str], width: int) -> list[str]:
    """Say so when a row is wider than the first line: its values may stand in the wrong columns."""
    if any(cells[width:]):
        return [f"This row has {len(cells)} cells and the first line {width}. Put quotation marks around commas."]
    return []


def _faults(told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (column, sentence) of everything that is wrong with one row taken by itself."""
    faults = [
        (name, f"This is longer than {COLUMNS[name].longest} characters.")
        for name, value in told.items()
        if len(value) > COLUMNS[name].longest
    ]
    faults += [(name, f"The {COLUMNS[name].title} is missing.") for name in ("email", "name") if not told[name]]
    faults += [
        (name, f"{told[name]} is not a mail address.")
        for name in ("email", "manager")
        if told[name] and not _is_mail(told[name])
    ]
    grade, zone = told.get("grade", ""), told.get("zone", "")
    if grade and not (_WHOLE.fullmatch(grade) and float(grade) <= HIGHEST_GRADE):
        faults.append(("grade", f"{grade} is not a whole number."))
    if zone and zone not in known_zones():
        faults.append(("zone", f"{zone} is not a time zone such as Europe/London."))
    return [(name, shorten(sentence, LONGEST_SENTENCE, placeholder=" …")) for name, sentence in faults]


def _is_mail(value: str) -> bool:
    try:
        validate_mail_address(value)
    except ValidationError:
        return False
    return True


def _values(told: Mapping[str, str]) -> dict[str, str | int | None]:
    """Return what a faultless row tells beside mail and manager; an empty time zone leaves theirs as it is."""
    values: dict[str, str | int | None] = {name: told[name] for name in told.keys() - {"email", "manager"}}
    if "grade" in told:
        values["grade"] = int(float(told["grade"])) if told["grade"] else None
    if not told.get("zone"):
        values.pop("zone", None)
    return values


def settle_managers(roster: Roster, managers_now: Mapping[str, str | None]) -> Roster:
    """Return the roster with every manager known and no reporting cycle, given who reports to whom already.

    A row whose manager nobody knows is left out. A row whose manager's own row was left out, or that stands in a
    cycle, keeps everything but the manager. `managers_now` maps each known mail address to the manager's, or None.
    """
    named = roster.first_line_of.keys() | managers_now.keys() | {None}
    rows = {row.email: row for row in roster.rows if row.manager in named}
    faults = [
        _manager_fault(row, f"Nobody has the mail address {row.manager}.")
        for row in roster.rows
        if row.manager not in named
    ]
    usable = rows.keys() | managers_now.keys() | {None}
    for row in list(rows.values()):
        if row.manager not in usable:
            line = roster.first_line_of[str(row.manager)]
            faults.append(
                _manager_fault(row, f"Imported without a manager: the manager’s own row in line {line} was left out.")
            )
            rows[row.email] = row.without_manager()
    for email, names in _circles(rows, managers_now).items():
        faults.append(
            _manager_fault(rows[email], f"Imported without a manager: these report to each other in a circle: {names}.")
        )
        rows[email] = rows[email].without_manager()
    faults = sorted([*roster.faults, *faults], key=lambda fault: fault.line)
    return replace(roster, rows=list(rows.values()), faults=faults)


def _manager_fault(row: Row, sentence: str) -> RowFault:
    return RowFault(row.line, COLUMNS["manager"].title, sentence)


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
            names = ", ".join(str(rows[email].values["name"]) if email in rows else email for email in circle)
            circles |= {email: shorten(names, 200, placeholder=" …") for email in circle if email in rows}
    return circles
