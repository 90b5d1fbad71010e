"""The agreement: filled with the program's values, signed by both, and again after each change."""

import pytest
from django.urls import reverse

from programs.models import Side
from record.sealing import open_one
from sessions_app.actions import ChangedMeanwhile, open_workspace, sign_agreement, write_agreement
from sessions_app.models import Agreement
from sessions_app.queries import limits, sections_of
from tests.factories import NOW, later

CHANGED = "Our rhythm\r\nWe meet when we like. canary-agreement"


def test_the_first_version_carries_the_programs_values(cast):
    open_workspace(cast.pair, now=NOW)

    sections = dict(sections_of(open_one(Agreement.objects.get(), "text")))
    assert sections["Our rhythm"] == (
        "We meet 6 times, 60 minutes each, about every 4 weeks, within 6 months. "
        "Each session has two halves, one for each direction."
    )
    assert sections["Who drives the agenda"].startswith("Nia Newcomer proposes")
    assert sections["Who owns the slot"].startswith("Sol Senior keeps")
    assert cast.counsellor.name in sections["Where that ends"]
    assert len(sections) == 10


def test_sign_agreement_by_each_and_ask_the_other(cast, as_person, told):
    address = reverse("sessions_app:agreement", args=[cast.pair.pk])

    as_person(cast.newcomer).post(address, {"version": "1"})
    assert told() == [("agreement_to_sign", cast.senior.name)]
    as_person(cast.newcomer).post(address, {"version": "1"})
    as_person(cast.senior).post(address, {"version": "1"})

    assert Agreement.objects.get().is_signed
    assert told() == [("agreement_to_sign", cast.senior.name)]


def test_signing_again_keeps_the_first_hour(cast, walk):
    walk.sign()

    sign_agreement(cast.pair, side=Side.SENIOR, version=1, now=later(days=1))

    assert Agreement.objects.get().senior_signed_at == NOW


def test_a_change_needs_both_signatures_again(cast, walk, told):
    walk.sign()

    write_agreement(cast.pair, side=Side.NEWCOMER, text=CHANGED, now=later(days=1))

    newest = cast.pair.agreements.first()
    assert (newest.version, newest.newcomer_signed_at, newest.senior_signed_at) == (2, None, None)
    assert open_one(newest, "text") == "Our rhythm\nWe meet when we like. canary-agreement"
    assert told().count(("agreement_to_sign", cast.senior.name)) == 2


def test_the_same_text_makes_no_new_version(cast, walk):
    walk.sign()
    text = open_one(Agreement.objects.get(), "text")

    write_agreement(cast.pair, side=Side.SENIOR, text=text.replace("\n", "\r\n"), now=NOW)

    assert Agreement.objects.get().is_signed


def test_signing_an_outdated_version_is_refused_with_the_new_text(cast, as_person):
    open_workspace(cast.pair, now=NOW)
    write_agreement(cast.pair, side=Side.NEWCOMER, text=CHANGED, now=NOW)

    response = as_person(cast.senior).post(
        reverse("sessions_app:agreement", args=[cast.pair.pk]), {"version": "1"}, follow=True
    )

    page = response.content.decode()
    assert "The text has changed since you opened it." in page
    assert "canary-agreement" in page
    assert cast.pair.agreements.first().senior_signed_at is None
    with pytest.raises(ChangedMeanwhile):
        sign_agreement(cast.pair, side=Side.SENIOR, version=1, now=NOW)


def test_writing_over_a_newer_text_is_refused_and_keeps_what_was_typed(cast, as_person):
    open_workspace(cast.pair, now=NOW)
    write_agreement(cast.pair, side=Side.NEWCOMER, text=CHANGED, now=NOW)

    response = as_person(cast.senior).post(
        reverse("sessions_app:write_agreement", args=[cast.pair.pk]), {"version": "1", "text": "my own typing"}
    )

    assert "my own typing" in response.content.decode()
    assert cast.pair.agreements.count() == 2


@pytest.mark.parametrize("name", ["sheet", "write_agreement"])
def test_confidentiality_and_its_limits_stand_before_the_first_free_text(cast, as_person, name):
    page = as_person(cast.newcomer).get(reverse(f"sessions_app:{name}", args=[cast.pair.pk])).content.decode()

    field = page.index("<textarea") if name == "write_agreement" else page.index('type="text"')
    assert [page.index(heading) < field for heading, _ in limits(cast.pair)] == [True, True]


def test_agreements_lie_sealed(cast, walk):
    walk.sign()
    write_agreement(cast.pair, side=Side.SENIOR, text=CHANGED, now=NOW)

    assert [b"canary" in bytes(row.text) for row in Agreement.objects.all()] == [False, False]
