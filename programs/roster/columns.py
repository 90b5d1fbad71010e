"""What a roster's columns mean: the fields we keep, and which column of a file probably holds which of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from people.models import known_zones, validate_mail_address
from programs.roster.sheets import FileFault, Preview

WHOLE = re.compile(r"\d+(\.0+)?")


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
    "first_name": Column("first name", "Where the file has no full name.", 60, ("given name", "forename")),
    "last_name": Column("last name", "Where the file has no full name.", 59, ("family name", "surname")),
    "manager": Column(
        "manager",
        "The manager’s email; empty at the top.",
        254,
        ("manager email", "manager e-mail", "manager mail", "line manager", "reports to", "supervisor"),
    ),
    "grade": Column("grade", "A whole number; higher is more senior.", 10, ("level", "grade level", "grade number")),
    "grade_name": Column(
        "grade name",
        "What people call the grade. We ask for the order of the names.",
        80,
        ("level name", "job grade", "job level", "position level"),
    ),
    "team": Column("team", "Two people of one team are not paired.", 120, ("team name",)),
    "department": Column("department", "A rule may use it.", 120, ("dept", "department name", "business unit")),
    "location": Column("location", "A rule may use it.", 120, ("site", "office", "city")),
    "zone": Column("time zone", "Such as Europe/London.", 60, ("zone", "timezone", "tz")),
}


def plain(title: str) -> str:
    """Return a column's name without what differs from file to file."""
    return re.sub(r"[\s_.\-/]+", " ", title).strip().casefold()


_NAMES = {plain(title): name for name, column in COLUMNS.items() for title in (column.title, *column.aliases)}


def columns_by_name(header: Sequence[str]) -> dict[str, int]:
    """Return where each field stands by the names alone; raises FileFault naming what is missing or there twice."""
    columns: dict[str, int] = {}
    for position, title in enumerate(header):
        name = _NAMES.get(plain(title))
        if name in columns:
            raise FileFault(
                f"Two columns name the {COLUMNS[name].title}: {header[columns[name]]} and {title}. Keep one."
            )
        if name is not None:
            columns[name] = position
    missing = [COLUMNS[name].title for name in ("email", "name", "manager") if name not in columns]
    if columns.keys() >= {"first_name", "last_name"} and "name" in missing:
        missing.remove("name")
    if not columns.keys() & {"grade", "grade_name"}:
        missing.append("grade (or grade name)")
    if missing:
        found = ", ".join(title for title in header if title)[:200]
        raise FileFault(f"These columns are missing: {', '.join(missing)}. The first line of the file holds: {found}.")
    return columns


def recognised(header: Sequence[str]) -> dict[str, int]:
    """Return where each field stands when every column of the file has a name that we know, else nothing."""
    try:
        columns = columns_by_name(header)
    except FileFault:
        return {}
    return columns if len(columns) == sum(map(bool, header)) else {}


def guess_columns(preview: Preview) -> dict[str, int]:
    """Return which column probably holds which field, by its name and by what stands in it; each column once.

    A name that is exactly ours counts most, one that contains ours less; a column of mail addresses or of time zones
    is known without a name. What contradicts the name (a “manager” without addresses) is left for a person to say.
    """
    candidates = sorted(
        (-score, position, name)
        for position, title in enumerate(preview.header)
        for name in COLUMNS
        if (score := _score(name, title, [row[position] for row in preview.rows if position < len(row)]))
    )
    guess: dict[str, int] = {}
    for _, position, name in candidates:
        if name not in guess and position not in guess.values():
            guess[name] = position
    if "name" in guess:
        guess.pop("first_name", None)
        guess.pop("last_name", None)
    return guess


def _score(name: str, title: str, cells: Sequence[str]) -> int:
    """Return how well a column suits a field: 0 not at all, 1 by its content, 2 to 4 by its name as well."""
    values = [cell for cell in cells if cell]
    if values and name in _CONTENT and not _CONTENT[name](values):
        return 0
    titles = [plain(known) for known in (COLUMNS[name].title, *COLUMNS[name].aliases)]
    words = " ".join(["", *re.findall(r"\w+", plain(title)), ""])
    if plain(title) in titles:
        return 4
    within = [known for known in titles if f" {known} " in words]
    if within:
        return 3 if any(" " in known for known in within) else 2
    return 1 if values and name in {"email", "zone"} else 0


def _mostly(holds: Callable[[str], bool]) -> Callable[[Sequence[str]], bool]:
    return lambda values: sum(map(holds, values)) * 2 >= len(values)


def _are_different(values: Sequence[str]) -> bool:
    return len(values) < 3 or len(set(values)) * 2 > len(values)


def is_mail(value: str) -> bool:
    """Whether a value has the form of a mail address."""
    try:
        validate_mail_address(value)
    except ValidationError:
        return False
    return True


_CONTENT: Mapping[str, Callable[[Sequence[str]], bool]] = {
    "email": lambda values: _mostly(is_mail)(values) and _are_different(values),
    "name": lambda values: not _mostly(is_mail)(values) and _are_different(values),
    "manager": _mostly(is_mail),
    "grade": _mostly(lambda value: bool(WHOLE.fullmatch(value))),
    "grade_name": _mostly(lambda value: not WHOLE.fullmatch(value)),
    "zone": _mostly(lambda value: value in known_zones()),
}
