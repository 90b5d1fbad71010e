"""The rows of a roster: lines of text in, usable rows and faults out; nothing here touches the database.

A fault of the whole file is raised; a fault of one row is listed with its line and column and the other rows stay.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from textwrap import shorten
from typing import NamedTuple

from people.models import known_zones
from programs.roster.columns import COLUMNS, WHOLE, is_mail
from programs.roster.sheets import MOST_COLUMNS, Book, FileFault
from record.exports import safe_cell

HIGHEST_GRADE = 32_767
LONGEST_SENTENCE = 300
REPORT_EVERY = 5_000
_APART = ("email", "manager", "first_name", "last_name")
# Shorter than any field may be, but for the grade, which is looked at by itself.
_SHORTEST = min(column.longest for name, column in COLUMNS.items() if name != "grade")
# What a row looks like that is so plainly faultless that nothing of it needs a closer look: most are, of many.
_APART_FROM = "\x1f"
_PLAIN_MAIL = (
    r"(?=[^\x1f]{1,58}(?:\x1f|\Z))[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.)+[a-z]{2,60}"
)
_PLAIN = {"email": _PLAIN_MAIL, "manager": f"(?:{_PLAIN_MAIL})?", "grade": "[0-9]{0,4}"}
_PLAIN_TEXT = r"[^\x1f#']{0,%d}"
# What a spreadsheet shows where a formula came to nothing.
_FAILED_FORMULAS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}

Order = Mapping[str, int | None]


class Row(NamedTuple):
    """One usable row: where it stood, and what it tells in the roster's `fields` beside the manager."""

    line: int
    email: str
    manager: str | None
    name: str
    values: tuple[str | int | None, ...]


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row, and in which column."""

    line: int
    column: str
    sentence: str


@dataclass
class Roster:
    """What a sheet holds: its usable rows, its faults, how many rows it has, the names of its grades.

    `titles` gives the file's own name of each field's column.
    """

    titles: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    rows_read: int = 0
    first_line_of: dict[str, int] = field(default_factory=dict)
    grade_names: dict[str, None] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        """The fields of a person that its columns tell, the manager first; one that is not told stays as it is."""
        return ["manager", *self.fields_beside] if "manager" in self.titles else self.fields_beside

    @property
    def fields_beside(self) -> list[str]:
        """The fields that `values` of each row tell."""
        told = self.titles.keys() - {"email", "manager", "first_name", "last_name"}
        return sorted(told | {"grade"} if "grade_name" in told else told)

    @property
    def told(self) -> Iterator[tuple[str | int | None, ...]]:
        """What the rows tell: the mail address and then `fields`, None for a time zone that is to stay."""
        if "manager" in self.titles:
            return ((row.email, row.manager, *row.values) for row in self.rows)
        return ((row.email, *row.values) for row in self.rows)

    @property
    def outside(self) -> set[str]:
        """The managers whom the rows name and who have no usable row."""
        return {row.manager for row in self.rows if row.manager} - {row.email for row in self.rows}


def read_roster(
    book: Book,
    *,
    sheet: str,
    columns: Mapping[str, int],
    order: Order,
    report: Callable[[int], None] = lambda _: None,
) -> Roster:
    """Return the rows and faults of one sheet; raises FileFault when the whole of it cannot be used.

    `columns` says at which position each field stands; `order` gives the number of each grade's name, for a file
    whose grades have names and no numbers. `report` is told now and then how many rows were read.
    """
    lines = book.lines(sheet)
    _, header = next(lines, (0, []))
    if max(columns.values()) >= len(header):
        raise FileFault("The columns of this sheet are others than those that were chosen.")
    roster = Roster({name: header[at][:80] or COLUMNS[name].title for name, at in columns.items()})
    roster.titles.setdefault("name", roster.titles.get("first_name", ""))
    width = MOST_COLUMNS if book.workbook else len(header)
    read_plain = _reader_of_plain_rows(columns, roster.fields_beside)
    first_line_of, rows = roster.first_line_of, roster.rows
    with _nothing_collected():
        for count, (line, cells) in enumerate(lines, start=1):
            if count % REPORT_EVERY == 0:
                report(count)
            row = read_plain(line, cells) if len(cells) <= width else None
            if row is not None and first_line_of.setdefault(row.email, line) == line:
                rows.append(row)
            else:
                _read_row(roster, line, cells, columns=columns, order=order, width=width)
            roster.rows_read = count
    return roster


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the garbage collector from walking through all rows again and again; a third of reading was that."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reader_of_plain_rows(
    columns: Mapping[str, int], fields: Sequence[str]
) -> Callable[[int, Sequence[str]], Row | None]:
    """Return what makes a row of cells that are plainly faultless, and None of all others.

    The names of grades and names in two parts always need the closer look.
    """
    names = list(columns)
    if "name" not in columns or not columns.keys() >= set(fields):
        return lambda _line, _cells: None
    plain = (_PLAIN.get(name, _PLAIN_TEXT % (_SHORTEST - 1)) for name in names)
    is_plain = re.compile(_APART_FROM.join(plain), re.ASCII | re.IGNORECASE).fullmatch
    take, widest = itemgetter(*columns.values()), max(columns.values())
    beside = [names.index(name) for name in fields]
    email_at, name_at, zones = names.index("email"), names.index("name"), known_zones()
    manager_at = names.index("manager") if "manager" in columns else None
    grade_at = fields.index("grade") if "grade" in fields else None
    zone_at = fields.index("zone") if "zone" in fields else None

    def read(line: int, cells: Sequence[str]) -> Row | None:
        told = take(cells) if len(cells) > widest else None
        if told is None or not told[name_at] or not is_plain(_APART_FROM.join(told)):
            return None
        values: list[str | int | None] = [told[at] for at in beside]
        if grade_at is not None:
            values[grade_at] = int(values[grade_at]) if values[grade_at] else None  # type: ignore[arg-type]
        if zone_at is not None and values[zone_at] not in zones:
            if values[zone_at]:
                return None
            values[zone_at] = None
        manager = told[manager_at].lower() or None if manager_at is not None else None
        return Row(line, told[email_at].lower(), manager, told[name_at], tuple(values))

    return read


def _read_row(
    roster: Roster, line: int, cells: list[str], *, columns: Mapping[str, int], order: Order, width: int
) -> None:
    """Add one row, or its faults, to the roster; text (`width`) must not be wider than its first line."""
    told = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    if "name" not in told:
        told["name"] = f"{told['first_name']} {told['last_name']}".strip()
    faults = []
    if len(cells) > width:
        faults += [RowFault(line, "", sentence) for sentence in _shape_faults(cells, width)]
    told = {name: _bare(value) for name, value in told.items()}
    faults += [RowFault(line, roster.titles[name], sentence) for name, sentence in _faults(told)]
    email = told["email"].lower()
    first = roster.first_line_of.setdefault(email, line) if email else line
    if first != line:
        faults.append(RowFault(line, roster.titles["email"], f"{email} stands in line {first} already."))
    if not faults:
        values = _values(told, order)
        beside = tuple(values.get(name) for name in roster.fields_beside)
        roster.rows.append(Row(line, email, told.get("manager", "").lower() or None, told["name"], beside))
        if "grade_name" in told:
            faults = _unordered(roster, line, told, order)
    roster.faults += faults


def _bare(cell: str) -> str:
    """Return a cell without the mark that our own exports put before what would be a formula."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell


def _shape_faults(cells: list[str], width: int) -> list[str]:
    """Say so when a row of text is wider than the first line: its values may stand in the wrong columns."""
    if any(cells[width:]):
        return [f"This row has {len(cells)} cells and the first line {width}. Put quotation marks around commas."]
    return []


def _unordered(roster: Roster, line: int, told: Mapping[str, str], order: Order) -> list[RowFault]:
    """Say so when a grade has a name without a place in the order, and note every name there is."""
    name = told.get("grade_name", "")
    if not name or "grade" in told:
        return []
    roster.grade_names[name] = None
    if order.get(name) is not None:
        return []
    return [RowFault(line, roster.titles["grade_name"], f"Kept without a grade: {name} has no place in the order.")]


def _faults(told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (field, sentence) of everything that is wrong with one row taken by itself."""
    faults = [
        (name, f"This is longer than {COLUMNS[name].longest} characters.")
        for name, value in told.items()
        if len(value) > COLUMNS[name].longest
    ]
    faults += [(name, f"The {COLUMNS[name].title} is missing.") for name in ("email", "name") if not told[name]]
    faults += [
        (name, f"The cell holds {value}: its formula came to nothing.")
        for name, value in told.items()
        if value in _FAILED_FORMULAS
    ]
    faults += [
        (name, f"{told[name]} is not a mail address.")
        for name in ("email", "manager")
        if told.get(name) and told[name] not in _FAILED_FORMULAS and not is_mail(told[name])
    ]
    grade, zone = told.get("grade", ""), told.get("zone", "")
    if grade and grade not in _FAILED_FORMULAS and not (WHOLE.fullmatch(grade) and float(grade) <= HIGHEST_GRADE):
        faults.append(("grade", f"{grade} is not a whole number."))
    if zone and zone not in _FAILED_FORMULAS and zone not in known_zones():
        faults.append(("zone", f"{zone} is not a time zone such as Europe/London."))
    return [(name, shorten(sentence, LONGEST_SENTENCE, placeholder=" …")) for name, sentence in faults]


def _values(told: Mapping[str, str], order: Order) -> dict[str, str | int | None]:
    """Return what a faultless row tells beside mail and manager; an empty time zone leaves theirs as it is."""
    values: dict[str, str | int | None] = dict(told)
    for name in _APART:
        values.pop(name, None)
    if "grade" in told:
        values["grade"] = int(float(told["grade"])) if told["grade"] else None
    elif "grade_name" in told:
        values["grade"] = order.get(told["grade_name"])
    if not told.get("zone"):
        values.pop("zone", None)
    return values
