"""The list of people: what finds whom, leafing, doing things to many at once, the file handed out."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pairing.actions import withdraw_leavers
from people import actions
from people.models import User
from people.paging import SIZE, leaf_of
from tests.factories import NOW, later, make_person


def names(page) -> list[str]:
    return [person.name for person in page.context["leaf"].rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "muller o'n"}, ["Zoë Müller-O’Neill"]),
        ({"q": "LEEDS"}, ["Ann Adams", "Zoë Müller-O’Neill"]),
        ({"q": "eeds"}, []),
        ({"q": "&|!:*"}, []),
        ({"department": "Ops"}, ["Ann Adams", "Bo Berg"]),
        ({"department": "Ops", "location": "Leeds"}, ["Ann Adams"]),
        ({"grade": "3", "department": "Ops"}, ["Bo Berg"]),
        ({"state": "left"}, ["Gus Gone"]),
        # Values that nobody has filter nothing.
        ({"department": "Nowhere", "state": "left"}, ["Gus Gone"]),
    ],
)
def test_people_are_found_by_words_and_filters(cast, as_person, query, found):
    make_person("Zoë Müller-O’Neill", location="Leeds")
    make_person("Ann Adams", department="Ops", location="Leeds", grade=2)
    make_person("Bo Berg", department="Ops", location="Lyon", grade=3, grade_name="Head")
    make_person("Gus Gone", is_active=False)

    page = as_person(cast.hr_admin).get(reverse("people:people"), query)

    assert names(page) == found
    assert page.context["filters"].fields["grade"].choices == [("", "All"), ("2", "2"), ("3", "3 Head")]


@pytest.mark.parametrize(("by", "downwards"), [(["name", "pk"], False), (["rank", "name", "pk"], True)])
def test_leaf_of_leads_through_everyone_once_and_back(db, by, downwards):
    User.objects.bulk_create(
        User(email=f"p{n}@x.example", name=f"P {n % 7}", grade=n % 3 or None, password="!") for n in range(2 * SIZE + 5)
    )
    rows, leaves, asked = User.objects.ranked(), [], {}
    while not leaves or asked["after"]:
        leaves.append(leaf_of(rows, asked, by=by, downwards=downwards))
        asked = {"after": leaves[-1].after and str(leaves[-1].after)}

    everyone = [person for leaf in leaves for person in leaf.rows]
    back = leaf_of(rows, {"before": str(leaves[1].before)}, by=by, downwards=downwards)

    key = [(tuple(getattr(person, name) for name in by)) for person in everyone]
    assert ([len(leaf.rows) for leaf in leaves], key) == ([SIZE, SIZE, 5], sorted(key, reverse=downwards))
    assert (back.rows, back.before, back.after) == (leaves[0].rows, None, leaves[0].after)
    assert leaf_of(rows, {"after": "nonsense"}, by=by, downwards=downwards).rows == leaves[0].rows


def test_marking_as_left_asks_first_ends_sessions_at_once_and_can_be_undone(cast, as_person):
    browser, address = as_person(cast.hr_admin), reverse("people:mark_as_left")
    query = f"?chosen={cast.senior.pk}&chosen={cast.hr_admin.pk}&chosen=nonsense&q="

    summary = browser.get(address + query)
    assert (summary.context["count"], User.objects.filter(is_active=False).count()) == (2, 0)
    browser.post(address + query)
    page = browser.get(reverse("people:people"))
    [(left_at, _, count)] = page.context["leavings"]
    assert (count, set(User.objects.filter(is_active=False))) == (1, {cast.senior})
    # The sweep that ends pairs waits as long as this can be undone.
    withdraw_leavers(now=timezone.now())
    cast.pair.refresh_from_db()
    assert cast.pair.ended_at is None

    browser.post(reverse("people:undo_leaving"), {"left_at": f"{left_at:%Y-%m-%dT%H:%M:%S.%f+0000}"})

    assert User.objects.filter(is_active=False).count() == 0
    assert f'value="{left_at:%Y-%m-%dT%H:%M:%S.%f+0000}"' in page.content.decode()


def test_leaving_is_final_after_half_an_hour(cast):
    actions.mark_as_left(User.objects.filter(pk=cast.senior.pk), by=cast.hr_admin, now=NOW)

    assert actions.undo_leaving(left_at=NOW, now=later(minutes=31)) == 0
    withdraw_leavers(now=later(minutes=31))
    cast.pair.refresh_from_db()
    assert cast.pair.ended_at == later(minutes=31)


def test_everyone_found_is_invited_to_a_program_and_nobody_twice(cast, as_person):
    for number in range(3):
        make_person(f"Ops {number}", department="Ops")
    browser, address = as_person(cast.hr_admin), reverse("programs:invite_chosen") + "?everyone=on&department=Ops"

    summary = browser.get(address)
    for _ in range(2):
        browser.post(address, {"program": cast.program.pk})

    assert summary.context["count"] == 3
    assert cast.program.participations.invited().filter(person__department="Ops").count() == 3
    assert browser.get(reverse("programs:invite_chosen")).url == reverse("people:people")


def test_export_people_is_read_again_without_a_change_and_holds_no_formula(cast, as_person):
    make_person("=cmd|' /C calc'!A0", email="evil@x.example", grade=4, department="Ops")
    browser, address = as_person(cast.hr_admin), reverse("people:export_people")

    text = browser.get(address, {"department": "Ops"}).content.decode("utf-8-sig").splitlines()
    sheet = load_workbook(io.BytesIO(browser.get(address, {"department": "Ops", "format": "xlsx"}).content)).active

    assert text[1] == "evil@x.example,'=cmd|' /C calc'!A0,,4,,,Ops,,Europe/London"
    assert [[cell.value for cell in row][:4] for row in sheet] == [
        ["email", "name", "manager", "grade"],
        ["evil@x.example", "'=cmd|' /C calc'!A0", None, 4],
    ]
    assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == []
    assert len(browser.get(address).content.decode().splitlines()) == User.objects.active().count() + 1


@pytest.mark.parametrize(
    ("view", "field"), [("account_request_login_code", "email"), ("account_reset_password", "email")]
)
def test_an_accented_address_signs_in_as_the_roster_took_it(cast, view, field):
    make_person("José", email="josé@x.example")

    answer = Client().post(reverse(view), {"email": "JOSÉ@x.example"})

    assert answer.status_code == 302
