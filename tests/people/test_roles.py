"""People and roles: who may configure, and that somebody always can."""

import pytest
from django.urls import reverse

from people.actions import (
    AlreadySetUp,
    LastAdmin,
    grant_role,
    revoke_role,
    send_test_mail,
    set_up_organisation,
    upsert_people,
)
from people.models import Organisation, Role, User
from tests.factories import NOW, grant, later, make_organisation, make_person

FIRST = [
    (Role.Name.HR_ADMIN, "Hal Admin", "Hal@Meridian.example"),
    (Role.Name.COORDINATOR, "Hal Admin", "hal@meridian.example"),
    (Role.Name.COUNSELLOR, "Cleo Ear", "cleo@meridian.example"),
]


def test_set_up_organisation_names_it_and_its_first_holders(db):
    set_up_organisation(name="Meridian Rail", holders=FIRST, now=NOW)

    assert Organisation.objects.get().name == "Meridian Rail"
    assert sorted(Role.objects.values_list("person__email", "role")) == [
        ("cleo@meridian.example", "counsellor"),
        ("hal@meridian.example", "coordinator"),
        ("hal@meridian.example", "hr_admin"),
    ]
    assert User.objects.count() == 2


def test_set_up_organisation_happens_once(db):
    set_up_organisation(name="Meridian Rail", holders=FIRST, now=NOW)

    with pytest.raises(AlreadySetUp):
        set_up_organisation(name="Another", holders=FIRST, now=NOW)


def test_set_up_organisation_needs_an_hr_admin(db):
    with pytest.raises(LastAdmin):
        set_up_organisation(name="Meridian Rail", holders=FIRST[1:], now=NOW)

    assert Organisation.objects.count() == 0


def test_grant_role_twice_is_one_role(db):
    person = make_person()

    assert [grant_role(person, role="sponsor", now=NOW) for _ in range(2)] == [True, False]
    assert list(Role.objects.values_list("role", flat=True)) == ["sponsor"]


def test_revoke_role_keeps_the_last_hr_admin(db):
    gone = grant(make_person(is_active=False), Role.Name.HR_ADMIN)
    admin = grant(make_person(), Role.Name.HR_ADMIN)

    with pytest.raises(LastAdmin):
        revoke_role(Role.objects.get(person=admin))

    assert set(Role.objects.values_list("person", flat=True)) == {gone.pk, admin.pk}


def test_upsert_people_leaves_what_the_rows_do_not_hold(db):
    make_organisation()
    person = make_person("Ann", email="ann@x.example", team="Blue", zone="Europe/Berlin")

    told = upsert_people([{"email": "ann@x.example", "name": "Ann Lee", "manager": None}])

    person.refresh_from_db()
    assert (told.new, told.changed, told.unchanged) == (0, 1, 0)
    assert (person.name, person.team, person.zone) == ("Ann Lee", "Blue", "Europe/Berlin")


def test_roles_page_grants_by_mail_address(cast, as_person):
    browser = as_person(cast.hr_admin)

    answer = browser.post(reverse("people:roles"), {"email": cast.outsider.email.upper(), "role": "sponsor"})

    assert answer.url == reverse("people:roles")
    assert list(cast.outsider.roles_held.values_list("role", flat=True)) == ["sponsor"]


def test_roles_page_says_when_nobody_has_the_address(cast, as_person):
    answer = as_person(cast.hr_admin).post(reverse("people:roles"), {"email": "no@body.example", "role": "sponsor"})

    assert answer.context["form"].errors == {"email": ["Nobody here has this address. People come in with a roster."]}


def test_revoke_role_asks_first_and_takes_the_role_then(cast, as_person):
    browser = as_person(cast.hr_admin)
    address = reverse("people:revoke_role", args=[cast.coordinator.pk, "coordinator"])

    assert browser.get(address).status_code == 200
    assert cast.coordinator.roles_held.count() == 1
    browser.post(address)
    assert cast.coordinator.roles_held.count() == 0
    assert browser.post(address).status_code == 404


def test_revoke_role_page_stays_calm_about_the_last_hr_admin(cast, as_person):
    browser = as_person(cast.hr_admin)

    page = browser.post(reverse("people:revoke_role", args=[cast.hr_admin.pk, "hr_admin"]), follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "Hal Admin stays HR admin: somebody must be. Give the role to another first."
    ]
    assert page.status_code == 200


def test_send_test_mail_sends_one_a_minute_to_oneself(cast, told, post_round, mailoutbox):
    for seconds in (0, 10, 70):
        send_test_mail(cast.hr_admin, now=later(seconds=seconds))

    assert told() == [("test_mail", "Hal Admin")] * 2
    assert [(letter.to, letter.subject) for letter in post_round(mailoutbox, NOW)] == [
        ([cast.hr_admin.email], "Mail from Viceversa reaches you")
    ]


def test_send_test_mail_page_acts_on_post_only(cast, as_person, told):
    browser = as_person(cast.hr_admin)

    assert browser.get(reverse("people:send_test_mail")).status_code == 405
    assert browser.post(reverse("people:send_test_mail")).url == reverse("people:roles")
    assert told() == [("test_mail", "Hal Admin")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "nia"}, ["Nia Newcomer"]),
        ({"q": "person:"}, []),
        ({"q": "senior", "sort": "-name"}, ["Sol Senior"]),
        ({"q": "newcomer", "sort": "password"}, ["Nia Newcomer"]),
    ],
)
def test_people_searches_and_sorts(cast, as_person, query, names):
    page = as_person(cast.hr_admin).get(reverse("people:people"), query).context["leaf"]

    assert [person.name for person in page.rows] == names


def test_people_sorts_by_grade_downwards(cast, as_person):
    for grade in (3, 9, 6):
        make_person(f"Grade {grade}", grade=grade, team="Sorted")

    page = as_person(cast.hr_admin).get(reverse("people:people"), {"q": "Sorted", "sort": "-grade"}).context["leaf"]

    assert [person.grade for person in page.rows] == [9, 6, 3]


def test_people_asks_the_database_alike_for_1_and_3_rows(cast, as_person, queries_of):
    browser = as_person(cast.hr_admin)
    boss = make_person("Boss")
    make_person(team="Counted", manager=boss)
    one = queries_of(browser, reverse("people:people"), {"q": "Counted"})
    for _ in range(2):
        make_person(team="Counted", manager=boss)

    assert queries_of(browser, reverse("people:people"), {"q": "Counted"}) == one


def test_roles_asks_the_database_alike_for_more_holders(cast, as_person, queries_of):
    browser = as_person(cast.hr_admin)
    few = queries_of(browser, reverse("people:roles"))
    grant(make_person(), "sponsor", "coordinator")

    assert queries_of(browser, reverse("people:roles")) == few
