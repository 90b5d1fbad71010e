"""People in bulk, and the invitations of a program, each looked at."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.actions import mark_as_left
from people.models import User
from tests.browser.conftest import overflow, take_pictures, violations
from tests.factories import make_person

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


def test_people_and_invitations_in_a_browser(cast, open_browser):
    gone = make_person("Gus Gone", department="Operations and Supply")
    make_person(
        "Ada Okonkwo-Lindqvist", department="Operations and Supply", location="Leeds", grade=3, grade_name="Head"
    )
    mark_as_left(User.objects.filter(pk=gone.pk), by=cast.hr_admin, now=timezone.now())
    page = open_browser(cast.hr_admin)
    complaints = {}

    def look(title: str) -> None:
        take_pictures(page, title)
        complaints[title] = (violations(page), overflow(page))
        page.set_viewport_size({"width": 1440, "height": 900})

    page.goto(reverse("people:people"))
    page.get_by_text("was marked as having left").wait_for()
    look("people in bulk")
    page.get_by_label("Choose Ada Okonkwo-Lindqvist").check()
    page.get_by_role("button", name="Mark as left").click()
    page.get_by_role("heading", name="Has this person left?").wait_for()
    look("mark as left")
    page.go_back()
    page.get_by_label("All whom the search and filters find").check()
    page.get_by_role("button", name="Invite to a program").click()
    page.get_by_role("heading", name="Invite these").wait_for()
    look("invite chosen people")
    page.goto(reverse("programs:invitations", args=[cast.program.pk]))
    look("invitations")

    assert complaints == dict.fromkeys(complaints, ([], 0))
    assert len(complaints) == 4
