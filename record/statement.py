"""The statement: every row that is kept about one person, in words, with who reads it.

The page *What is on record* and the export both print this and nothing else, so that they cannot differ.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, QuerySet
from django.utils.formats import date_format

from record.keys import Unreadable
from record.models import SealedField
from record.moments import your_hour
from record.registry import ME, SYSTEM, Kept, Line, kept, path_to_pair, shared
from record.retention import Lengths, dates_of, lengths_now
from record.sealing import open_many, open_one

UNREADABLE = "This can no longer be read by anybody: its key has been destroyed."
NOTHING = "nothing"


@dataclass(frozen=True)
class Value:
    """One field of one row: its label and its content in words."""

    label: str
    text: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stored here."""
        return self.text == NOTHING


@dataclass(frozen=True)
class Entry:
    """One row: its key, and its values in the order of the declaration."""

    key: Any
    values: tuple[Value, ...]
    # Until when the row is kept, as a date in a sentence; empty where no clock ends it.
    until: str = ""

    @property
    def empty_labels(self) -> list[str]:
        """The labels under which nothing is stored."""
        return [value.label for value in self.values if value.is_empty]


@dataclass(frozen=True)
class Section:
    """One declaration with the person's rows; `model` is "app.Model"."""

    model: str
    title: str
    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]
    # Whether somebody else wrote these rows and shared them with the person.
    is_shared: bool = False

    @property
    def labels(self) -> list[str]:
        """The labels of its lines."""
        return [line.label for line in self.lines]

    @property
    def readers(self) -> tuple[str, ...]:
        """Everyone who reads any of it."""
        return readers_of(self.lines)


def statement_of(person: Any, *, pair: UUID | None = None) -> list[Section]:
    """Return a section for each declaration, empty ones included, in the reader's time zone.

    It begins with who the person is and goes up the floors of the apps; what lies below people (messages) comes last.
    With `pair` it holds only what hangs on that pair of theirs.
    """
    floors = {config.label: floor for floor, config in enumerate(apps.get_app_configs())}
    of_people = floors[get_user_model()._meta.app_label]

    def place(entry: Kept) -> tuple[bool, int]:
        floor = floors[entry.model._meta.app_label]
        return floor > of_people, -floor

    lengths = lengths_now()
    wanted = [entry for entry in sorted(kept(), key=place) if pair is None or path_to_pair(entry.model)]
    return [section for entry in wanted for section in _sections(entry, person, pair, lengths)]


def seen_by(sections: Iterable[Section]) -> dict[str, tuple[str, ...]]:
    """Return reader → the titles of the stored sections of which they read something; the person is left out."""
    seen: dict[str, dict[str, None]] = {}
    for section in sections:
        for line in section.lines if section.entries and not section.is_shared else ():
            for reader in line.readers:
                if reader not in {ME, SYSTEM}:
                    seen.setdefault(reader, {})[section.title] = None
    return {reader: tuple(titles) for reader, titles in seen.items()}


def readers_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return who reads any of the lines, each once, in their order; nobody only where there is nobody else."""
    readers = dict.fromkeys(reader for line in lines for reader in line.readers)
    return tuple(reader for reader in readers if reader != SYSTEM) or tuple(readers)


def _sections(entry: Kept, person: Any, pair: UUID | None, lengths: Lengths) -> Iterator[Section]:
    """Yield the person's own rows, and after them what others have shared with them."""
    only = {} if pair is None else {str(path_to_pair(entry.model)): pair}
    yield _section(entry, entry.of(person).filter(**only), lengths)
    if others := shared(entry.model):
        theirs = _section(entry, others.rows(person).filter(**only), lengths)
        yield replace(theirs, title=others.title, is_shared=True)


def _section(entry: Kept, chosen: QuerySet[Any], lengths: Lengths) -> Section:
    named = [line.field for line in entry.lines if isinstance(_field(entry, line), ForeignKey)]
    rows = list(chosen.select_related(*named) if named else chosen)
    sealed = {
        line.field: _opened(rows, line.field)
        for line in entry.lines
        if entry.show is None and isinstance(_field(entry, line), SealedField)
    }
    dates = dates_of(entry, [row.pk for row in rows], lengths)
    entries = tuple(
        Entry(
            row.pk,
            tuple(Value(line.label, _say(entry, row, line, sealed)) for line in entry.lines),
            dates.get(row.pk, ""),
        )
        for row in rows
    )
    return Section(entry.model._meta.label, entry.title, entry.lines, entries)


def _field(entry: Kept, line: Line) -> Any:
    return entry.model._meta.get_field(line.field)


def _opened(rows: list[Any], field: str) -> dict[UUID, str]:
    """Open a field of many rows at once; where a key is gone, row by row, so that the others still open."""
    try:
        return open_many(rows, field)
    except Unreadable:
        return {row.pk: _open_or_say(row, field) for row in rows}


def _open_or_say(row: Any, field: str) -> str:
    try:
        return open_one(row, field)
    except Unreadable:
        return UNREADABLE


def _say(entry: Kept, row: Any, line: Line, sealed: Mapping[str, Mapping[UUID, str]]) -> str:
    """Return one value in words: the declaration's own, else by the kind of field."""
    if line.field in sealed:
        return sealed[line.field].get(row.pk) or NOTHING
    try:
        worded = entry.show(row, line) if entry.show is not None else None
    except Unreadable:
        return UNREADABLE
    if worded is not None:
        return worded or NOTHING
    choice = getattr(row, f"get_{line.field}_display", None)
    return _word(choice() if choice else getattr(row, line.field))


def _word(value: Any) -> str:
    """Return a stored value in words."""
    match value:
        case None | "" | b"" | [] | {}:
            word = NOTHING
        case bool():
            word = "yes" if value else "no"
        case datetime():
            word = your_hour(value, with_year=True)
        case date():
            word = date_format(value, "D j F Y")
        case list():
            word = ", ".join(_word(each) for each in value)
        case bytes() | memoryview():
            word = f"a file of {max(1, len(value) // 1024)} kB"
        case _:
            word = str(value)
    return word
