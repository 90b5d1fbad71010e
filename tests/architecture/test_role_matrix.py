"""Every address is requested by every kind of person, with their own ids and with a stranger's."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.architecture.conftest import World, keys_of, make_elsewhere, make_world
from tests.architecture.inputs import inputs_in, unsaid
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
    wrong, seen = {}, set()

    for persona in (ANONYMOUS, *sorted(EVERYONE)):
        client = world.browser(persona)
        page = client.get(address)
        statuses = {"get": page.status_code}
        if persona in row.door and page.status_code == 200 and "html" in page.headers["Content-Type"]:
            html = page.content.decode()
            if not inputs_in(html) <= seen:
                seen |= inputs_in(html)
                wrong |= {(persona, *each): "Who can read this?" for each in unsaid(name, html)}
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


@pytest.fixture(scope="module")
def elsewhere(lasting_world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    with django_db_blocker.unblock():
        return make_elsewhere(lasting_world.cast)


# What leads to an object by itself, and what only says which of them within a program or a pair.
WITHIN = {"program_id", "pair_id"}
OBJECTS = {name: {key for key in keys_of(name) if key.endswith("_id")} for name in NAMES}
HERE = ("coordinator", "counsellor", "newcomer")


@pytest.mark.parametrize("name", [name for name in NAMES if OBJECTS[name]])
def test_objects_of_another_program_do_not_exist_for_people_of_this_one(name, world, elsewhere):
    row, address, wrong = MATRIX[name], world.address(name, ids=elsewhere), {}
    everyones = {"ideas:idea", "people:revoke_role", "people:person"} | {n for n in NAMES if row.strangers == 403}

    for persona in HERE if name not in everyones else ():
        status = world.browser(persona).get(address).status_code
        wrong |= {persona: status} if status != 404 else {}

    assert wrong == {}


# A line or an action that is not there any more is answered calmly: nothing is done, and the page says so.
CALM = {"line_id", "action_id"}
MIXED = [(name, key) for name in NAMES for key in sorted(OBJECTS[name] - WITHIN - CALM) if OBJECTS[name] & WITHIN]


@pytest.mark.parametrize(("name", "key"), MIXED)
def test_an_object_is_fetched_through_its_program_or_pair(name, key, world, elsewhere):
    address, wrong = world.address(name, ids=world.ids | {key: elsewhere[key]}), {}

    for persona in sorted(MATRIX[name].door & {"coordinator", "newcomer"}):
        client = world.browser(persona)
        statuses = {"get": client.get(address).status_code, "post": client.post(address).status_code}
        wrong |= {(persona, method): status for method, status in statuses.items() if status not in {404, 405}}

    assert wrong == {}


def test_ids_in_addresses_cannot_be_guessed(world):
    guessable = {(name, key) for name in NAMES for key in OBJECTS[name] if not isinstance(world.ids[key], UUID)}

    assert guessable == set()
