"""A page whose sealed text does not open is calm, and says which of the two reasons it has."""

import pytest
from django.urls import reverse

from record.keys import destroy
from record.models import DataKey
from sessions_app.actions import open_workspace
from tests.factories import NOW


@pytest.fixture
def agreement(cast) -> str:
    open_workspace(cast.pair, now=NOW)
    return reverse("sessions_app:agreement", args=[cast.pair.pk])


def test_a_destroyed_key_gives_a_calm_page(cast, as_person, agreement, caplog):
    destroy(DataKey.objects.filter(pk=cast.pair.data_key_id), now=NOW)

    page = as_person(cast.newcomer).get(agreement)

    assert (page.status_code, "This can no longer be read" in page.content.decode()) == (410, True)
    assert [record.getMessage() for record in caplog.records] == [f"Gone: {agreement}"]


def test_a_truncated_text_gives_a_calm_page_and_tells_the_operator(cast, as_person, agreement, caplog):
    newest = cast.pair.agreements.get()
    cast.pair.agreements.update(text=bytes(newest.text)[:20])

    page = as_person(cast.newcomer).get(agreement)

    assert (page.status_code, "This does not open at present" in page.content.decode()) == (500, True)
    told = f"{agreement} did not open: sessions_app_agreement.text of {newest.pk} was altered or moved."
    assert [told in record.getMessage() for record in caplog.records][:1] == [True]
