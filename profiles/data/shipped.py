"""The shipped lists as rows, ready for the database."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def skill_rows() -> list[dict[str, str]]:
    """Return the fields of each shipped skill: name, kind, aliases, search_text."""
    return [
        {**row, "search_text": f"{row['name']} {row['aliases'].replace(';', ' ')} {row['kind']}".casefold()}
        for row in _rows("skills.csv")
    ]


@cache
def interest_names() -> tuple[str, ...]:
    """Return the interests that are offered for tapping."""
    return tuple(row["name"] for row in _rows("interests.csv"))
