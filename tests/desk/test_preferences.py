"""A person chooses what they get, reads what became of it, and stops a kind with one press from the mail."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from outbox.actions import deliver, post, set_preferences, stop_kind
from outbox.kinds import DIGESTS, GROUPS, kinds_in
from outbox.letters import unsubscribe_token
from outbox.models import Message, Preference
from tests.factories import NOW, make_person

PAGE = "/messages/preferences/"
EVERYTHING = {
    group.name: [kind.name for kind in kinds_in(group)] for group in GROUPS if group.may_be_stopped and group != DIGESTS
}
USUAL = {"language": "en", "channel": "mail", "weekly_limit": 5, "digest_at": "08:00", **EVERYTHING}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def stop_address(person, kind="talk_offered") -> str:
    return reverse("desk:unsubscribe", args=[unsubscribe_token(person.pk, kind)])


def test_preferences_are_kept_as_chosen(cast, as_person):
    chosen = USUAL | {
        "quiet_from": "21:30",
        "quiet_to": "07:00",
        "weekly_limit": "",
        "daily_digest": "on",
        "digest_at": "17:00",
        "news": ["idea_released"],
        "sessions": [],
    }

    assert as_person(cast.senior).post(PAGE, chosen).url == PAGE

    kept = Preference.objects.get(person=cast.senior)
    assert (kept.quiet_from, kept.quiet_to, kept.weekly_limit) == (time(21, 30), time(7), None)
    assert (kept.daily_digest, kept.digest_at) == (True, time(17))
    stopped = set(EVERYTHING["news"]) - {"idea_released"} | set(EVERYTHING["sessions"])
    assert kept.stopped == sorted(stopped)
    form = as_person(cast.senior).get(PAGE).context["form"]
    assert (form["news"].value(), form["weekly_limit"].value()) == (["idea_released"], None)
    assert not Preference.objects.exclude(person=cast.senior).exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"quiet_from": "21:00"}, "quiet_to"),
        ({"quiet_from": "21:00", "quiet_to": "21:00"}, "quiet_to"),
        ({"quiet_from": "25:00", "quiet_to": "07:00"}, "quiet_from"),
        ({"weekly_limit": "-1"}, "weekly_limit"),
        ({"language": "xx"}, "language"),
        ({"steps": ["proposal"]}, "steps"),
    ],
)
def test_preferences_that_make_no_sense_are_refused(cast, as_person, told, field):
    page = as_person(cast.senior).post(PAGE, USUAL | told)

    assert list(page.context["form"].errors) == [field]
    assert not Preference.objects.exists()


def test_the_log_says_what_when_and_why_to_its_reader_alone(cast, as_person, mailoutbox):
    stop_kind(cast.senior.pk, kind="talk_offered")
    for kind in ("talk_offered", "test_mail"):
        post(kind, to=cast.senior, fact="1", about=cast.program.pk, now=NOW)
    Message.objects.create(
        kind="gone", to=cast.senior, about=cast.program.pk, dedupe_key="x", due_at=NOW, next_try_at=NOW, posted_at=NOW
    )
    deliver(now=NOW)

    page = as_person(cast.senior).get(reverse("desk:message_log"))

    words = page.content.decode()
    assert {row["message"].kind: row["message"].state for row in page.context["rows"]} == {
        "talk_offered": "dropped",
        "test_mail": "sent",
        "gone": "waiting",
    }
    assert "You have stopped messages of this kind." in words
    assert "You asked for it in that moment." in words
    assert as_person(cast.newcomer).get(reverse("desk:message_log")).context["rows"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_asks_as_many_queries_for_one_row_as_for_three(cast, as_person, queries_of, rows):
    for number in range(rows):
        post("test_mail", to=cast.senior, fact=str(number), about=cast.senior.pk, now=NOW)

    assert queries_of(as_person(cast.senior), reverse("desk:message_log")) == 8


def test_a_letter_says_in_its_head_how_to_stop_it_and_one_press_does(cast, mailoutbox):
    post("talk_offered", to=cast.senior, fact="1", about=cast.program.pk, now=NOW)
    post("test_mail", to=cast.senior, fact="1", about=cast.senior.pk, now=NOW)
    deliver(now=NOW)
    offer, asked = sorted(mailoutbox, key=lambda letter: letter.subject)

    link = offer.extra_headers["List-Unsubscribe"].strip("<>")
    assert offer.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [letter.extra_headers["Auto-Submitted"] for letter in mailoutbox] == ["auto-generated"] * 2
    assert "List-Unsubscribe" not in asked.extra_headers
    assert f"No more messages of this kind: {link}" in offer.body
    path = "/unsubscribe/" + link.partition("/unsubscribe/")[2]
    browser = Client(enforce_csrf_checks=True)
    assert [browser.post(path, ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert cast.senior.message_preference.stopped == ["talk_offered"]


def test_the_link_only_asks_when_it_is_opened_and_its_button_needs_the_page(cast):
    path, browser = stop_address(cast.senior), Client(enforce_csrf_checks=True)

    asked = browser.get(path)

    assert "Stop these messages?" in asked.content.decode()
    assert cast.senior.name not in asked.content.decode()
    assert browser.post(path).status_code == 403
    assert not Preference.objects.exists()
    token = asked.context["csrf_token"]
    assert browser.post(path, {"csrfmiddlewaretoken": str(token)}).status_code == 200
    assert Preference.objects.get().stopped == ["talk_offered"]


def test_a_forwarded_link_stops_its_one_kind_for_its_own_person_whoever_presses(cast, as_person):
    as_person(cast.newcomer).post(stop_address(cast.senior), ONE_CLICK)

    assert list(Preference.objects.values_list("person", "stopped")) == [(cast.senior.pk, ["talk_offered"])]


@pytest.mark.parametrize(("change", "status"), [("kind", 410), ("person", 404), ("essential", 200)])
def test_a_link_that_cannot_stop_anything_says_so_and_changes_nothing(cast, change, status):
    path = {
        "kind": stop_address(cast.senior, kind="gossip"),
        "person": stop_address(cast.senior).replace(str(cast.senior.pk), str(cast.newcomer.pk)),
        "essential": stop_address(cast.senior, kind="proposal"),
    }[change]

    assert [Client().get(path).status_code, Client().post(path, ONE_CLICK).status_code] == [status, status]
    assert not Preference.objects.exists()


def test_a_link_of_somebody_who_is_gone_harms_nothing(db):
    person = make_person()
    path = stop_address(person)
    person.delete()

    assert Client().post(path, ONE_CLICK).status_code == 404


def test_preferences_are_on_record(cast, recorded):
    set_preferences(cast.senior, weekly_limit=2, now=NOW)

    assert recorded(cast.senior, Preference)[0][4] == "2"
