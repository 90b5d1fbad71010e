"""Skill lists that others publish, read as rows: ESCO collections, O*NET technology skills, and our own shape."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

LONGEST_NAME, LONGEST_KIND, LONGEST_ALIASES = 120, 60, 400


class UnknownTaxonomy(Exception):
    """The file's first line is none that we know."""


@dataclass(frozen=True)
class Listed:
    """A skill as a list names it."""

    name: str
    kind: str
    aliases: tuple[str, ...]


def read_taxonomy(path: Path) -> Iterator[Listed]:
    """Yield the skills of a file, in its order; names longer than ours may be are left out.

    Known by the first line: ESCO (`preferredLabel`), O*NET (`Commodity Title`), or `name,kind,aliases`. Raises
    UnknownTaxonomy for any other.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        reader = csv.DictReader(file, delimiter="\t" if "\t" in first else ",")
        titles = set(reader.fieldnames or ())
        shape = next((shape for title, shape in _SHAPES.items() if title in titles), None)
        if shape is None:
            raise UnknownTaxonomy(path.name)
        for row in reader:
            listed = shape(row)
            if listed.name and len(listed.name) <= LONGEST_NAME:
                yield listed


def _esco(row: Mapping[str, str]) -> Listed:
    kind = (row.get("broaderConceptPT") or "").partition(" | ")[0] or "skills"
    return Listed(_tidy(row["preferredLabel"]), kind[:LONGEST_KIND], _split(row.get("altLabels"), "|"))


def _onet(row: Mapping[str, str]) -> Listed:
    return Listed(_tidy(row["Example"]), row["Commodity Title"][:LONGEST_KIND], ())


def _own(row: Mapping[str, str]) -> Listed:
    return Listed(_tidy(row["name"]), (row.get("kind") or "skills")[:LONGEST_KIND], _split(row.get("aliases"), ";"))


_SHAPES = {"preferredLabel": _esco, "Commodity Title": _onet, "name": _own}


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _split(text: str | None, mark: str) -> tuple[str, ...]:
    """Return the aliases that fit beside each other, the first of them first."""
    kept: list[str] = []
    for alias in (text or "").replace("\n", mark).split(mark):
        if _tidy(alias) and len(";".join([*kept, _tidy(alias)])) <= LONGEST_ALIASES:
            kept.append(_tidy(alias))
    return tuple(kept)
