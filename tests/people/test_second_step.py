"""The second step of signing in, taking a lost one away, and where somebody is signed in."""

import base64

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from people.actions import forget_ended_sessions, remove_second_step, revoke_role
from people.models import Role, SecondStepRemoval, User
from programs.models import Program
from record.actions import lock_anew
from record.keys import Unreadable, faults, lock, unlock
from record.models import DataKey
from tests.factories import NOW, grant, make_person

HOME = reverse("desk:home")
ACTIVATE, AUTHENTICATE = reverse("mfa_activate_totp"), reverse("mfa_authenticate")


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(browser: Client) -> str:
    """Set an authenticator app up and return its secret."""
    secret = browser.get(ACTIVATE).context["form"].secret
    assert browser.post(ACTIVATE, {"code": code_of(secret)}).status_code == 302
    return secret


def noted(browser: Client, person: User) -> Client:
    """Note a browser's session as signing in through a page does."""
    UserSession.objects.create(user=person, session_key=browser.session.session_key, ip="127.0.0.1", user_agent="test")
    return browser


def sign_in_by_code(person: User, mailoutbox) -> tuple[Client, str]:
    """Sign in by mailed code and return the browser and where it was led."""
    mailoutbox.clear()
    browser = Client(REMOTE_ADDR="127.0.0.1")
    browser.post(reverse("account_request_login_code"), {"email": person.email})
    [letter] = mailoutbox
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    code = letter.body.partition("signing in is")[2].split()[0]
    return browser, browser.post(reverse("account_confirm_login_code"), {"code": code}).url


def test_a_locked_secret_opens_and_says_when_it_was_altered():
    locked = lock("JBSWY3DPEHPK3PXP")

    assert (unlock(locked), "JBSW" in locked, lock("a") == lock("a")) == ("JBSWY3DPEHPK3PXP", False, False)
    for wrong in (locked[:-8] + "AAAAAAA=", "gone:" + locked, ""):
        with pytest.raises(Unreadable):
            unlock(wrong)


def test_hr_admins_need_a_second_step_once_a_program_has_opened(cast, as_person, settings):
    settings.SECOND_STEP_REQUIRED = True
    browser = as_person(cast.hr_admin)
    Program.objects.update(opened_at=None)
    assert browser.get(HOME).status_code == 200

    Program.objects.filter(pk=cast.program.pk).update(opened_at=NOW)
    assert browser.get(HOME).url == reverse("mfa_index")
    assert "Set one up to go on" in browser.get(reverse("mfa_index")).content.decode()
    assert as_person(cast.coordinator).get(HOME).status_code == 200

    set_up_app(browser)
    assert browser.get(HOME).status_code == 200
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    browser.post(reverse("mfa_reauthenticate"), {"code": codes[0]})
    assert browser.post(reverse("mfa_deactivate_totp")).status_code == 200
    assert Authenticator.objects.filter(user=cast.hr_admin, type="totp").count() == 1


def test_a_code_by_mail_alone_does_not_pass_the_second_step(cast, as_person, mailoutbox, dumped):
    secret = set_up_app(as_person(cast.senior))
    Authenticator.objects.filter(type="totp").get()
    assert dumped(secret) == 0

    browser, led_to = sign_in_by_code(cast.senior, mailoutbox)
    assert (led_to, browser.get(HOME).status_code) == (AUTHENTICATE, 302)
    assert "or one of your recovery codes" in browser.get(AUTHENTICATE).content.decode()
    assert browser.post(AUTHENTICATE, {"code": "000000"}).status_code == 200
    codes = Authenticator.objects.get(user=cast.senior, type="recovery_codes").wrap().get_unused_codes()
    assert browser.post(AUTHENTICATE, {"code": codes[0]}).status_code == 302
    assert browser.get(HOME).status_code == 200
    assert sign_in_by_code(cast.senior, mailoutbox)[0].post(AUTHENTICATE, {"code": codes[0]}).status_code == 200


def test_another_hr_admin_takes_a_lost_second_step_away(cast, as_person, told, recorded):
    other = grant(make_person("Hope Admin"), Role.Name.HR_ADMIN)
    hers, his = noted(as_person(other), other), as_person(cast.hr_admin)
    set_up_app(hers)
    page = reverse("people:remove_second_step", args=[other.pk])

    assert "This is your own" in hers.post(page).content.decode()
    assert "Take the second step of Hope Admin away" in his.get(page).content.decode()
    his.post(page)
    his.post(page)

    assert (hers.get(HOME).status_code, his.get(HOME).status_code) == (302, 200)
    assert Authenticator.objects.count() == 0
    assert told() == [("second_step_removed", "Hope Admin")]
    assert [row[0] for row in recorded(other, SecondStepRemoval)] == ["Hal Admin"]
    assert remove_second_step(other, by=None, now=NOW) is False
    call_command("remove_second_step", other.email.upper())
    with pytest.raises(CommandError):
        call_command("remove_second_step", "nobody@meridian.example")


def test_sessions_are_seen_ended_elsewhere_and_ended_with_a_role(cast, as_person):
    here, there = (noted(as_person(cast.sponsor), cast.sponsor) for _ in range(2))
    page = reverse("usersessions_list")
    assert here.get(page).content.decode().count("Another device") == 1

    here.post(page)
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 302)

    revoke_role(Role.objects.get(person=cast.sponsor))
    assert here.get(HOME).status_code == 302
    assert (UserSession.objects.filter(user=cast.sponsor).count(), Session.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "view",
    ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "usersessions_list"],
)
def test_pages_of_signing_in_keep_the_policy(cast, as_person, view):
    page = as_person(cast.senior).get(reverse(view))

    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "Two-Factor" not in page.content.decode()


def test_secrets_follow_a_new_master_key_and_are_missed_with_a_lost_one(cast, as_person, settings):
    secret, old = set_up_app(as_person(cast.senior)), settings.RECORD_MASTER_KEYS
    new = "new:" + base64.b64encode(b"n" * 32).decode()
    settings.RECORD_MASTER_KEYS = new
    DataKey.objects.update(master_key_id="new", wrapped=None, destroyed_at=NOW)
    assert faults() == ["Master key 'tests' is missing from VICEVERSA_MASTER_KEYS: 2 locked secrets need it."]
    assert lock_anew() == 0

    settings.RECORD_MASTER_KEYS = f"{new} {old}"
    assert (lock_anew(), lock_anew()) == (2, 0)

    settings.RECORD_MASTER_KEYS = new
    steps = {step.type: step for step in Authenticator.objects.filter(user=cast.senior)}
    assert (faults(), unlock(steps["totp"].data["secret"])) == ([], secret)
    assert len(steps["recovery_codes"].wrap().get_unused_codes()) == 10


def test_a_second_step_that_comes_or_goes_is_told(cast, as_person, told, django_capture_on_commit_callbacks):
    browser = as_person(cast.senior)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(browser)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    browser.post(reverse("mfa_reauthenticate"), {"code": codes[0]})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("mfa_deactivate_totp"))

    assert told() == [("second_step_added", "Sol Senior"), ("second_step_ended", "Sol Senior")]


def test_sessions_that_have_run_out_are_forgotten_with_their_notes(cast, as_person):
    ended, lasting = (noted(as_person(cast.sponsor), cast.sponsor) for _ in range(2))
    Session.objects.filter(session_key=ended.session.session_key).update(expire_date=NOW)

    assert (forget_ended_sessions(now=NOW), forget_ended_sessions(now=NOW)) == (1, 0)

    kept = lasting.session.session_key
    assert list(Session.objects.values_list("session_key", flat=True)) == [kept]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [kept]
