"""HR sets a program up alone: from a template and a messy roster to invitations, each decision counted."""

import pytest
from django.urls import reverse

from programs.models import Program
from programs.tasks import run_roster_imports
from tests.browser.conftest import overflow, take_pictures, violations
from tests.browser.hands import Hands
from tests.journeys.story import letters
from tests.programs.test_roster_sheets import spreadsheet

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]

LEVELS = ("Associate", "Manager", "Director")
MESSY = spreadsheet(
    ["Contact address", "First name", "Surname", "Reports to", "Job level", "Business unit", "Cost centre"],
    *(
        [
            f" P{number}@X.example " if number != 7 else "p7.at.x.example",
            f"Person{number}",
            "Okonkwo",
            None if number < 4 else f"p{number % 3 + 1}@x.example",
            LEVELS[2] if number < 4 else LEVELS[number % 2],
            "Operations" if number % 2 else "Digital",
            4711,
        ]
        for number in range(1, 41)
    ),
)


def test_program_from_a_template_to_invitations_takes_few_decisions(cast, open_browser):
    page = open_browser(cast.hr_admin, width=1440)
    hr = Hands("hr", page)
    decisions = 0

    page.goto(reverse("programs:choose_template"))
    hr.tap("Begin with this : Reverse mentoring classic")
    hr.choose("Sponsor", cast.sponsor.name)
    hr.choose("Counsellor", cast.counsellor.name)
    hr.choose("Coordinator", cast.coordinator.name)
    hr.look("begin a program")
    hr.tap("Begin the draft")
    decisions += 5
    hr.write("Today", "40")
    hr.write("Target", "55")
    page.get_by_text("You are invited to").first.wait_for()
    hr.look("set up purpose")
    hr.tap("Continue")
    decisions += 3
    program = Program.objects.get(state=Program.State.DRAFT)
    page.goto(reverse("programs:program", args=[program.pk]))
    hr.look("draft with readiness")
    hr.tap("Bring in a roster")
    file = {"name": "staff.xlsx", "mimeType": "application/octet-stream", "buffer": MESSY}
    page.get_by_label("Roster as a spreadsheet (XLSX) or CSV file").set_input_files(file)
    hr.tap("Upload this roster")
    decisions += 1
    run_roster_imports()
    page.reload()
    hr.tap("Check the rows")
    decisions += 1
    run_roster_imports()
    page.reload()
    for number, level in enumerate(LEVELS, start=1):
        hr.write(level, str(number))
    hr.tap("Check the rows")
    decisions += 1
    run_roster_imports()
    page.reload()
    hr.tap("Apply this roster")
    decisions += 1
    run_roster_imports()
    page.goto(reverse("programs:open_program", args=[program.pk]))
    hr.look("open a program")
    hr.tap("Open the program")
    decisions += 1

    assert sum("invited" in letter.subject or "invitation" in letter.subject for letter in letters()) == 39
    assert decisions <= 15


def test_pages_of_setting_up(cast, open_browser):
    page = open_browser(cast.hr_admin)
    complaints = {}
    here = [cast.program.pk]
    for title, address in (
        ("set up everything", reverse("programs:edit_program", args=here)),
        ("step people", reverse("programs:edit_step", args=[*here, "people"])),
        ("step joining", reverse("programs:edit_step", args=[*here, "joining"])),
        ("step reminders", reverse("programs:edit_step", args=[*here, "reminders"])),
        ("preview of a program", reverse("programs:preview_program", args=here)),
        ("agenda of a program", reverse("sessions_app:edit_agenda", args=here)),
        ("questions of a program", reverse("sessions_app:edit_prompts", args=here)),
        ("history of a program", reverse("programs:history", args=here)),
        ("copy a program", reverse("programs:duplicate_program", args=here)),
        ("program from a file", reverse("programs:import_program")),
        ("choose how to begin", reverse("programs:choose_template")),
    ):
        page.goto(address)
        take_pictures(page, title)
        complaints[title] = (violations(page), overflow(page))

    assert complaints == dict.fromkeys(complaints, ([], 0))
