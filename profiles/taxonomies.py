"""Skill lists that others publish, read as rows: ESCO collections, O*NET technology skills, and our own shape."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST_NAME, LONGEST_KIND, LONGEST_ALIASES = 120, 60, 400
MOST_ROWS = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Cells = Mapping[str | None, str | None]


class UnknownTaxonomy(Exception):
    """The file as a whole is no skill list; the message says why and what to do."""


@dataclass(frozen=True)
class Listed:
    """A skill as a list names it, and the line where it stands."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row; the other rows stay."""

    line: int
    sentence: str


def read_taxonomy(content: bytes) -> Iterator[Listed | Fault]:
    """Yield the skills of a file, in its order, and a fault for each row that names none.

    Known by the first line: ESCO (`preferredLabel`), O*NET (`Commodity Title`), or `name,kind,aliases`, in UTF-8.
    Raises UnknownTaxonomy for any other, also on the way.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise UnknownTaxonomy(f"Line {line} is not in UTF-8. Save the list as CSV in UTF-8 and upload that.") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        yield from _read(reader)
    except csv.Error:
        raise UnknownTaxonomy(f"Line {reader.line_num} cannot be read: a quotation mark is never closed.") from None


def _read(reader: "csv.DictReader[str]") -> Iterator[Listed | Fault]:
    titles = set(reader.fieldnames or ())
    shape = next((shape for title, shape in _SHAPES.items() if title in titles), None)
    if shape is None:
        raise UnknownTaxonomy(
            "The first line names no columns that we know: those of ESCO, O*NET, or name,kind,aliases."
        )
    line = reader.line_num + 1
    for count, row in enumerate(reader):
        if count >= MOST_ROWS:
            raise UnknownTaxonomy(f"The list has more than {MOST_ROWS:,} rows. Upload it in parts.")
        yield _checked(shape(row, line))
        line = reader.line_num + 1


def _checked(listed: Listed) -> Listed | Fault:
    """Return a skill, or what is wrong with its name."""
    if not listed.name:
        return Fault(listed.line, "The name is missing.")
    if len(listed.name) > LONGEST_NAME:
        return Fault(listed.line, f"The name is longer than {LONGEST_NAME} letters: {listed.name[:40]} …")
    if _CONTROL.search(listed.name):
        return Fault(listed.line, "The name holds a letter that no text can hold.")
    return listed


def _esco(row: Cells, line: int) -> Listed:
    kind = (row.get("broaderConceptPT") or "").partition(" | ")[0] or "skills"
    return Listed(tidy(row["preferredLabel"]), kind[:LONGEST_KIND], _split(row.get("altLabels"), "|"), line)


def _onet(row: Cells, line: int) -> Listed:
    kind = tidy(row["Commodity Title"]) or "skills"
    return Listed(tidy(row.get("Example")), kind[:LONGEST_KIND], (), line)


def _own(row: Cells, line: int) -> Listed:
    kind = tidy(row.get("kind")) or "skills"
    return Listed(tidy(row["name"]), kind[:LONGEST_KIND], _split(row.get("aliases"), ";"), line)


_SHAPES = {"preferredLabel": _esco, "Commodity Title": _onet, "name": _own}


def tidy(text: str | None) -> str:
    """Return a text with single spaces, and nothing around it."""
    return " ".join((text or "").split())


def _split(text: str | None, mark: str) -> tuple[str, ...]:
    """Return the aliases that fit beside each other, the first of them first."""
    kept: list[str] = []
    for alias in _CONTROL.sub("", text or "").replace("\n", mark).split(mark):
        if tidy(alias) and len(";".join([*kept, tidy(alias)])) <= LONGEST_ALIASES:
            kept.append(tidy(alias))
    return tuple(kept)
