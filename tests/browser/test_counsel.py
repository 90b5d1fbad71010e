"""Counsel in a real browser: an hour offered and booked, harm reported, a note, a check-in, another counsellor."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from counsel.actions import plan_check_ins
from counsel.models import CounselNote, Hour, TalkRequest
from tests.browser.conftest import overflow, take_pictures, violations
from tests.factories import grant, make_person

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


def look_at(page, title: str) -> None:
    """Take pictures, and find nothing wrong."""
    take_pictures(page, title)
    assert violations(page) == []
    assert overflow(page) == 0


def test_somebody_books_an_hour_and_the_counsellor_answers(cast, open_browser):
    counsellor, senior = open_browser(cast.counsellor), open_browser(cast.senior)
    soon = timezone.localdate() + timedelta(days=3)

    counsellor.goto(reverse("counsel:hours"))
    counsellor.get_by_label("Day").fill(f"{soon}")
    counsellor.get_by_label("From").fill("09:00")
    counsellor.get_by_label("Until").fill("10:00")
    counsellor.get_by_label("Where").fill("Room 3")
    counsellor.get_by_role("button", name="Offer these hours").click()
    look_at(counsellor, "counsel hours")

    # Two taps from any page of a pair, without a word.
    senior.goto(reverse("sessions_app:pair", args=[cast.pair.pk]))
    senior.get_by_role("link", name="I’d like to talk").click()
    look_at(senior, "ask to talk with hours")
    senior.get_by_label("09:00").first.check()
    senior.get_by_role("button", name="Ask to talk").click()
    look_at(senior, "a talk with an hour")

    talk = TalkRequest.objects.get()
    assert Hour.objects.get(talk=talk).local_start.hour == 9

    counsellor.goto(reverse("counsel:talk", args=[talk.pk]))
    counsellor.get_by_label("A note for yourself").fill("Bring the agenda")
    counsellor.get_by_role("button", name="Keep this note").click()
    assert counsellor.get_by_text("Bring the agenda").is_visible()
    look_at(counsellor, "a talk as its counsellor")
    assert CounselNote.objects.count() == 1


def test_harm_is_reported_and_stands_first_in_the_queue(cast, open_browser):
    newcomer, counsellor = open_browser(cast.newcomer), open_browser(cast.counsellor)

    newcomer.goto(reverse("counsel:report_harm", args=[cast.program.pk]))
    look_at(newcomer, "report harm")
    newcomer.get_by_label("What happened?").fill("Something was repeated")
    newcomer.get_by_label("Tell me what can be done, and by whom.").check()
    newcomer.get_by_role("button", name="Send it to the counsellor").click()
    assert newcomer.get_by_text("Tell me what can be done, and by whom.").is_visible()

    counsellor.goto(reverse("counsel:queue"))
    assert counsellor.get_by_text("reports harm").is_visible()
    look_at(counsellor, "queue of talks")


def test_check_ins_are_written_and_another_counsellor_is_chosen(cast, open_browser):
    other = grant(make_person("Cy Counsellor"), "counsellor")
    plan_check_ins(now=timezone.now())
    counsellor, senior = open_browser(cast.counsellor), open_browser(cast.senior)

    counsellor.goto(reverse("counsel:check_ins"))
    look_at(counsellor, "check-ins")
    counsellor.get_by_label(cast.senior.name).check()
    counsellor.get_by_role("button", name="Write to them").click()
    assert counsellor.get_by_text("You have written to 1 person.").is_visible()

    talk = TalkRequest.objects.get()
    senior.goto(reverse("counsel:talk", args=[talk.pk]))
    senior.get_by_role("link", name="Ask somebody else").click()
    look_at(senior, "choose a counsellor")
    senior.get_by_label(other.name).check()
    senior.get_by_role("button", name="Give it to them").click()
    assert senior.get_by_text(f"{other.name} has your talk now.").is_visible()
