"""Master keys out of the settings, and data keys wrapped by them."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from record.keys import Unreadable, create_data_key, master_keys, unwrap
from record.models import DataKey
from tests.factories import NOW

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
