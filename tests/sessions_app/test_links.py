"""The one-time link: GET shows, POST confirms, without signing in, once, for 14 days, and nothing else."""

import re
import time

import pytest
from django.core.signing import TimestampSigner, b62_encode
from django.test import Client

from outbox.links import sign
from pairing.models import Pair
from programs.models import Side
from sessions_app.access import CONFIRM
from sessions_app.actions import confirm_meeting, dispute_meeting, log_meeting
from sessions_app.models import Meeting
from tests.factories import NOW, later, make_meeting

DAY = 24 * 60 * 60


@pytest.fixture
def logged(cast):
    meeting = make_meeting(cast.pair, starts_at=NOW)
    log_meeting(meeting, side=Side.NEWCOMER, now=later(hours=1))
    return meeting


@pytest.fixture
def link(logged, post_round, mailoutbox) -> str:
    (letter,) = post_round(mailoutbox, later(hours=1))
    return re.search(r"http://testserver(/confirm/\S+)", letter.body).group(1)


def state() -> str:
    return Meeting.objects.get().state


def test_the_link_shows_who_and_when_in_the_readers_zone_and_changes_nothing(cast, link):
    cast.senior.zone = "America/New_York"
    cast.senior.save()

    response = Client().get(link)

    page = response.content.decode()
    assert "Did your session with Nia Newcomer take place?" in page
    assert "Session 1, Mon 2 March, 04:00 (your time)" in page
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert state() == "logged"


def test_the_link_confirms_without_signing_in_and_signs_nobody_in(link):
    client = Client()

    response = client.post(link)

    assert (response.url, state()) == (link, "held")
    assert "counts as held" in client.get(link).content.decode()
    assert "_auth_user_id" not in client.session


def test_the_link_works_once(link):
    Client().post(link)
    before = Meeting.objects.get().confirmed_at

    Client().post(link)

    assert (state(), Meeting.objects.get().confirmed_at) == ("held", before)


def test_a_forwarded_link_confirms_for_whom_it_was_sent_to_and_shows_nothing_more(cast, as_person, link):
    finder = as_person(cast.stranger)
    mine, theirs = Client().get(link).content.decode(), finder.get(link).content.decode()

    finder.post(link)

    main = [page.split("<main")[1].split("csrfmiddlewaretoken")[0] for page in (mine, theirs)]
    assert main[0] == main[1]
    assert state() == "held"
    assert finder.get(f"/pairs/{cast.pair.pk}/").status_code == 404


def test_the_link_needs_no_cookie_but_the_forms_own_token(link):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(link).status_code == 403
    assert state() == "logged"


@pytest.mark.parametrize("place", [10, -1, -30])
def test_an_altered_link_says_so_and_does_nothing(link, place):
    token = list(link.removesuffix("/"))
    token[place] = "A" if token[place] != "A" else "B"

    response = Client().post("".join(token) + "/")

    assert (response.status_code, state()) == (404, "logged")


@pytest.mark.parametrize(("days", "status"), [(13, 302), (15, 404)])
def test_a_link_lasts_14_days(logged, days, status):
    class Earlier(TimestampSigner):
        def timestamp(self) -> str:
            return b62_encode(int(time.time()) - days * DAY)

    token = Earlier(salt=f"link:{CONFIRM}").sign_object([str(logged.pk), "0", "senior"])

    assert Client().post(f"/confirm/{token}/").status_code == status


def test_a_link_for_something_else_is_none(logged):
    token = sign("another purpose", logged.pk, 0, Side.SENIOR)

    assert Client().post(f"/confirm/{token}/").status_code == 404


def test_a_link_of_before_a_dispute_is_void_even_after_a_new_log(logged, link):
    dispute_meeting(logged, now=later(hours=2))
    assert Client().post(link).status_code == 404

    log_meeting(logged, side=Side.NEWCOMER, now=later(hours=3))

    assert (Client().post(link).status_code, state()) == (404, "logged")


def test_a_link_of_one_who_has_left_the_organisation_is_void(cast, link):
    cast.senior.is_active = False
    cast.senior.save()

    assert (Client().post(link).status_code, state()) == (404, "logged")


def test_a_link_confirms_what_took_place_before_the_pair_ended(link):
    Pair.objects.update(ended_at=later(hours=2))

    Client().post(link)

    assert "counts as held" in Client().get(link).content.decode()
    assert state() == "held"


def test_the_mail_is_dropped_once_it_is_confirmed(cast, post_round, mailoutbox):
    meeting = make_meeting(cast.pair, starts_at=NOW)
    log_meeting(meeting, side=Side.NEWCOMER, now=later(hours=1))
    confirm_meeting(meeting, side=Side.SENIOR, now=later(hours=1))

    assert post_round(mailoutbox, later(hours=1)) == []


def test_the_mail_still_asks_after_the_pair_has_ended(cast, post_round, mailoutbox):
    log_meeting(make_meeting(cast.pair, starts_at=NOW), side=Side.NEWCOMER, now=later(hours=1))
    Pair.objects.update(ended_at=later(hours=1))

    assert [letter.to for letter in post_round(mailoutbox, later(hours=1))] == [[cast.senior.email]]
