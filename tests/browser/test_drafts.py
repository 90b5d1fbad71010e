"""Texts for both in a real browser: they save themselves as one types, and stand beside a newer text."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import Side
from sessions_app.actions import open_workspace, write_agreement
from sessions_app.models import Draft, Meeting
from tests.browser.test_desk import look_at
from tests.factories import make_meeting

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


def test_notes_and_the_agreement_save_themselves_until_they_are_given(cast, open_browser):
    open_workspace(cast.pair, now=timezone.now())
    make_meeting(cast.pair)
    Meeting.objects.update(state="held", logged_by="senior", confirmed_at=timezone.now())
    page = open_browser(cast.newcomer)
    page.goto(reverse("sessions_app:meeting", args=[cast.pair.pk, 1]))
    for prefix in ("private", "shared"):
        page.fill(f"#id_{prefix}-text", f"We tried the {prefix} thing")
        page.locator(f"#{prefix}saved p", has_text="Saved").wait_for()
    look_at(page, "session page with a draft")
    page.reload()
    page.get_by_role("button", name="Save our shared note").click()
    assert page.get_by_text("Your note is saved for both of you.").is_visible()

    page.goto(reverse("sessions_app:write_agreement", args=[cast.pair.pk]))
    page.fill("#id_text", "Our rhythm\nWe meet on Mondays.")
    page.locator("#saved p", has_text="Saved").wait_for()
    page.reload()
    look_at(page, "agreement as a draft")
    write_agreement(cast.pair, side=Side.SENIOR, text="Our rhythm\nWe meet on Fridays.", now=timezone.now())
    page.reload()
    look_at(page, "agreement beside a newer one")
    page.get_by_role("button", name="Leave it as it stands").click()
    assert (page.get_by_text("We meet on Fridays.").count() > 0, Draft.objects.count()) == (True, 0)
