"""Documents and clocks as pages: each lists exactly what the registry holds and what is switched on."""

import pytest
from django.urls import reverse

from desk.documents import DOCUMENTS, Table, as_markdown, write
from outbox.models import Message
from programs.actions import set_switches
from programs.data.switches import SWITCHES
from record.actions import delete_expired, set_clocks
from record.models import ClockSetting
from record.registry import kept
from tests.factories import NOW, later


def table_of(document, title: str) -> Table:
    section = next(section for section in document.sections if section.title == title)
    return next(block for block in section.blocks if isinstance(block, Table))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_lists_exactly_what_the_registry_holds(cast, name):
    rows = table_of(write(name, now=NOW), "Every line that is stored about a person").rows

    declared = {(entry.title, "; ".join(dict.fromkeys(line.label for line in entry.lines))) for entry in kept()}
    assert {(title, what) for title, what, *_ in rows} == declared


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_lists_exactly_which_functions_are_on(cast, name):
    set_switches(cast.program, values={"pulse_on": False, "drift_on": False}, by=cast.coordinator, now=NOW)

    rows = table_of(write(name, now=NOW), "Functions that look at how people do").rows

    on = {switch.title: ["Elsewhere", "Two Ways"] for switch in SWITCHES}
    on["A pulse after each session"] = on["A colour for pairs that lose their rhythm"] = ["Elsewhere"]
    assert {title: where.split(", ") for title, _, _, where in rows} == on


def test_documents_follow_the_clocks_in_force_and_k(cast, settings):
    settings.SMALLEST_GROUP = 8
    set_clocks({"shared": 91}, by=cast.hr_admin, now=NOW)

    text = as_markdown(write("works-council", now=NOW))

    assert "| What the two of a pair share | 3 months after the program closes |" in text
    assert "A figure needs at least 8 people and 3 pairs." in text
    assert [title in text for title in ("# Sheet for the works council", "## Roles")] == [True, True]


def test_everyone_reads_the_privacy_notice_and_hr_the_rest(cast, as_person):
    notice = as_person(cast.outsider).get(reverse("desk:privacy_notice"))
    hr = as_person(cast.hr_admin)
    listed = hr.get(reverse("desk:documents")).content.decode()
    file = hr.get(reverse("desk:download_document", args=["dpia"]))

    assert "What Meridian Rail stores about people who take part" in notice.content.decode()
    assert [reverse("desk:document", args=[name]) in listed for name in DOCUMENTS] == [True] * 4
    assert hr.get(reverse("desk:document", args=["dpia"])).status_code == 200
    assert (file["Content-Type"], file.content.decode()[:40]) == (
        "text/markdown; charset=utf-8",
        "# Data protection impact assessment\n\nA t",
    )
    assert hr.get(reverse("desk:document", args=["nothing"])).status_code == 404


def test_hr_sets_clocks_sees_tonight_and_downloads_the_certificate(cast, as_person):
    hr = as_person(cast.hr_admin)
    page = reverse("desk:retention")
    usual = {"invitations": 30, "shared": 183, "status": 365, "answers": 365, "mail": 30, "rosters": 30, "audit": 365}

    refused = hr.post(page, {**usual, "shared": 365, "status": 274}).content.decode()
    hr.post(page, {**usual, "mail": 14})

    assert "cannot be forgotten before" in refused
    assert list(ClockSetting.objects.values_list("clock", "days")) == [("mail", 14)]
    tonight = hr.get(reverse("desk:tonight")).content.decode()
    assert "Programs you were invited to" in tonight
    run = delete_expired(now=later(days=60))
    assert Message.objects.count() == 0
    file = hr.get(reverse("desk:deletion_certificate", args=[run.pk])).content.decode()
    assert "Programs you were invited to,Invitations nobody answered,30 days after the invitation,1" in file
    assert "Keys destroyed,,,1" in file
    assert cast.invited.name not in file
    assert reverse("desk:deletion_certificate", args=[run.pk]) in hr.get(page).content.decode()
