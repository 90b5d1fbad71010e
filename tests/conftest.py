"""Fixtures every test may use: the cast of one program, and a second program as the stranger's home."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg2 import sql

from outbox.actions import deliver
from outbox.models import Message
from pairing.engine.ready import make_ready
from pairing.models import Pair
from people.models import Role, User
from programs.models import Program, Side
from record.statement import statement_of
from tests.canaries import leave_canaries
from tests.factories import grant, make_organisation, make_pair, make_participation, make_person, make_program


def pytest_configure() -> None:
    """Let HR admins of the tests in without a second step; tests/people/test_second_step.py asks for it."""
    settings.SECOND_STEP_REQUIRED = False


# Where tests pair people; elsewhere nobody waits for the compiled engine.
PAIRING = {"browser", "faults", "journeys", "mentoring", "pairing", "pairing_engine"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Wait for the engine, which is compiled beside the first tests (`tests/servers.py`)."""
    if item.path.relative_to(Path(__file__).parent).parts[0] in PAIRING:
        make_ready()


@dataclass
class Cast:
    """One program with everyone in it, and a stranger who takes part in another."""

    program: Program
    pair: Pair
    hr_admin: User
    coordinator: User
    sponsor: User
    counsellor: User
    newcomer: User
    senior: User
    bystander: User
    invited: User
    stranger: User
    outsider: User
    superuser: User


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """Return one program with everyone in it, in rows."""
    make_organisation()
    program = make_program()
    newcomer = make_participation(program, make_person("Nia Newcomer"), side=Side.NEWCOMER)
    senior = make_participation(program, make_person("Sol Senior"), side=Side.SENIOR)
    bystander = make_participation(program, make_person("Bo Bystander"), side=Side.NEWCOMER)
    invited = make_participation(program, make_person("Ivy Invited"))
    elsewhere = make_program("Elsewhere")
    stranger = make_participation(elsewhere, make_person("Stu Stranger"), side=Side.NEWCOMER)
    return Cast(
        program=program,
        pair=make_pair(program, newcomer, senior),
        hr_admin=grant(make_person("Hal Admin"), Role.Name.HR_ADMIN),
        coordinator=program.coordinator,
        sponsor=program.sponsor,
        counsellor=program.counsellor,
        newcomer=newcomer.person,
        senior=senior.person,
        bystander=bystander.person,
        invited=invited.person,
        stranger=stranger.person,
        outsider=make_person("Oz Outsider"),
        superuser=User.objects.create_superuser("root@meridian.example", name="Root"),
    )


@pytest.fixture
def as_person():
    """Return a browser signed in as a person."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def queries_of():
    """Return how many queries a page takes, so that a list can be asked with one row and with three."""

    def count(browser: Client, address: str, data: dict[str, str] | None = None) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address, data).status_code == 200
        return len(queries)

    return count


@pytest.fixture
def told():
    """Return who has been told what so far, as a sorted list of (kind, name)."""

    def read() -> list[tuple[str, str]]:
        return sorted(Message.objects.values_list("kind", "to__name"))

    return read


@pytest.fixture
def recorded():
    """Return what a person's record says of one model: a tuple of words for each row, in the order of its lines."""

    def read(person: User, model: type[Model]) -> list[tuple[str, ...]]:
        sections = {section.model: section for section in statement_of(person)}
        return [tuple(value.text for value in entry.values) for entry in sections[model._meta.label].entries]

    return read


@pytest.fixture
def post_round():
    """Deliver what is due at an hour and return the letters."""

    def run(mailoutbox, now):
        mailoutbox.clear()
        while deliver(now=now):
            pass
        return list(mailoutbox)

    return run


@pytest.fixture
def dumped():
    """Return how often a word stands in clear in any row of any table, as a stolen dump would show it."""

    def count(word: str) -> int:
        with connection.cursor() as cursor:
            rows = []
            for table in connection.introspection.table_names(cursor):
                cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table)))
                rows += [row[0] for row in cursor.fetchall()]
        dump = "\n".join(rows)
        return dump.count(word) + dump.count(word.encode().hex())

    return count


@pytest.fixture
def told_everything(cast) -> Cast:
    """The cast, after newcomer and senior have left a canary in each sealed field there is."""
    leave_canaries(cast.pair)
    return cast
