"""Spreadsheets: what is read of a cell, which sheets there are, and what is refused before it is opened."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from programs.roster import FileFault, guess_columns, open_book, preview, read_roster
from tests.real_data import real_data

FORMS_EXPORT = "jnj_mentormatch/applications.xlsx"


def spreadsheet(*rows: list[object], title: str = "Staff", also: str = "") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    if also:
        book.create_sheet(also).append(["email", "name"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**parts: int) -> bytes:
    """A zip of parts of zeros: their names (with __ for /) and sizes in bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, size in parts.items():
            with bomb.open(name.replace("__", "/"), "w") as part:
                for _ in range(size // 1024**2):
                    part.write(bytes(1024**2))
    return file.getvalue()


def test_lines_are_what_a_person_reads_in_the_cells():
    values = ["Ann", 3, 3.0, 2.5, True, None, datetime(2026, 3, 3, 14, 30), date(2026, 3, 3), "=cmd|' /C calc'!A0"]

    book = open_book(spreadsheet(["a"], [], values))

    assert (book.read_as, book.sheets) == ("XLSX", ("Staff",))
    # The formula was never saved with a value, and nobody works it out.
    assert list(book.lines("Staff")) == [
        (1, ["a"]),
        (3, ["Ann", "3", "3", "2.5", "yes", "", "2026-03-03 14:30", "2026-03-03", ""]),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (spreadsheet(), "The sheet “Staff” is empty. Its first line must name the columns."),
        (spreadsheet(["email"]), "The sheet “Staff” has a line of column names and no rows below it."),
    ],
)
def test_preview_names_the_sheet_that_holds_nothing(content, sentence):
    with pytest.raises(FileFault) as raised:
        preview(open_book(content), "Staff")

    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    "parts",
    [{"xl__worksheets__sheet1.xml": 201 * 1024**2}, {"xl__sharedStrings.xml": 51 * 1024**2}],
    ids=["a sheet", "shared words"],
)
def test_open_book_refuses_what_unpacks_to_too_much(parts):
    bomb = archive(**parts)

    assert len(bomb) < 1024**2
    with pytest.raises(FileFault, match="Unpacked, this spreadsheet is larger than 200 MB"):
        open_book(bomb)


def test_lines_stop_at_the_largest_number_of_rows():
    book = open_book(b"email\n" + b"a@x.example\n" * 100_001)

    with pytest.raises(FileFault, match="The file has more than 100,000 rows"):
        list(book.lines(""))


def test_read_roster_names_the_files_own_column_and_line():
    book = open_book(spreadsheet(["Mail", "Who", "Boss"], ["a@x.example", "Ann", "#N/A"], ["nobody", "Bo", None]))

    roster = read_roster(book, sheet="Staff", columns={"email": 0, "name": 1, "manager": 2}, order={})

    assert [(fault.line, fault.column, fault.sentence) for fault in roster.faults] == [
        (2, "Boss", "The cell holds #N/A: its formula came to nothing."),
        (3, "Mail", "nobody is not a mail address."),
    ]


@pytest.mark.parametrize(
    ("header", "row", "guess"),
    [
        (["E-Mail", "Full Name", "LEVEL"], ["a@x.example", "Ann", "3"], {"email": 0, "name": 1, "grade": 2}),
        # A level in words is the name of a grade; an address is known without a name.
        (["Contact", "Employee name", "Level"], ["a@x.example", "Ann", "Senior"], {"email": 0, "name": 1}),
        (["Job level", "Time"], ["Senior", "Europe/Rome"], {"grade_name": 0, "zone": 1}),
        (["Manager"], ["Ada Boss"], {}),
    ],
)
def test_guess_columns_goes_by_name_and_by_content(header, row, guess):
    book = open_book(spreadsheet(header, row))

    assert guess_columns(preview(book, "Staff")) == guess


def test_guess_columns_finds_its_way_in_a_published_forms_export():
    book = open_book(real_data(FORMS_EXPORT).read_bytes())
    start = preview(book, "mentee")

    guess = {name: start.header[at] for name, at in guess_columns(start).items()}

    # Its columns “Email” and “Name” hold one organiser's in every row.
    assert guess == {
        "email": "J&J Email Address",
        "first_name": "First Name",
        "last_name": "Last Name",
        "grade_name": "Position Level",
        "department": "Department and/or job function",
        "location": "Which is your home office?",
    }
