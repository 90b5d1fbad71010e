"""Texts and preferences by hand: the preview follows the typing, a fault is said, and three letters on a phone."""

import pytest
from django.urls import reverse

from outbox.actions import deliver, post, set_preferences, stop_kind
from outbox.models import Message, Wording
from tests.browser.conftest import overflow, take_pictures, violations
from tests.factories import NOW, make_meeting

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


def test_hr_sees_the_letter_change_while_writing(cast, open_browser):
    page = open_browser(cast.hr_admin, width=1440)
    page.goto(reverse("desk:message_texts"))
    page.get_by_role("link", name="A proposal ends soon").click()
    frame = page.frame_locator("iframe[name=preview]")
    frame.get_by_role("link", name="Answer the proposal").wait_for()

    page.get_by_label("Text").fill("Dear {first_name},\n\nTell us:\n{link}")
    frame.get_by_role("link", name="Tell us").wait_for()
    page.get_by_label("Text").fill("Dear {nobody},\n\nTell us:\n{link}")
    frame.get_by_text("Line 1: {nobody} is not known here.").wait_for()
    page.get_by_label("Text").fill("Dear {first_name},\n\nTell us:\n{link}")
    page.get_by_role("button", name="Send me a test").click()
    frame.get_by_text("A test is on its way").wait_for()
    page.get_by_role("button", name="Let this text count").click()
    page.get_by_text("From now on").wait_for()

    assert Wording.objects.filter(number=1).values_list("language", flat=True)[0] == "en"
    assert Message.objects.filter(kind="tried_text", to=cast.hr_admin).count() == 1
    assert page.get_by_label("Text").input_value() == "Dear {first_name},\n\nTell us:\n{link}"


def test_without_script_the_preview_button_shows_the_letter(cast, open_browser):
    page = open_browser(cast.hr_admin, scripts=False)
    page.goto(reverse("desk:edit_text", args=["proposal", "de"]))
    page.get_by_label("Text").fill("Liebe {first_name},\n\nHier:\n{link}")
    page.get_by_role("button", name="Preview").click()

    page.frame_locator("iframe[name=preview]").get_by_role("link", name="Hier").wait_for()


def test_the_pages_and_letters_can_be_looked_at(cast, open_browser, settings, tmp_path, mailoutbox):
    make_meeting(cast.pair)
    set_preferences(cast.senior, quiet_from="21:00", quiet_to="07:00", now=NOW)
    stop_kind(cast.senior.pk, kind="idea_released")
    for kind, about in (("talk_offered", cast.program), ("sheets_open", cast.pair), ("sessions_dated", cast.pair)):
        post(kind, to=cast.senior, fact="1", about=about.pk, now=NOW)
    deliver(now=NOW)
    troubles = {}
    for person, title, address in (
        (cast.hr_admin, "texts of messages", reverse("desk:message_texts")),
        (cast.hr_admin, "edit a text", reverse("desk:edit_text", args=["session_reminder", "en"])),
        (cast.hr_admin, "letter in its preview", reverse("desk:preview_text", args=["session_reminder", "en"])),
        (cast.hr_admin, "delivery with filters", reverse("desk:delivery") + "?state=failed"),
        (cast.hr_admin, "chat channel", reverse("desk:chat_channel", args=[cast.program.pk])),
        (cast.senior, "message preferences", reverse("desk:message_preferences")),
        (cast.senior, "messages to me", reverse("desk:message_log")),
    ):
        page = open_browser(person)
        page.goto(address)
        take_pictures(page, title)
        troubles[title] = (violations(page) if "preview" not in title else [], overflow(page))
    for letter in mailoutbox:
        page = open_browser()
        page.set_content(str(letter.alternatives[0][0]))
        take_pictures(page, f"letter {letter.subject}")
        troubles[letter.subject] = ([], overflow(page))

    assert {title: found for title, found in troubles.items() if found != ([], 0)} == {}
