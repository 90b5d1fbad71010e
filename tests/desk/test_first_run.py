"""An empty installation is set up once, by whoever runs it."""

import threading

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from desk import access
from outbox.links import sign
from people.models import Organisation, Role, User
from record.clocks import CLOCKS
from record.models import ClockSetting
from tests.factories import make_organisation, make_person

ADDRESS = reverse("desk:first_run")


def told_page(**more: str) -> dict[str, str]:
    return {
        "organisation": "Meridian Rail",
        "zone": "Europe/Lisbon",
        "hr_admin_name": "Hal Admin",
        "hr_admin_email": "Hal@Meridian.example",
        "code": access.set_up_code(),
        "smallest_group": "5",
        **{f"clock_{key}": str(clock.usual) for key, clock in CLOCKS.items()},
        **more,
    }


def printed_address(capsys) -> str:
    call_command("set_up_code")
    return capsys.readouterr().out.strip()


def test_set_up_code_opens_the_page(db, capsys):
    address = printed_address(capsys)

    assert address.startswith(f"http://testserver{ADDRESS}?code=")
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("code", ["", "nonsense", sign("confirm", "organisation")], ids=["none", "nonsense", "other"])
def test_first_run_stays_shut_without_a_good_code(db, code):
    page = Client().get(ADDRESS, {"code": code})

    assert page.status_code == 403
    assert "manage.py set_up_code" in page.content.decode()
    assert Client().post(ADDRESS, told_page(code=code)).status_code == 403
    assert not Organisation.objects.exists()


def test_set_up_code_dies_after_a_day(db, monkeypatch):
    code = access.set_up_code()
    tomorrow = signing.time.time() + 24 * 3600 + 1
    monkeypatch.setattr(signing.time, "time", lambda: tomorrow)

    assert Client().get(ADDRESS, {"code": code}).status_code == 403


def test_first_run_opens_to_the_operator_without_a_code(db, as_person):
    operator = User.objects.create_superuser("root@meridian.example", name="Root")

    assert as_person(operator).get(ADDRESS).status_code == 200
    assert as_person(make_person()).get(ADDRESS).status_code == 403


def test_first_run_sets_up_names_roles_look_promises_and_a_test_mail(db, told, settings):
    settings.SMALLEST_GROUP = 5  # so that what is raised here ends with this test
    response = Client().post(
        ADDRESS,
        told_page(
            counsellor_name="Cleo",
            counsellor_email="c@meridian.example",
            sponsor_name="Hal",
            sponsor_email="hal@meridian.example",
            colour="#0B6763",
            smallest_group="7",
            clock_shared="91",
        ),
    )

    assert response.url == reverse("desk:home")
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.colour, organisation.smallest_group) == ("Meridian Rail", "#0B6763", 7)
    assert list(ClockSetting.objects.values_list("clock", "days")) == [("shared", 91)]
    assert set(Role.objects.values_list("person__email", "role", "person__zone")) == {
        ("hal@meridian.example", "hr_admin", "Europe/Lisbon"),
        ("hal@meridian.example", "sponsor", "Europe/Lisbon"),
        ("c@meridian.example", "counsellor", "Europe/Lisbon"),
    }
    assert told() == [("test_mail", "Hal Admin")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": ""},
        {"hr_admin_email": "nobody"},
        {"hr_admin_name": ""},
        {"sponsor_name": "Sam"},
        {"counsellor_email": "c@meridian.example"},
        {"zone": "Mars/Olympus"},
        {"smallest_group": "4"},
        {"colour": "green"},
        {"clock_shared": "365", "clock_status": "183"},
    ],
)
def test_first_run_keeps_what_was_typed_when_something_is_missing(db, wrong):
    page = Client().post(ADDRESS, told_page(**wrong))

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Organisation.objects.exists()


def test_first_run_is_gone_once_the_organisation_exists(db, as_person):
    make_organisation()
    operator = User.objects.create_superuser("root@meridian.example", name="Root")

    assert Client().get(ADDRESS, {"code": access.set_up_code()}).status_code == 404
    assert as_person(operator).get(ADDRESS).status_code == 404
    assert Client().post(ADDRESS, told_page()).status_code == 404
    with pytest.raises(CommandError):
        call_command("set_up_code")


@pytest.mark.django_db(transaction=True)
def test_first_run_sent_twice_at_once_makes_one_organisation(transactional_db):
    together, statuses = threading.Barrier(2), []

    def run(name: str) -> None:
        together.wait()
        statuses.append(Client().post(ADDRESS, told_page(organisation=name)).status_code)
        connection.close()

    senders = [threading.Thread(target=run, args=[name]) for name in ("One", "Other")]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sorted(statuses) == [302, 404]
    assert Organisation.objects.count() == Role.objects.count() == User.objects.count() == 1


def test_an_empty_installation_says_that_set_up_is_due(db, as_person):
    login = Client().get(reverse("account_request_login_code")).content.decode()
    operator = User.objects.create_superuser("root@meridian.example", name="Root")
    home = as_person(operator).get(reverse("desk:home")).content.decode()

    assert "manage.py set_up_code" in login
    assert f'href="{ADDRESS}"' in home


def test_a_set_up_installation_does_not_speak_of_it(cast, as_person):
    login = Client().get(reverse("account_request_login_code")).content.decode()
    home = as_person(cast.superuser).get(reverse("desk:home")).content.decode()

    assert "set_up_code" not in login
    assert ADDRESS not in home
