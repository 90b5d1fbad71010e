"""Every address is requested by every kind of person, with their own ids and with a stranger's."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.architecture.conftest import World, make_world
from tests.architecture.role_matrix import ANONYMOUS, EVERYONE, MATRIX, STRANGERS, THIRD_PARTY, Row
from tests.architecture.test_doors import PATTERNS

NAMES = [f"{app}:{name}" for app, name, _ in PATTERNS]


@pytest.fixture(scope="module")
def lasting_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Build the world once for all addresses; what a test changes in it goes with that test's savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world: World, db: None) -> World:
    return lasting_world


def test_every_address_stands_in_the_matrix():
    assert sorted(MATRIX) == sorted(NAMES), "Add a Row to tests/architecture/role_matrix.py for each new address."


def test_third_party_addresses_are_listed():
    theirs = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith(("account_", "mfa_", "usersessions_"))
    }

    assert theirs == THIRD_PARTY


def expected(row: Row, persona: str) -> set[int]:
    """Return the statuses a persona may get: in means a page, a redirect, or "not by this method"."""
    if persona == ANONYMOUS:
        return {200, 302, 404, 405, 410, 503} if row.open else {302}
    if persona in row.door:
        return {200, 302, 404, 405, 409, 410, 503} if row.open else {200, 302, 405}
    return {row.strangers if persona in STRANGERS else row.wrong}


@pytest.mark.parametrize("name", NAMES)
def test_address_lets_in_only_whom_the_matrix_names(name, world):
    row, address, unknown = MATRIX[name], world.address(name), world.address(name, unknown=True)
    wrong = {}

    for persona in (ANONYMOUS, *sorted(EVERYONE)):
        client = world.browser(persona)
        statuses = {"get": client.get(address).status_code}
        if persona not in row.door:  # what the right person's POST does is tested where its verb is
            statuses["post"] = client.post(address).status_code
        wrong |= {
            (persona, method): status for method, status in statuses.items() if status not in expected(row, persona)
        }
        if persona in {"hr_admin", "newcomer", "counsellor"} and unknown is not None:
            status = client.get(unknown).status_code
            wrong |= {} if status in {403, 404, 405} else {(persona, "unknown id"): status}

    assert wrong == {}
    if not row.open:
        assert Client().get(address).url.startswith(reverse("account_request_login_code"))
