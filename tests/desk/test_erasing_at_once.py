"""Erasing oneself while somebody confirms, exports or erases too, on real connections: one effect, and nothing half."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from desk.actions import erase_person, hold
from people.actions import ERASED
from people.models import Role, User
from record.erasure import preview
from sessions_app.models import Meeting
from tests.factories import NOW, grant, make_meeting, make_pair, make_person
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 10


def somebody_waits_for_a_row() -> bool:
    """Whether a connection waits for a lock, as PostgreSQL sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def wait_until_somebody_waits() -> None:
    deadline = time.monotonic() + PATIENCE
    while not somebody_waits_for_a_row():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_erasing_and_confirming_at_once_has_one_effect_each(cast, as_person):
    erase, answers = reverse("desk:erase_record"), []
    seniors_pairs = [cast.pair, *(make_pair(cast.program, senior=cast.pair.senior) for _ in range(3))]
    for pair in seniors_pairs:
        logged = {"state": Meeting.State.LOGGED, "logged_by": "newcomer", "logged_at": NOW, "starts_at": NOW}
        meeting, person = make_meeting(pair, **logged), pair.newcomer.person
        confirm = reverse("sessions_app:confirm_meeting", args=[pair.pk, meeting.number])
        senior, newcomer, again = as_person(cast.senior), as_person(person), as_person(person)

        faults = at_once(
            lambda: answers.append(senior.post(confirm).status_code),  # noqa: B023 - done at once
            lambda: answers.append(newcomer.post(erase, {"email": person.email}).status_code),  # noqa: B023
            lambda: answers.append(again.post(erase, {"email": person.email}).status_code),  # noqa: B023
        )

        meeting.refresh_from_db()
        pair.refresh_from_db()
        erased = User.objects.get(pk=person.pk)
        assert (faults, erased.email, erased.is_active) == ([], f"{person.pk}@{ERASED}", False)
        assert [fate for fate in preview(erased) if fate.goes] == []
        assert (pair.ended_at is not None, pair.newcomer.places_taken) == (True, 0)
        # What both say has happened may be said after the pair has ended, too.
        assert (meeting.state, meeting.confirmed_at is not None) == (Meeting.State.HELD, True)
    assert set(answers) == {302}
    cast.pair.senior.refresh_from_db()
    assert cast.pair.senior.places_taken == 0


def test_an_export_waits_for_an_erasure_under_way_and_then_gets_nothing(cast, as_person):
    browser = as_person(cast.newcomer)

    def export():
        try:
            return browser.get(reverse("desk:export_record", args=["json"]))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase_person(cast.newcomer, now=timezone.now())
            answer = pool.submit(export)
            wait_until_somebody_waits()
        told = answer.result(PATIENCE)

    assert (told.status_code, b"Nia" in told.content) == (302, False)


def test_an_erasure_waits_for_an_export_under_way_which_is_whole(told_everything, as_person):
    person = told_everything.newcomer
    whole = json.loads(as_person(person).get(reverse("desk:export_record", args=["json"])).content)
    browser = as_person(person)

    def erase():
        try:
            return browser.post(reverse("desk:erase_record"), {"email": person.email}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold(person)
            answer = pool.submit(erase)
            wait_until_somebody_waits()
            during = json.loads(as_person(person).get(reverse("desk:export_record", args=["json"])).content)
        status = answer.result(PATIENCE)

    sections = [{section["model"]: len(section["rows"]) for section in told["sections"]} for told in (whole, during)]
    assert (status, sections[0] == sections[1]) == (302, True)
    assert not User.objects.active().filter(pk=person.pk).exists()


def test_the_last_two_admins_erasing_themselves_at_once_leave_one(cast):
    other = grant(make_person("Hope Admin"), Role.Name.HR_ADMIN)

    faults = at_once(*[lambda who=who: erase_person(who, now=NOW) for who in (cast.hr_admin, other)])

    assert (faults, Role.objects.filter(role=Role.Name.HR_ADMIN, person__is_active=True).count()) == (["LastAdmin"], 1)
