"""A spreadsheet with names of its own comes in: columns, order of grades, summary, each looked at."""

import pytest
from django.urls import reverse

from programs.tasks import run_roster_imports
from tests.browser.conftest import overflow, take_pictures, violations
from tests.programs.test_roster_sheets import spreadsheet

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]

ROSTER = spreadsheet(
    ["Contact address", "First name", "Surname", "Reports to", "Job level", "Business unit", "Office", "Cost centre"],
    ["ada@x.example", "Ada", "Okonkwo-Lindqvist", None, "Director", "Operations and Supply", "Leeds", 4711],
    ["ben@x.example", "Ben", "Sato", "ada@x.example", "Manager", "Operations and Supply", "Leeds", 4711],
    ["cyd@x.example", "Cyd", "Moreau", "ben@x.example", "Associate", "Digital", "Lyon", 4712],
    ["dan.at.x.example", "Dan", "Nomail", "ben@x.example", "Associate", "Digital", "Lyon", 4712],
    ["eve@x.example", "Eve", "Adler", "eve@x.example", "Trainee", "Digital", "Lyon", 4712],
    also="Left us",
)


def test_roster_steps_in_a_browser(cast, open_browser):
    page = open_browser(cast.coordinator)
    complaints = {}

    def look(title: str) -> None:
        take_pictures(page, title)
        complaints[title] = (violations(page), overflow(page))
        page.set_viewport_size({"width": 390, "height": 900})

    page.goto(reverse("programs:import_roster", args=[cast.program.pk]))
    file = {"name": "staff.xlsx", "mimeType": "application/octet-stream", "buffer": ROSTER}
    page.get_by_label("Roster as a spreadsheet (XLSX) or CSV file").set_input_files(file)
    page.get_by_role("button", name="Upload this roster").click()
    page.get_by_role("heading", name="Which column holds what?").wait_for()
    look("roster columns")
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("heading", name="In which order do these grades stand?").wait_for()
    for name, number in (("Associate", 1), ("Manager", 2), ("Director", 3)):
        page.get_by_label(name).fill(str(number))
    look("roster grades")
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_text("Nothing has changed yet").wait_for()
    page.get_by_text("How we read").click()
    look("roster summary")
    page.get_by_role("button", name="Apply this roster").click()
    page.get_by_text("Waiting to start").wait_for()
    run_roster_imports()
    page.reload()
    page.get_by_role("link", name="See who is invited").wait_for()
    look("roster applied")

    assert complaints == dict.fromkeys(complaints, ([], 0))
    assert len(complaints) == 4
