"""What a release tells is the same on its page, in CSV and in XLSX; earlier releases and other programs beside it."""

import csv
import io
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from insights.data.definitions import GAVE, LEARNED, PAIRS, RADAR, SESSIONS, WORTH, counted, hidden
from insights.models import Release
from tests.factories import NOW, make_program

TOO_SMALL = "Hidden, because its groups are too small."
BY_KIND = "Told by kind of skill only."


def blocks(*, shift: int = 0, formula: str = "Sales"):
    """Return a release's figures with cells by group, one of them hidden, one named like a formula."""

    def by(figure):
        told = [figure.told(step, of="at least 10 people", label=label) for step, label in ((1, formula), (2, "Other"))]
        return [
            {"key": "department", "title": "Department", "cells": told},
            {"key": "location", "title": "Location", "cells": [hidden(TOO_SMALL)]},
            {"key": "grade", "title": "Grade band", "cells": [hidden(TOO_SMALL)]},
        ]

    def of_kinds(*steps):
        kinds = zip(steps, ("Craft", "Tools"), strict=True)
        return [RADAR.told(step, of="at least 10 people", label=kind) for step, kind in kinds]

    learn = {"key": "learn", "title": "Would like to learn", "cells": [] if shift else of_kinds(1, 2)}
    offer = {"key": "offer", "title": "Could show others", "cells": [] if shift else of_kinds(3, 4)}
    return [
        RADAR.block(hidden(BY_KIND), [learn, offer]),
        PAIRS.block(counted(14 + shift, of="pairs")),
        SESSIONS.block(SESSIONS.told(1 + shift, of="of 84 planned")),
        WORTH.block(WORTH.told(1 + shift, of="at least 10 people"), by(WORTH)),
        LEARNED.block(hidden(TOO_SMALL), by(LEARNED)[1:]),
        *([GAVE.block(GAVE.told(3, of="at least 10 people"), by(GAVE)[1:])] if shift else []),
    ]


def make_release(program, number, **more):
    day = NOW + timedelta(days=40 * number)
    return Release.objects.create(
        program=program, number=number, state="done", requested_at=day, finished_at=day, figures=blocks(**more)
    )


class Cells(HTMLParser):
    """Reads every cell of the tables of figures, as (column or figure and group, words), from what a reader sees."""

    def __init__(self):
        super().__init__()
        self.tables, self.cell = [], None

    def handle_starttag(self, tag, _attrs):
        if tag == "table":
            self.tables.append([])
        if tag == "tr" and self.tables:
            self.tables[-1].append([])
        if tag in {"td", "th"}:
            self.cell = []
            self.tables[-1][-1].append(self.cell)

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None and data.strip():
            self.cell.append(" ".join(data.split()))


def told_on(page: str) -> set[tuple[str, ...]]:
    """Return (release, figure, divided by, group, value or why not) of every cell on a page."""
    cells, told = Cells(), set()
    cells.feed(page)
    for table in cells.tables:
        (first, *columns), *rows = table
        for row in rows:
            words = [cell[0].lower() for cell in row[1:]]
            if first == ["Figure"]:
                told |= {
                    (column[0], row[0][0], "", "Everybody", word)
                    for column, word in zip(columns, words, strict=True)
                    if word != "not told there"
                }
            elif first == ["Kind of skill"]:  # the newest release that told it
                told |= {
                    ("Release 1", RADAR.title, column[0], row[0][0], word)
                    for column, word in zip(columns, words, strict=True)
                }
            elif ":" in row[0]:  # by group: the column is the figure, the newest release's
                told.add(("Release 2", columns[0][0], row[0][0], row[0][2], words[0]))
            else:  # what is hidden for one reason stands together, for figures and for what divides them
                told |= {
                    ("Release 2", figure, way, "Everybody", words[0])
                    for figure in columns[0]
                    for way in row[0]
                    if "," not in {figure, way}
                }
    if BY_KIND in page:
        told.add(("Release 2", RADAR.title, "", "Everybody", BY_KIND.lower()))
    return told


def told_in(rows) -> set[tuple[str, ...]]:
    _, *lines = rows
    return {(line[0], line[2], line[5], line[6], (line[7] or line[9]).lower()) for line in lines}


@pytest.fixture
def address(cast):
    return lambda view, **more: reverse(f"insights:{view}", kwargs={"program_id": cast.program.pk, **more})


def test_page_csv_and_xlsx_tell_the_same_cells(cast, as_person, address):
    make_release(cast.program, 1)
    make_release(cast.program, 2, shift=1, formula="=1+1")
    sponsor = as_person(cast.sponsor)

    page = told_on(sponsor.get(address("figures")).content.decode())
    text = sponsor.get(address("export_release", number=2, file_type="csv")).content.decode("utf-8-sig")
    book = sponsor.get(address("export_release", number=2, file_type="xlsx")).content
    sheet = load_workbook(io.BytesIO(book)).active

    from_csv = told_in(csv.reader(io.StringIO(text)))
    from_xlsx = told_in([["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)])
    # A file disarms what a spreadsheet would run; a page has nothing to fear from it.
    disarmed = {tuple(f"'{word}" if word.startswith("=") else word for word in cell) for cell in page}
    assert disarmed == from_csv == from_xlsx
    assert len(page) == 9 + 4 + 4 + 5
    assert ("Release 2", "Worth the time", "Department", "=1+1", "hardly to partly") in page
    assert {row[4] for row in page if row[1] == "Learned something to use"} == {TOO_SMALL.lower()}
    assert "Below is what release 1 told." in sponsor.get(address("figures")).content.decode()


def test_an_earlier_release_keeps_its_page_and_knows_nothing_of_later_ones(cast, as_person, address):
    make_release(cast.program, 1)
    make_release(cast.program, 2, shift=1)
    sponsor = as_person(cast.sponsor)

    page = sponsor.get(address("release", number=1)).content.decode()

    assert "Release 2" not in page
    assert "Up to a quarter" not in page
    assert "Of the planned sessions, a quarter to a half were held." in page
    assert [
        sponsor.get(address("release", number=3)).status_code,
        sponsor.get(address("export_release", number=1, file_type="exe")).status_code,
    ] == [404, 404]


def test_programs_stand_beside_each_other_for_whoever_leads_them(cast, as_person):
    other = make_program("Other ways", sponsor=cast.sponsor)
    foreign = cast.stranger.participations.get().program
    for program in (cast.program, other, foreign):
        make_release(program, 1)
    listed, beside = reverse("insights:all_figures"), reverse("insights:compare_programs")
    sponsor = as_person(cast.sponsor)

    page = sponsor.get(listed).content.decode()
    both = sponsor.get(beside, {"chosen": [cast.program.pk, other.pk, foreign.pk, "nonsense"]}).content.decode()

    assert [program.name in page for program in (cast.program, other, foreign)] == [True, True, False]
    assert [program.name in both for program in (cast.program, other, foreign)] == [True, True, False]
    assert both.count("Hardly to partly") == 2
    assert TOO_SMALL in both
    assert "Sales" not in both
    assert sponsor.get(beside, {"chosen": [cast.program.pk, foreign.pk]}).url == listed
    assert as_person(cast.hr_admin).get(beside, {"chosen": [cast.program.pk, foreign.pk]}).status_code == 200


def test_pages_of_figures_ask_the_same_number_of_queries_for_one_and_three(cast, as_person, queries_of, address):
    hr, listed, counts = as_person(cast.hr_admin), reverse("insights:all_figures"), []
    make_release(cast.program, 1)
    counts.append((queries_of(hr, listed), queries_of(hr, address("figures"))))
    for number in (2, 3):
        make_release(cast.program, number, shift=1)
        make_release(make_program(f"Program {number}"), 1)
    counts.append((queries_of(hr, listed), queries_of(hr, address("figures"))))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
