"""The file itself: bytes in, its sheets and their lines of text out; nothing here knows what a column means.

A CSV file has one sheet without a name. Of a spreadsheet the saved values are read, row by row; a formula is never
worked out: its cell holds whatever the spreadsheet program last saved there.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

LARGEST = 100 * 1024 * 1024  # bytes, as uploaded
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, of a spreadsheet
LARGEST_BESIDE_SHEETS = 50 * 1024 * 1024  # bytes: shared words and styles are held whole while the sheets stream by
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_LINE = 1_000_000
PART = 1024 * 1024  # bytes that are read at once
_LAST_LINE = 1_048_576  # a spreadsheet has no more
_SPREADSHEET, _OLD_SPREADSHEET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAID_SEPARATOR = re.compile(r"\ufeff?sep=(.)\s*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ANY_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f]")

Line = tuple[int, list[str]]


class FileFault(Exception):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Book:
    """An opened file: its sheets that can be seen, how it was read, and where its lines come from."""

    file: BinaryIO
    sheets: tuple[str, ...]
    read_as: str  # UTF-8, UTF-16, Windows-1252, Latin-1 or XLSX
    encoding: str = ""
    workbook: Any = None

    def lines(self, sheet: str) -> Iterator[Line]:
        """Yield (line number, trimmed cells) of every line of a sheet that is not blank; raises FileFault."""
        found = self._spreadsheet_lines(sheet) if self.workbook else self._text_lines()
        for count, (line, cells) in enumerate(found):
            if count > MOST_ROWS:
                raise FileFault(f"{_of(sheet)} has more than {MOST_ROWS:,} rows. Upload it in parts.")
            yield line, cells

    def _text_lines(self) -> Iterator[Line]:
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, encoding=self.encoding, newline="")
        try:
            yield from _cells_of(text)
        finally:
            text.detach()  # the file is read again, and would be closed with its reader

    def _spreadsheet_lines(self, sheet: str) -> Iterator[Line]:
        page = self.workbook[sheet]
        # What a file says about its own size may be wrong, or meant to waste our time.
        page.reset_dimensions()
        rows = enumerate(page.iter_rows(values_only=True), start=1)
        while True:
            try:
                line, row = next(rows, (0, ()))
            except Exception as error:  # the library stumbles in many ways over a broken sheet
                raise FileFault(f"{_of(sheet)} cannot be read. Save the file again and upload that.") from error
            if not 0 < line <= _LAST_LINE:
                return
            cells = [_text(value) for value in row[:MOST_COLUMNS]]
            if any(cells):
                yield line, cells


def _cells_of(text: io.TextIOWrapper) -> Iterator[Line]:
    """Yield the trimmed cells of each row of text that is not blank, with the line where it starts."""
    lines = _short_lines(text)
    first = next((line for line in lines if line.strip()), "")
    said = _SAID_SEPARATOR.fullmatch(first)
    text.seek(0)
    reader = csv.reader(_short_lines(text), delimiter=said[1] if said else _separator_of(first), strict=True)
    line = 1
    try:
        for cells in reader:
            trimmed = list(map(str.strip, cells))
            if any(trimmed) and not (said and line == 1):
                yield line, trimmed
            line = reader.line_num + 1
    except csv.Error:
        raise FileFault(f"The row that starts in line {line} has a quotation mark that is never closed.") from None


def _short_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines of a text; a file without line ends is not held whole to find that out."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileFault("The file has a line of a million letters. Save the sheet as CSV or XLSX and upload that.")
        yield line


def _separator_of(line: str) -> str:
    """Return what separates the cells of a first line, which also stands within quotation marks sometimes."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(",;\t|", key=bare.count)


def open_book(file: bytes | BinaryIO) -> Book:
    """Return an uploaded file as a book; raises FileFault when it is too large or of no kind that we read."""
    file = io.BytesIO(file) if isinstance(file, bytes) else file
    if file.seek(0, io.SEEK_END) > LARGEST:
        raise FileFault(f"The file is larger than {LARGEST // 1024**2} MB. Upload it in parts.")
    file.seek(0)
    start = file.read(4096)
    if start.startswith(_OLD_SPREADSHEET):
        raise FileFault("This spreadsheet is of the old kind, or has a password. Save it as .xlsx without a password.")
    if start.startswith(_SPREADSHEET):
        return _open_spreadsheet(file)
    for encoding, title, refused in _encodings_of(start):
        if _is_text_in(file, encoding, refused):
            return Book(file, ("",), title, encoding=encoding)
    raise FileFault("This is not a text file. Save the sheet as CSV or XLSX and upload that.")


def _encodings_of(start: bytes) -> list[tuple[str, str, re.Pattern[str]]]:
    """Return (encoding, its name, what it would not hold), likeliest first, by a text's mark or where its zeros stand.

    Latin-1 and Windows-1252 differ in what the one has for controls and the other for quotation marks and the euro.
    """
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [("utf-16", "UTF-16", _CONTROL)]
    for zeros, encoding in ((start[1::2], "utf-16-le"), (start[::2], "utf-16-be")):
        if zeros.count(0) * 2 > len(zeros):
            return [(encoding, "UTF-16", _CONTROL)]
    return [
        ("utf-8-sig", "UTF-8", _CONTROL),
        ("latin-1", "Latin-1", _ANY_CONTROL),
        ("cp1252", "Windows-1252", _CONTROL),
        ("latin-1", "Latin-1", _CONTROL),
    ]


def _is_text_in(file: BinaryIO, encoding: str, refused: re.Pattern[str]) -> bool:
    """Whether a whole file can be read in an encoding and holds nothing that no text holds."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while part := file.read(PART):
            if refused.search(decoder.decode(part)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _open_spreadsheet(file: BinaryIO) -> Book:
    """Return a spreadsheet, its sizes checked in the directory of the archive before anything is unpacked."""
    unreadable = "This spreadsheet cannot be read. Save it again as .xlsx, or as CSV, and upload that."
    try:
        parts = zipfile.ZipFile(file).infolist()
    except zipfile.BadZipFile:
        raise FileFault(unreadable) from None
    beside = sum(part.file_size for part in parts if not part.filename.startswith(("xl/worksheets/", "xl/media/")))
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or beside > LARGEST_BESIDE_SHEETS:
        raise FileFault(
            f"Unpacked, this spreadsheet is larger than {LARGEST_UNPACKED // 1024**2} MB. "
            "Copy the columns that are needed into a new one."
        )
    try:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the library stumbles in many ways over what only looks like a spreadsheet
        raise FileFault(unreadable) from error
    sheets = tuple(sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible")
    if not sheets:
        raise FileFault("This spreadsheet has no sheet that can be seen.")
    return Book(file, sheets, "XLSX", workbook=workbook)


def _of(sheet: str) -> str:
    """Return how a sentence begins that speaks of a sheet."""
    return f"The sheet “{sheet}”" if sheet else "The file"


def _text(value: object) -> str:
    """Return a cell as a person reads it: whole numbers without a point, a midnight as its day, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return str(value)
    return _CONTROL.sub("", str(value)).strip()


@dataclass(frozen=True)
class Preview:
    """How a sheet begins: its line of column names and up to 200 rows below it."""

    header: list[str]
    rows: list[list[str]]

    def samples(self, position: int, count: int = 3) -> list[str]:
        """Return the first different values of a column."""
        values = dict.fromkeys(row[position] for row in self.rows if position < len(row) and row[position])
        return list(values)[:count]


def preview(book: Book, sheet: str) -> Preview:
    """Return how a sheet begins; raises FileFault when it has no column names or nothing below them."""
    lines = book.lines(sheet)
    header = next(lines, None)
    if header is None:
        raise FileFault(f"{_of(sheet)} is empty. Its first line must name the columns.")
    rows = [cells for _, (_, cells) in zip(range(200), lines, strict=False)]
    if not rows:
        raise FileFault(f"{_of(sheet)} has a line of column names and no rows below it.")
    return Preview(header[1], rows)
