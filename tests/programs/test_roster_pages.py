"""The pages of a roster: the upload's door, its faults at once, its progress and what came of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from programs.models import Program, RosterImport
from programs.tasks import run_roster_imports
from tests.programs.test_roster_sheets import spreadsheet

GOOD = "email,name,manager,grade\nada@x.example,Ada,,8\nben@x.example,Ben,ada@x.example,1\n"


def upload(browser, program: Program, content: bytes):
    address = reverse("programs:import_roster", args=[program.pk])
    return browser.post(address, {"roster": SimpleUploadedFile("roster.csv", content)})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Its first line must name the columns."),
        (
            b"email,name,manager,grade\n",
            "The file has a line of column names and no rows below it.",
        ),
    ],
)
def test_import_roster_says_at_once_what_is_wrong_with_the_file(cast, as_person, content, sentence):
    answer = upload(as_person(cast.coordinator), cast.program, content)

    assert answer.context["form"].errors == {"roster": [f"{sentence} Nothing was imported."]}
    assert RosterImport.objects.count() == 0


def test_import_roster_wants_a_file(cast, as_person):
    answer = as_person(cast.coordinator).post(
        reverse("programs:import_roster", args=[cast.program.pk]), {"upload": "Upload this roster"}
    )

    assert list(answer.context["form"].errors) == ["roster"]


def test_import_roster_refuses_an_ended_program(cast, as_person):
    Program.objects.filter(pk=cast.program.pk).update(state=Program.State.CLOSED)

    answer = upload(as_person(cast.coordinator), cast.program, GOOD.encode())

    assert answer.url == reverse("programs:program", args=[cast.program.pk])
    assert RosterImport.objects.count() == 0


def test_roster_import_shows_progress_and_then_the_result(cast, as_person):
    browser = as_person(cast.coordinator)

    address = upload(browser, cast.program, (GOOD + "ada@x.example,Twin,,1\n").encode()).url
    summary = browser.get(address)
    browser.post(f"{address}apply/")
    under_way = browser.get(address).content.decode()
    poll = browser.get(address, headers={"HX-Request": "true"})
    run_roster_imports()
    finished = browser.get(address, headers={"HX-Request": "true"})
    result = browser.get(address)

    assert (summary.context["usable"], summary.context["error_count"]) == (2, 1)
    assert "Waiting to start" in under_way
    assert "<html" not in poll.content.decode()
    assert finished.headers["HX-Refresh"] == "true"
    work = result.context["work"]
    assert (work.people_new, work.people_changed, work.people_unchanged, work.invited) == (2, 0, 0, 2)
    assert [(error.line, error.column, error.sentence) for error in result.context["errors"]] == [
        (4, "email", "ada@x.example stands in line 2 already.")
    ]


def test_roster_import_is_found_through_its_own_program_only(cast, as_person):
    elsewhere = Program.objects.get(name="Elsewhere")
    work = RosterImport.objects.create(program=elsewhere, requested_at=timezone.now())

    answer = as_person(cast.hr_admin).get(reverse("programs:roster_import", args=[cast.program.pk, work.pk]))

    assert answer.status_code == 404


def test_roster_import_says_how_the_letters_were_read(cast, as_person):
    browser = as_person(cast.coordinator)

    address = upload(browser, cast.program, GOOD.replace("Ben", "Zoë").encode("latin-1")).url

    assert "we read them as Latin-1" in browser.get(address).content.decode()


def test_roster_columns_then_roster_grades_lead_to_the_summary(cast, as_person):
    browser = as_person(cast.coordinator)

    address = upload(browser, cast.program, b"Contact,Who,Chief,Rank\nada@x.example,Ada,,Head\n").url
    columns = browser.get(address).url
    asked = browser.get(columns)
    refused = browser.post(columns, {"email": "0"})
    browser.post(columns, {"email": "0", "name": "1", "manager": "2", "grade_name": "3"})
    grades = browser.get(address).url
    browser.post(grades, {"grade_0": "4"})
    summary = browser.get(address)

    assert (columns, grades) == (f"{address}columns/", f"{address}grades/")
    assert asked.context["form"].initial == {"email": 0}
    assert asked.context["samples"][1] == ("Who", ["Ada"])
    assert list(refused.context["form"].errors) == ["name"]
    assert summary.context["read_columns"] == [
        ("email", "Contact"),
        ("name", "Who"),
        ("manager", "Chief"),
        ("grade name", "Rank"),
    ]
    assert summary.context["work"].people_new == 1


def test_roster_columns_offers_the_sheets_of_a_spreadsheet(cast, as_person):
    browser = as_person(cast.coordinator)
    content = spreadsheet(["email", "name"], ["ada@x.example", "Ada"], also="Left us")

    columns = browser.get(upload(browser, cast.program, content).url).url
    first = browser.get(columns)
    other = browser.get(columns, {"sheet": "Left us"})

    assert first.context["sheet_form"].initial == {"sheet": "Staff"}
    assert ("form" in first.context, "samples" in other.context) == (True, False)
    assert other.context["fault"] == "The sheet “Left us” has a line of column names and no rows below it."


@pytest.mark.parametrize("step", ["columns", "grades"])
def test_the_steps_of_a_roster_are_over_once_it_is_applied(cast, as_person, step):
    browser = as_person(cast.coordinator)
    address = upload(browser, cast.program, GOOD.encode()).url
    browser.post(f"{address}apply/")

    answer = browser.post(f"{address}{step}/", {"email": "0", "name": "1"})

    assert answer.url == address
    assert RosterImport.objects.get().state == RosterImport.State.REQUESTED
