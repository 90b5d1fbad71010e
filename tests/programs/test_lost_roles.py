"""Who loses a role loses the pages that came with it at once, although the program still names them."""

import pytest
from django.urls import reverse

from counsel.actions import ask_to_talk
from people.actions import revoke_role
from people.models import Role
from tests.factories import NOW


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("coordinator", "programs:participants"),
        ("coordinator", "sessions_app:board"),
        ("sponsor", "insights:figures"),
        ("counsellor", "programs:program"),
    ],
)
def test_a_revoked_role_closes_its_pages(cast, as_person, who, page):
    person, address = getattr(cast, who), reverse(page, args=[cast.program.pk])
    before = as_person(person).get(address).status_code

    revoke_role(Role.objects.get(person=person, role=who))

    assert (before, as_person(person).get(address).status_code) == (200, 404)


def test_a_revoked_counsellor_reads_no_talk(cast, as_person):
    talk = ask_to_talk(cast.program, person=cast.senior, text="", now=NOW)
    browser, address = as_person(cast.counsellor), reverse("counsel:talk", args=[talk.pk])
    assert browser.get(address).status_code == 200

    revoke_role(Role.objects.get(person=cast.counsellor))

    assert as_person(cast.counsellor).get(address).status_code == 404
