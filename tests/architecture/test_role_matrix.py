"""Every address is requested by every kind of person, with their own ids and with a stranger's."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.architecture.role_matrix import ANONYMOUS, EVERYONE, MATRIX, STRANGERS, THIRD_PARTY, Row
from tests.architecture.test_doors import PATTERNS

NAMES = [f"{app}:{name}" for app, name, _ in PATTERNS]


def test_every_address_stands_in_the_matrix():
    assert sorted(MATRIX) == sorted(NAMES), "Add a Row to tests/architecture/role_matrix.py for each new address."


def test_third_party_addresses_are_listed():
    theirs = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account_")}

    assert theirs == THIRD_PARTY


def expected(row: Row, persona: str) -> set[int]:
    """Return the statuses a persona may get: in means a page, a redirect, or "not by this method"."""
    if persona == ANONYMOUS:
        return {200, 302, 404, 405, 410, 503} if row.open else {302}
    if persona in row.door:
        return {200, 302, 404, 405, 409, 410, 503} if row.open else {200, 302, 405}
    return {row.strangers if persona in STRANGERS else row.wrong}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_address_lets_in_only_whom_the_matrix_names(name, method, world):
    row = MATRIX[name]
    address = world.address(name)
    got, wanted = {}, {}

    for persona in (ANONYMOUS, *sorted(EVERYONE)):
        if method == "post" and persona in row.door:
            continue  # what the right person's POST does is tested where its verb is
        client = Client(raise_request_exception=False)
        if persona != ANONYMOUS:
            client.force_login(world.person(persona))
        response = getattr(client, method)(address)
        got[persona] = response.status_code
        wanted[persona] = expected(row, persona)
        if persona == ANONYMOUS and not row.open:
            assert response.url.startswith(reverse("account_request_login_code"))

    assert {persona: status for persona, status in got.items() if status not in wanted[persona]} == {}


@pytest.mark.parametrize("name", NAMES)
def test_unknown_ids_answer_404(name, world):
    address = world.address(name, unknown=True)
    if address is None:
        return
    client = Client(raise_request_exception=False)
    client.force_login(world.person("hr_admin"))

    assert client.get(address).status_code in {403, 404, 405, 410}
