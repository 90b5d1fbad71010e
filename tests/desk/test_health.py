"""What the health pages answer when something is wrong, and that HR can act on stuck messages."""

import json

import pytest
from celery import current_app
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.health import checks
from outbox.actions import note_heartbeat, post
from outbox.models import Message
from tests.factories import NOW, later, make_person

ALL_WELL = {
    "database": True,
    "migrations": True,
    "master keys": True,
    "broker": True,
    "heartbeat": True,
    "overdue mail": True,
}


def verdict(now=NOW) -> dict[str, bool]:
    return {check.name: check.ok for check in checks(now=now)}


@pytest.fixture
def ticking(db):
    note_heartbeat(now=NOW)


@pytest.fixture
def stuck(cast):
    """A message to the senior that the mail server refused."""
    post("talk_offered", to=cast.senior, fact="1", about=cast.program.pk, now=NOW)
    Message.objects.update(state="failed", outcome="The mail server refused it.", finished_at=NOW, tries=3)
    return Message.objects.get()


def test_healthz_answers_without_a_database():
    assert json.loads(Client().get(reverse("desk:healthz")).content) == {"ok": True}


def test_checks_are_well_when_everything_runs(ticking):
    assert verdict() == ALL_WELL


def test_checks_notice_a_clock_that_stopped(ticking):
    assert verdict(later(minutes=3)) == ALL_WELL
    assert verdict(later(minutes=4)) == ALL_WELL | {"heartbeat": False}


def test_checks_notice_a_clock_that_never_ticked(db):
    assert verdict() == ALL_WELL | {"heartbeat": False}


def test_checks_notice_mail_that_is_late(ticking):
    person = make_person()
    post("test_mail", to=person, fact="1", about=person.pk, now=later(minutes=-16))

    assert verdict() == ALL_WELL | {"overdue mail": False}


def test_checks_notice_a_migration_that_is_not_applied(ticking):
    MigrationRecorder.Migration.objects.filter(app="outbox").first().delete()

    assert verdict() == ALL_WELL | {"migrations": False}


def test_checks_notice_a_broker_that_is_gone(ticking):
    address = current_app.conf.broker_url
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        assert verdict() == ALL_WELL | {"broker": False}
    finally:
        current_app.conf.broker_url = address


def test_readyz_answers_200_or_503_with_ages_and_no_secrets(db):
    unwell = Client().get(reverse("desk:readyz"))
    note_heartbeat(now=timezone.now())
    well = Client().get(reverse("desk:readyz"))

    assert [unwell.status_code, well.status_code] == [503, 200]
    assert json.loads(unwell.content)["heartbeat"] == {"ok": False}
    assert set(json.loads(well.content)) == set(ALL_WELL)
    assert json.loads(well.content)["overdue mail"] == {"ok": True, "seconds": 0}


def test_delivery_shows_who_but_neither_what_nor_about_what(cast, stuck, as_person):
    page = as_person(cast.hr_admin).get(reverse("desk:delivery")).content.decode()

    assert cast.senior.name in page
    assert "The mail server refused it." in page
    assert "talk_offered" not in page
    assert "A talk before you start" not in page


def test_send_again_puts_a_stuck_message_in_line_once(cast, stuck, as_person):
    address = reverse("desk:send_again", args=[stuck.pk])

    for _ in range(2):
        assert as_person(cast.hr_admin).post(address).url == reverse("desk:delivery")

    stuck.refresh_from_db()
    assert (stuck.state, stuck.tries) == ("waiting", 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_delivery_asks_as_many_queries_for_one_row_as_for_three(cast, as_person, rows, django_assert_num_queries):
    for number in range(rows):
        post("talk_offered", to=make_person(), fact=str(number), about=cast.program.pk, now=NOW)
    Message.objects.update(state="failed", finished_at=NOW)
    browser = as_person(cast.hr_admin)

    with django_assert_num_queries(13):
        browser.get(reverse("desk:delivery"))


def test_a_form_that_is_too_long_is_refused_in_plain_words(db, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = client.post(reverse("account_request_login_code"), {"login": "x" * 2000})

    assert (response.status_code, "Nothing of it was stored" in response.content.decode()) == (413, True)
