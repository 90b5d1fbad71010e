"""Master keys out of the settings, and data keys wrapped by them."""

import base64
import re
from io import StringIO
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from record.actions import note_masters, rotate
from record.backups import reach
from record.checks import master_keys_are_changed, master_keys_fit
from record.keys import (
    Unreadable,
    create_data_key,
    create_data_keys,
    destroy,
    faults,
    master_keys,
    refuse_bad_masters,
    unwrap,
)
from record.models import DataKey, MasterKey
from record.tasks import follow_master_keys
from tests.factories import NOW, later

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
OTHER_OLD = "old:" + base64.b64encode(b"x" * 32).decode()


def test_master_keys_are_read_in_their_order(settings):
    settings.RECORD_MASTER_KEYS = f"{NEW}, {OLD}"

    assert list(master_keys().items()) == [("new", b"n" * 32), ("old", b"o" * 32)]


@pytest.mark.parametrize(
    "nonsense",
    ["", "  ", "new", "new:", "new:short", "new:!!!!", "new:ü", OLD.removeprefix("old"), f"{OLD} {OTHER_OLD}"],
)
def test_master_keys_refuse_nonsense(settings, nonsense):
    settings.RECORD_MASTER_KEYS = nonsense

    with pytest.raises(ImproperlyConfigured):
        master_keys()


def test_create_data_key_wraps_with_the_first_master_key(db, settings):
    settings.RECORD_MASTER_KEYS = f"{NEW} {OLD}"

    data_key = create_data_key(now=NOW)

    assert data_key.master_key_id == "new"
    assert len(unwrap(data_key)) == 32
    assert unwrap(data_key) not in bytes(data_key.wrapped)


def test_create_data_key_makes_a_different_key_each_time(db):
    assert unwrap(create_data_key(now=NOW)) != unwrap(create_data_key(now=NOW))


def test_unwrap_reads_old_keys_after_a_new_master_came(db, settings):
    settings.RECORD_MASTER_KEYS = OLD
    data_key = create_data_key(now=NOW)
    clear = unwrap(data_key)
    settings.RECORD_MASTER_KEYS = f"{NEW} {OLD}"

    assert unwrap(DataKey.objects.get(pk=data_key.pk)) == clear


@pytest.mark.parametrize("masters", [NEW, OTHER_OLD], ids=["missing", "wrong"])
def test_unwrap_says_when_the_master_key_is_missing_or_wrong(db, settings, masters):
    settings.RECORD_MASTER_KEYS = OLD
    data_key = create_data_key(now=NOW)
    settings.RECORD_MASTER_KEYS = masters

    with pytest.raises(Unreadable):
        unwrap(data_key)


@pytest.mark.parametrize("length", [0, 5, 12, 20, 59])
def test_unwrap_refuses_a_truncated_key(db, length):
    data_key = create_data_key(now=NOW)
    data_key.wrapped = bytes(data_key.wrapped)[:length]

    with pytest.raises(Unreadable):
        unwrap(data_key)


def test_unwrap_refuses_the_key_of_another_row(db):
    mine, theirs = create_data_key(now=NOW), create_data_key(now=NOW)
    mine.wrapped = theirs.wrapped

    with pytest.raises(Unreadable):
        unwrap(mine)


def test_unwrap_refuses_a_destroyed_key(db):
    data_key = create_data_key(now=NOW)
    DataKey.objects.filter(pk=data_key.pk).update(wrapped=None, destroyed_at=NOW)
    data_key.refresh_from_db()

    assert data_key.is_destroyed
    with pytest.raises(Unreadable):
        unwrap(data_key)


def test_data_key_is_either_wrapped_or_destroyed(db):
    data_key = create_data_key(now=NOW)

    for halfway in ({"wrapped": None}, {"destroyed_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DataKey.objects.filter(pk=data_key.pk).update(**halfway)


@pytest.fixture
def two_masters(db, settings, monkeypatch) -> dict[UUID, bytes]:
    """Five data keys of the old master key and a destroyed one, after a new master key has come; id to clear key."""
    monkeypatch.setattr("record.actions.masters.ROTATED_AT_ONCE", 2)
    settings.RECORD_MASTER_KEYS = OLD
    clear = {data_key.pk: unwrap(data_key) for data_key in create_data_keys(5, now=NOW)}
    gone = create_data_key(now=NOW)
    assert destroy(DataKey.objects.filter(pk=gone.pk), now=NOW) == 1
    settings.RECORD_MASTER_KEYS = f"{NEW} {OLD}"
    return clear


def test_rotate_goes_on_where_it_was_stopped_and_lets_the_old_key_go(two_masters, settings):
    running = rotate()

    assert next(running) == (2, 5)
    running.close()
    halfway = {data_key.pk: unwrap(data_key) for data_key in DataKey.objects.filter(wrapped__isnull=False)}
    assert list(rotate()) == [(2, 3), (3, 3)]
    settings.RECORD_MASTER_KEYS = NEW
    whole = {data_key.pk: unwrap(data_key) for data_key in DataKey.objects.filter(wrapped__isnull=False)}
    assert (halfway, whole, faults(), list(rotate())) == (two_masters, two_masters, [], [])


def test_rotate_keys_says_how_far_it_is_and_which_key_is_free(two_masters, settings):
    said = StringIO()

    call_command("rotate_keys", stdout=said)

    assert said.getvalue().splitlines() == [
        "2 of 5 data keys",
        "4 of 5 data keys",
        "5 of 5 data keys",
        "Every data key is wrapped by new.",
        "No longer needed in VICEVERSA_MASTER_KEYS: old.",
    ]


def test_rotate_leaves_what_does_not_open_as_it_is(two_masters, settings):
    settings.RECORD_MASTER_KEYS = f"{NEW} {OTHER_OLD}"
    before = dict(DataKey.objects.values_list("pk", "wrapped"))

    with pytest.raises(CommandError, match="Master key 'old' in VICEVERSA_MASTER_KEYS does not open the 5 data keys"):
        call_command("rotate_keys", stdout=StringIO())

    assert {pk: bytes(wrapped or b"") for pk, wrapped in DataKey.objects.values_list("pk", "wrapped")} == {
        pk: bytes(wrapped or b"") for pk, wrapped in before.items()
    }


@pytest.mark.parametrize(
    ("masters", "sentence"),
    [
        (NEW, "Master key 'old' is missing from VICEVERSA_MASTER_KEYS: 5 data keys need it."),
        (OTHER_OLD, "Master key 'old' in VICEVERSA_MASTER_KEYS does not open the 5 data keys it wrapped."),
    ],
    ids=["missing", "wrong"],
)
def test_start_refuses_a_lost_or_wrong_master_key_and_loses_nothing(two_masters, settings, masters, sentence):
    settings.RECORD_MASTER_KEYS = masters

    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        refuse_bad_masters()

    assert [error.msg for error in master_keys_fit(None, databases=["default"])] == [sentence]
    settings.RECORD_MASTER_KEYS = OLD
    refuse_bad_masters()
    assert {data_key.pk: unwrap(data_key) for data_key in DataKey.objects.filter(wrapped__isnull=False)} == two_masters


def test_the_clock_moves_everything_to_the_first_master_and_says_what_is_in_reach(two_masters, settings):
    settings.RECORD_MASTER_KEYS = OLD
    note_masters(now=NOW)
    settings.RECORD_MASTER_KEYS = f"{NEW} {OLD}"
    follow_master_keys()
    MasterKey.objects.update(first_at=NOW, followed_at=None)
    MasterKey.objects.filter(pk="old").update(followed_at=later(days=31))
    MasterKey.objects.filter(pk="new").update(first_at=later(days=31))

    both, late = reach(now=later(days=32)), reach(now=later(days=70))

    assert (both.oldest, both.until, both.overdue) == (NOW, later(days=31 + 31 + 7), [])
    assert [(m.key_id, m.wraps, m.says) for m in both.masters] == [
        ("new", 5, "In use. The next one is due by 3 May 2026."),
        ("old", 0, "No longer needed. Take it out and destroy it by 9 April 2026."),
    ]
    assert ([m.key_id for m in late.overdue], late.until) == (["new", "old"], None)
    assert "by 10 May 2026 at the latest" in both.promise
    assert "is overdue" in late.promise

    settings.RECORD_MASTER_KEYS = NEW
    note_masters(now=later(days=33))
    gone = reach(now=later(days=33))
    assert (gone.oldest, [m.key_id for m in gone.masters]) == (later(days=31), ["new"])
    assert [warning.id for warning in master_keys_are_changed(None, databases=["default"])] == ["record.W003"]


def test_a_master_key_from_before_the_notes_counts_from_its_first_data_key(db):
    create_data_key(now=NOW)

    note_masters(now=later(days=90))

    assert [master.first_at for master in MasterKey.objects.all()] == [NOW]
    assert reach(now=later(days=90)).overdue != []
