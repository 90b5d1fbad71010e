"""Tables that leave the site as files, written so that a spreadsheet program never runs what a person typed."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from openpyxl import Workbook

# A cell that begins with one of these is a formula to a spreadsheet program (OWASP, CSV injection); so is one that
# does after blanks, and a tab or a line's end may start a new cell.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str | int | float:
    """Return a value as a spreadsheet may read it: numbers as they are, what would be a formula with a ' before it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA) else text


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet holds nothing of these.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "People") -> bytes:
    """Return a table as a spreadsheet with one sheet, written row by row; no cell of it is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in chain([header], rows):
        cells = map(safe_cell, row)
        sheet.append([_CONTROL.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV; the mark at its beginning tells spreadsheet programs that it is UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([safe_cell(cell) for cell in row] for row in chain([header], rows))
    return "\ufeff" + file.getvalue()
