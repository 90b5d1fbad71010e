"""The desk in a real browser: home, what is on record, first run, delivery, and the demo's mailbox."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counsel.actions import ask_to_talk, offer_talks, reply_to_talk
from desk.access import set_up_code
from outbox.actions import deliver, note_heartbeat, post
from outbox.maildir import keys
from outbox.models import Message
from tests.browser.conftest import overflow, take_pictures, violations

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


def look_at(page, title: str) -> None:
    """Take pictures, and find nothing wrong."""
    take_pictures(page, title)
    assert violations(page) == []
    assert overflow(page) == 0


def test_home_shows_one_card_and_the_rest(cast, open_browser):
    now = timezone.now()
    reply_to_talk(ask_to_talk(cast.program, person=cast.senior, text="", now=now), text="Tuesday", now=now)
    page = open_browser(cast.senior)
    page.goto("/")

    assert page.locator(".btn-primary").count() == 1
    look_at(page, "home of a senior")


def test_home_of_somebody_with_nothing(cast, open_browser):
    page = open_browser(cast.outsider)
    page.goto("/")

    look_at(page, "home with nothing")


def test_on_record_opens_and_closes(told_everything, open_browser):
    for number in range(5):
        post(
            "test_mail",
            to=told_everything.senior,
            fact=str(number),
            about=told_everything.senior.pk,
            now=timezone.now(),
        )
    page = open_browser(told_everything.senior)
    page.goto(reverse("desk:on_record"))
    look_at(page, "on record")

    for details in page.locator("summary").all():
        details.click()
    look_at(page, "on record opened")


def test_first_run_is_a_short_page(transactional_db, open_browser):
    page = open_browser()
    page.goto(f"{reverse('desk:first_run')}?code={set_up_code()}")
    look_at(page, "first run")

    page.goto(reverse("account_request_login_code"))
    look_at(page, "sign in before set up")


def test_delivery_offers_to_send_again(cast, open_browser):
    note_heartbeat(now=timezone.now())
    for person in (cast.senior, cast.newcomer):
        post("test_mail", to=person, fact="1", about=person.pk, now=timezone.now())
    Message.objects.update(
        state=Message.State.IN_DOUBT,
        outcome="The mail server may or may not have it: the sender stopped in between.",
        finished_at=timezone.now(),
    )
    page = open_browser(cast.hr_admin)
    page.goto(reverse("desk:delivery"))

    look_at(page, "delivery")
    page.get_by_role("button", name="Send again to Sol Senior").click()
    assert page.get_by_text("The message to Sol Senior is in line again.").is_visible()


def test_a_mail_of_the_demo_shows_as_it_looks_and_its_links_work(cast, open_browser, settings, tmp_path, live_server):
    settings.DEMO = True
    settings.SITE_URL = live_server.url
    settings.MAIL_DIR = str(tmp_path / "mail")
    settings.EMAIL_BACKEND = "outbox.maildir.MaildirBackend"
    offer_talks(now=timezone.now())
    ask_to_talk(cast.program, person=cast.senior, text="", now=timezone.now())
    deliver(now=timezone.now())
    page = open_browser(cast.senior)
    page.goto(reverse("desk:mailbox"))
    look_at(page, "mailbox")

    page.goto(reverse("desk:letter", args=[keys()[-1]]))
    page.frame_locator("iframe").get_by_text("Hello").first.wait_for()
    look_at(page, "letter")
    page.frame_locator("iframe").locator("a").first.click()
    page.wait_for_url("**/talk/")

    assert Client().get(reverse("desk:letter_html", args=[keys()[0]])).status_code == 200
