"""What HR uploads at the wrong moment or in the wrong shape: told in a sentence, and nothing is lost.

Two HR admins on one program: test_program.py, test_edit_step_tells_the_second_of_two_editors_and_overwrites_nothing.
"""

import io
import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from leases.actions import claim
from people.models import User
from programs.actions import apply_roster, upload_roster
from programs.models import RosterImport
from programs.tasks import run_roster_imports
from tests.factories import NOW
from tests.programs.test_roster_sheets import archive

GOOD = "email,name,manager,grade\nann@x.example,Ann,,1\n"


def test_an_import_while_another_runs_waits_its_turn_and_both_come_in(cast, as_person):
    hr = as_person(cast.hr_admin)
    works = [
        upload_roster(cast.program, file_name=f"{name}.csv", content=text.encode(), by=cast.hr_admin, now=NOW)
        for name, text in (("one", GOOD), ("two", GOOD.replace("ann", "bo").replace("Ann", "Bo")))
    ]
    for work in works:
        apply_roster(work)
    claim(RosterImport, now=NOW)

    page = hr.get(reverse("programs:roster_import", args=[cast.program.pk, works[1].pk])).content.decode()
    run_roster_imports()  # the first one's worker died long ago by now, so both are taken up

    assert "Another roster is being brought in. This one begins when that is done." in page
    assert set(RosterImport.objects.values_list("state", flat=True)) == {"done"}
    assert User.objects.filter(email__in=["ann@x.example", "bo@x.example"]).count() == 2


def test_a_zip_bomb_is_refused_by_the_page_before_it_is_unpacked(cast, as_person):
    bomb = SimpleUploadedFile("staff.xlsx", archive(xl__sharedStrings=51 * 1024**2))

    page = as_person(cast.hr_admin).post(reverse("programs:import_roster", args=[cast.program.pk]), {"roster": bomb})

    assert "larger than 200 MB" in str(page.context["form"].errors["roster"])
    assert RosterImport.objects.count() == 0


def test_a_formula_in_a_cell_comes_in_as_text_and_harmless_out_again(cast, as_person):
    hr = as_person(cast.hr_admin)
    told = "email,name,manager,grade,team\neve@x.example,=cmd|' /C calc'!A0,,1,@SUM(1)\n"
    file = SimpleUploadedFile("staff.csv", told.encode())

    page = hr.post(reverse("programs:import_roster", args=[cast.program.pk]), {"roster": file}, follow=True)
    work = RosterImport.objects.get()
    hr.post(reverse("programs:apply_roster", args=[cast.program.pk, work.pk]))
    run_roster_imports()
    lines = hr.get(reverse("people:export_people"), {"q": "eve"}).content.decode("utf-8-sig").splitlines()

    assert page.status_code == 200
    assert User.objects.get(email="eve@x.example").name == "=cmd|' /C calc'!A0"
    assert lines[1] == "eve@x.example,'=cmd|' /C calc'!A0,,1,,'@SUM(1),,,Europe/London"


@pytest.mark.faults
def test_an_80_mb_file_is_kept_and_checked_in_parts(cast):
    wide = "x" * 790
    rows = "".join(f"p{number}@x.example,P {number},,1,{wide}\n" for number in range(99_000))
    file = io.BytesIO(("email,name,manager,grade,note\n" + rows).encode())
    size, before = file.getbuffer().nbytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    del rows

    work = upload_roster(cast.program, file_name="large.csv", content=file, by=cast.hr_admin, now=timezone.now())
    columns = {"email": 0, "name": 1, "manager": 2, "grade": 3}
    RosterImport.objects.filter(pk=work.pk).update(columns=columns, state=RosterImport.State.REQUESTED)
    run_roster_imports()

    work.refresh_from_db()
    assert size > 80_000_000
    assert (work.state, work.people_new, work.errors.count()) == ("checked", 99_000, 0)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # KB
