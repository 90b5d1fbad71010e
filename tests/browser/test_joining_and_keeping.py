"""Asking to join, the second step of signing in, and how long things are kept: each page looked at."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from django.utils import timezone

from desk.documents import DOCUMENTS
from programs.actions import enrol
from programs.models import Program, Side
from record.actions import note_change
from tests.browser.conftest import overflow, take_pictures, violations
from tests.factories import make_participation, make_person, make_program

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(open_browser):
    """Return a function that looks at what a browser shows, and fail for all complaints together at the end."""
    complaints = {}

    def look_at(page, title: str) -> None:
        take_pictures(page, title)
        complaints[title] = (violations(page), overflow(page))
        page.set_viewport_size({"width": 390, "height": 900})

    yield look_at
    assert complaints == dict.fromkeys(complaints, ([], 0))


def test_asking_waiting_and_answering(cast, open_browser, look):
    program = make_program(approves_joining=True, entry=Program.Entry.ANYONE, senior_places=1)
    people = [make_person(f"{name} Okonkwo-Lindqvist", department="Operations") for name in ("Ada", "Bea", "Cem")]
    here = [program.pk]
    for person in people[:2]:
        enrol(make_participation(program, person), side=Side.SENIOR, capacity=1, now=timezone.now())
    last = open_browser(people[2])

    last.goto(reverse("programs:program", args=here))
    look(last, "program that anyone may join")
    last.goto(reverse("programs:enrol", args=here))
    look(last, "ask to join")
    last.locator("label").filter(has_text="Senior").first.click()
    last.get_by_label("I take part because I want to").check()
    last.get_by_role("button", name="Take part").click()
    look(last, "program asked to join")
    last.goto("/")
    look(last, "home of somebody who asked")
    desk = open_browser(program.coordinator)
    desk.goto(reverse("programs:requests", args=here))
    look(desk, "requests to join")
    for name in ("Ada", "Bea", "Cem"):
        desk.get_by_label(f"Choose {name}").check()
    desk.get_by_role("button", name="Give a place").click()
    look(desk, "give places")
    desk.get_by_role("button", name="Give the places").click()
    look(desk, "requests answered")
    last.goto("/")
    look(last, "home of somebody who waits for a place")
    last.goto(reverse("programs:program", args=here))
    look(last, "program whose place is awaited")


def test_second_step_of_signing_in(cast, open_browser, look):
    page = open_browser(cast.hr_admin)

    page.goto(reverse("mfa_index"))
    look(page, "second step")
    page.get_by_role("link", name="Set up an app").click()
    look(page, "second step by an app")
    secret = page.locator("code.long").inner_text()
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
    page.get_by_role("button", name="Set up the app").click()
    look(page, "confirm that it is you")
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text(codes[1]).wait_for()
    look(page, "recovery codes")
    page.goto(reverse("mfa_index"))
    look(page, "second step set up")
    for title, name in (
        ("add a passkey", "mfa_add_webauthn"),
        ("remove the app", "mfa_deactivate_totp"),
        ("new recovery codes", "mfa_generate_recovery_codes"),
        ("where i am signed in", "usersessions_list"),
    ):
        page.goto(reverse(name))
        look(page, title)


def test_how_long_things_are_kept(told_everything, open_browser, look):
    cast, now = told_everything, timezone.now()
    note_change(["Something is kept for 90 days instead of 180."], keys=["x"], widens=False, by=cast.hr_admin, now=now)
    page = open_browser(cast.hr_admin)

    for title, name in (("retention", "retention"), ("what goes tonight", "tonight"), ("documents", "documents")):
        page.goto(reverse(f"desk:{name}"))
        look(page, title)
    for name in DOCUMENTS:
        page.goto(reverse("desk:document", args=[name]))
        look(page, f"document {name}")
    page.goto(reverse("desk:switches", args=[cast.program.pk]))
    look(page, "switches")
    reader = open_browser(cast.senior)
    reader.goto(reverse("desk:privacy_notice"))
    look(reader, "privacy notice")


def test_what_is_on_record_and_goes(told_everything, open_browser, look):
    cast = told_everything
    page = open_browser(cast.newcomer)

    for title, address in (
        ("on record", reverse("desk:on_record")),
        ("record of a pair", reverse("desk:pair_record", args=[cast.pair.pk])),
        ("erase yourself", reverse("desk:erase_record")),
        ("erased", reverse("desk:erased")),
    ):
        page.goto(address)
        look(page, title)
