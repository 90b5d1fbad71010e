"""A skill list brought in by page: compared first, brought in by a sweep, stopped, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leases.actions import LeaseLost, claim
from profiles.actions import apply_skills, cancel_skills, change_offers, run_skill_import, upload_skills
from profiles.models import Skill, SkillImport
from profiles.queries import find_skills, offers_of
from profiles.tasks import run_skill_imports
from tests.factories import NOW

OWN = (
    "name,kind,aliases\nRiver canary,field work,flow;discharge\n,craft,\nRiver Canary,craft,\n" + "x" * 121 + ",long,\n"
)


def test_import_skills_is_compared_brought_in_and_taken_back_by_page(cast, as_person):
    hr = as_person(cast.hr_admin)
    file = SimpleUploadedFile("own.csv", OWN.encode())

    page = hr.post(reverse("profiles:import_skills"), {"skills": file}, follow=True)
    work = SkillImport.objects.get()
    here = [work.pk]
    told = (
        work.state,
        work.rows_read,
        work.skills_new,
        work.fault_count,
        Skill.objects.filter(name=OWN[18:30]).count(),
    )
    hr.post(reverse("profiles:apply_skills", args=here))
    waiting = hr.get(reverse("profiles:skill_import", args=here), headers={"HX-Request": "true"}).content.decode()
    run_skill_imports()
    done = hr.get(reverse("profiles:skill_import", args=here))
    [river] = find_skills("discharge canary", without=[])
    change_offers(cast.newcomer, words={}, add={river.pk: 2}, remove=set(), now=NOW)
    hr.post(reverse("profiles:undo_skill_import", args=here))

    assert told == ("checked", 4, 1, 2, 0)
    assert "Nothing has changed yet." in page.content.decode()
    assert "The name is missing." in page.content.decode()
    assert "Waiting to start" in waiting
    assert ("The list is in." in done.content.decode(), river.name) == (True, "River canary")
    assert find_skills("discharge canary", without=[]) == []
    assert offers_of(cast.newcomer) == {river.pk: 2}
    work.refresh_from_db()
    assert (bytes(work.content), work.undone_at is None) == (b"", False)

    again = upload_skills(file_name="own.csv", content=OWN.encode(), by=cast.hr_admin, now=NOW)
    apply_skills(again)
    assert apply_skills(again) is False
    run_skill_imports()
    assert find_skills("discharge canary", without=[]) == [river]


def test_a_stopped_skill_list_changes_nothing_also_under_a_workers_hands(cast, as_person):
    hr = as_person(cast.hr_admin)
    checked = upload_skills(file_name="own.csv", content=OWN.encode(), by=cast.hr_admin, now=NOW)
    apply_skills(checked)
    work = claim(SkillImport, now=NOW)

    answer = hr.post(reverse("profiles:cancel_skills", args=[checked.pk]), follow=True)
    with pytest.raises(LeaseLost):
        run_skill_import(work, now=NOW)

    assert "This was stopped. Nothing was changed." in answer.content.decode()
    assert Skill.objects.filter(name="River canary").count() == 0
    assert cancel_skills(checked) is False


def test_a_large_skill_list_is_compared_by_the_sweep_with_progress(cast):
    rows = "\n".join(f"Skill canary {number},craft," for number in range(12_000))
    work = upload_skills(file_name="l.csv", content=f"name,kind,aliases\n{rows}".encode(), by=cast.hr_admin, now=NOW)
    before = work.state

    run_skill_imports()
    work.refresh_from_db()

    assert (before, work.state, work.skills_new, work.progress_done) == ("requested", "checked", 12_000, 12_000)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"who,what\na,b\n", "first line names no columns"),
        (b"name,kind\nCaf\xe9,craft\n", "Line 2 is not in UTF-8."),
        (b'name,kind\n"Knots,craft\nTea,craft\n', "a quotation mark is never closed."),
        (b"", "first line names no columns"),
    ],
)
def test_a_file_that_is_no_skill_list_is_refused_in_one_sentence(cast, as_person, content, sentence):
    file = SimpleUploadedFile("x.csv", content)

    page = as_person(cast.hr_admin).post(reverse("profiles:import_skills"), {"skills": file}).content.decode()

    assert (sentence in page, "Nothing was changed." in page) == (True, True)
    assert SkillImport.objects.count() == 0
