"""Signing in: whose an address is, what a stranger can find out, and when a session ends."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.factories import make_person
from tests.programs.test_participation import invitation_of

CODE, ADDRESSES = "account_request_login_code", "account_email"


def asked(view: str, **values: str) -> tuple[int, str, str]:
    """Return what a stranger sees who asks for a code: status, where it leads, and the page there without the mail."""
    browser = Client()
    answer = browser.post(reverse(view), values)
    page = browser.get(answer.url)
    lines = [line for line in page.content.decode().splitlines() if "csrf" not in line.lower()]
    return answer.status_code, answer.url, "".join(lines).replace("".join(values.values()), "")


@pytest.mark.parametrize("steps", [["add"], ["add", "primary"], ["remove", "add", "primary"]])
def test_nobody_can_take_an_address_that_another_will_have(cast, as_person, steps):
    browser, me = as_person(cast.bystander), cast.bystander
    theirs = {"add": "new.hire@meridian.example", "primary": "new.hire@meridian.example", "remove": me.email}

    for step in steps:
        browser.post(reverse(ADDRESSES), {"email": theirs[step], f"action_{step}": ""})

    assert User.objects.get(pk=me.pk).email == me.email
    assert [row.email for row in EmailAddress.objects.all() if row.email != me.email] == []


def test_nobody_can_take_an_address_that_another_has(cast, as_person):
    as_person(cast.bystander).post(reverse(ADDRESSES), {"email": cast.hr_admin.email, "action_add": ""})

    assert EmailAddress.objects.filter(email=cast.hr_admin.email).exclude(user=cast.hr_admin).exists() is False


@pytest.mark.parametrize(("view", "field"), [(CODE, "email"), ("account_reset_password", "email")])
def test_sign_in_answers_alike_whether_somebody_is_here_gone_or_unknown(cast, view, field):
    gone = make_person("Gus Gone", is_active=False)

    seen = [asked(view, **{field: email}) for email in (cast.senior.email, gone.email, "nobody@meridian.example")]

    assert seen[1:] == seen[:1] * 2


def test_a_wrong_password_says_nothing_about_who_is_here(cast):
    User.objects.filter(pk=cast.senior.pk).update(password=make_password("a long pass phrase"))

    seen = [
        Client().post(reverse("account_login"), {"login": email, "password": "another phrase"}).context["form"].errors
        for email in (cast.senior.email, cast.newcomer.email, "nobody@meridian.example")
    ]

    assert (len(seen[0]), seen[1:]) == (1, seen[:1] * 2)


def test_a_session_ends_at_once_when_its_person_has_left(cast, as_person):
    browser = as_person(cast.senior)
    before = browser.get(reverse("desk:home")).status_code

    User.objects.filter(pk=cast.senior.pk).update(is_active=False)

    assert (before, browser.get(reverse("desk:home")).status_code) == (200, 302)


@pytest.mark.parametrize("role", ["hr_admin", "counsellor"])
def test_pages_of_a_role_close_at_once_when_it_is_taken_away(cast, as_person, role):
    person = getattr(cast, role)
    browser, page = as_person(person), {"hr_admin": "people:people", "counsellor": "counsel:queue"}[role]
    before = browser.get(reverse(page)).status_code

    person.roles_held.filter(role=role).delete()

    assert (before, browser.get(reverse(page)).status_code) == (200, 403)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_password_signs_in_and_leads_nowhere_else(cast, elsewhere):
    User.objects.filter(pk=cast.senior.pk).update(password=make_password("a long pass phrase"))
    browser = Client()

    answer = browser.post(
        f"{reverse('account_login')}?next={elsewhere}",
        {"login": cast.senior.email, "password": "a long pass phrase", "next": elsewhere},
    )

    assert (answer.status_code, answer.url) == (302, reverse("desk:home"))


def test_an_invitation_gives_the_session_a_new_key(cast):
    browser = Client()
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key

    browser.post(invitation_of(cast))

    assert browser.session["_auth_user_id"] == str(cast.invited.pk)
    assert (browser.session.session_key == planted, type(session)(planted).load()) == (False, {})
