"""What was erased stays unreadable in a backup that is really restored; and no process starts on a wrong master key."""

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import Model

from desk.actions import erase_person
from mentoring import embedded
from people.models import User
from record.actions import note_masters, rotate
from record.backups import reach
from record.keys import Unreadable
from record.models import DataKey, SealedField, SealedRow
from record.registry import kept
from record.sealing import open_one
from record.statement import UNREADABLE, statement_of
from tests.factories import NOW, later

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
NIA, SOL = ("nia-reason", "nia-private"), ("sol-reason", "sol-private", "sol-sheet")
BIN = Path(embedded.postgres_found()[0][1])


def address(database: str = "") -> str:
    """Return the address of a database beside the one that is named in the environment."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database or connection.settings_dict['NAME']}"


def pg(tool: str, *words: str, database: str = "") -> None:
    """Run one of PostgreSQL's own tools on a database."""
    command = [BIN / tool, f"--dbname={address(database)}", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def restored(*steps: tuple[str, ...]) -> Iterator[None]:
    """Read from a new database into which dumps were restored, step by step."""
    name = connection.settings_dict["NAME"]
    beside = f"{name}_restored"  # each worker of the tests has its own
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {beside}")
        cursor.execute(f"CREATE DATABASE {beside} TEMPLATE template0")
    for step in steps:
        pg("pg_restore", *step, database=beside)
    connection.close()
    connection.settings_dict["NAME"] = beside
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {beside}")


def said(email: str) -> str:
    """Return everything that the record of a person says, in the database that is read from now."""
    sections = statement_of(User.objects.get(email=email))
    return "\n".join(value.text for section in sections for entry in section.entries for value in entry.values)


@pytest.fixture
def erased(told_everything, tmp_path, settings) -> dict[str, str]:
    """Both kinds of backup from before the newcomer erased herself, and the keys of after, under a new master key."""
    cast, old = told_everything, django_settings.RECORD_MASTER_KEYS
    for name, words in {"full": [], "data": ["--exclude-table-data=record_datakey"]}.items():
        pg("pg_dump", "-Fc", f"--file={tmp_path / name}", *words)
    note_masters(now=NOW)
    erase_person(cast.newcomer, now=later(days=1))
    settings.RECORD_MASTER_KEYS = f"{NEW} {old}"
    assert len(list(rotate())) == 1
    note_masters(now=later(days=2))
    pg("pg_dump", "-Fc", "--data-only", "--table=record_datakey", f"--file={tmp_path / 'keys'}")
    paths = {name: str(tmp_path / name) for name in ("full", "data", "keys")}
    return paths | {"old": old, "nia": cast.newcomer.email, "sol": cast.senior.email}


def cells_that_open() -> tuple[int, int]:
    """Return how many sealed cells open in the database that is read from now, and how many do not."""
    sealed = [
        (entry.model, line.field) for entry in kept() for line in entry.lines if is_sealed(entry.model, line.field)
    ]
    cells = [(row, field) for model, field in set(sealed) for row in model._base_manager.exclude(**{field: None})]
    opened = sum(opens(row, field) for row, field in cells)
    return opened, len(cells) - opened


def is_sealed(model: type[Model], field: str) -> bool:
    return isinstance(model._meta.get_field(field), SealedField)


def opens(row: SealedRow, field: str) -> bool:
    try:
        return bool(open_one(row, field))
    except Unreadable:
        return False


def test_a_full_dump_holds_no_word_that_anybody_wrote(told_everything, tmp_path):
    pg("pg_dump", f"--file={tmp_path / 'plain'}")

    dump = (tmp_path / "plain").read_text()

    words = re.compile(r"(?:nia|sol|both)-(?!interest)[a-z]+")
    cells = [bytes.fromhex(cell).decode(errors="ignore") for cell in re.findall(r"\\\\x((?:[0-9a-f]{2})+)", dump)]
    assert (words.findall(dump), [cell for cell in cells if words.search(cell)], len(cells) > 40) == ([], [], True)
    assert "nia-interest" in dump


def test_a_full_backup_opens_with_the_master_key_of_its_time_and_with_no_other(erased, settings):
    with restored((erased["full"],)):
        found = [cells_that_open() for settings.RECORD_MASTER_KEYS in (erased["old"], NEW)]

    (opened, shut), after = found
    assert (opened > 40, shut, after) == (True, 0, (0, opened))


def test_once_the_old_master_key_is_gone_the_page_says_what_is_beyond_reach(erased, settings):
    before = reach(now=later(days=2))
    settings.RECORD_MASTER_KEYS = NEW
    note_masters(now=later(days=3))
    after = reach(now=later(days=3))

    assert (before.oldest, after.oldest, after.until) == (NOW, later(days=2), later(days=40))
    assert [master.key_id for master in after.masters] == ["new"]


def test_data_and_keys_apart_bring_back_everybody_but_the_erased(erased, settings):
    settings.RECORD_MASTER_KEYS = f"{NEW} {erased['old']}"
    data = (erased["data"], "--section=pre-data", "--section=data")

    with restored(data, (erased["keys"],), (erased["data"], "--section=post-data")):
        nia, sol = said(erased["nia"]), said(erased["sol"])
        keys = DataKey.objects.filter(wrapped__isnull=True).count()

    assert [word in nia for word in NIA] == [False, False]
    assert (UNREADABLE in nia, keys) == (True, 2)  # of her place, and of her talk
    assert [word in sol for word in SOL] == [True, True, True]


@pytest.mark.parametrize(
    ("masters", "sentence"),
    [
        (NEW, "Master key {old!r} is missing from VICEVERSA_MASTER_KEYS: {keys} data keys need it."),
        (
            "{old}:" + NEW.partition(":")[2],
            "Master key {old!r} in VICEVERSA_MASTER_KEYS does not open the {keys} data keys",
        ),
    ],
    ids=["lost", "wrong"],
)
@pytest.mark.parametrize(
    "process",
    [
        ("manage.py", "check", "--database", "default"),
        ("manage.py", "migrate"),
        ("-c", "import mentoring.wsgi"),
        ("-m", "celery", "-A", "mentoring", "worker", "--pool", "solo", "--queues", "clock"),
    ],
    ids=["check", "migrate", "web", "worker"],
)
def test_a_process_refuses_to_start_with_a_lost_or_wrong_master_key(told_everything, process, masters, sentence):
    old, wrapped = (
        django_settings.RECORD_MASTER_KEYS.partition(":")[0],
        dict(DataKey.objects.values_list("pk", "wrapped")),
    )
    environment = os.environ | {"VICEVERSA_MASTER_KEYS": masters.format(old=old), "DATABASE_URL": address()}

    done = subprocess.run(
        [sys.executable, *process], env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode != 0, sentence.format(old=old, keys=len(wrapped)) in done.stderr) == (True, True), (
        done.stderr
    )
    assert {key: bytes(value) for key, value in DataKey.objects.values_list("pk", "wrapped")} == {
        key: bytes(value) for key, value in wrapped.items()
    }
