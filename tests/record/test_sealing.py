"""Sealed fields open where they were sealed, and nowhere else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counsel.models import TalkReply, TalkRequest
from profiles.models import Gap
from programs.models import Participation
from record.keys import Unreadable, create_data_key
from record.models import DataKey
from record.sealing import keyed_hash, open_many, open_one, open_values, seal
from tests.factories import NOW, make_participation


@pytest.fixture
def participation(cast) -> Participation:
    return Participation.objects.get(program=cast.program, person=cast.senior)


def sealed_gap(participation: Participation, text: str) -> Gap:
    gap = seal(Gap(participation=participation), want=text)
    gap.save(force_insert=True)
    return gap


def test_seal_keeps_no_clear_text_and_opens_again(participation):
    gap = sealed_gap(participation, "canary: how to say no")

    stored = Gap.objects.get()

    assert b"canary" not in bytes(stored.want)
    assert open_one(stored, "want") == "canary: how to say no"
    assert open_one(gap, "want") == "canary: how to say no"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text())
def test_seal_round_trips_any_text(participation, text):
    gap = seal(Gap(participation=participation), want=text)

    assert open_one(gap, "want") == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_open_refuses_a_text_altered_in_any_bit(participation, data):
    gap = seal(Gap(participation=participation), want="stay as you are")
    blob = bytearray(gap.want)
    at = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[at // 8] ^= 1 << at % 8
    gap.want = bytes(blob)

    with pytest.raises(Unreadable):
        open_one(gap, "want")


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_open_refuses_a_truncated_text(participation, length):
    gap = sealed_gap(participation, "cut off")
    gap.want = bytes(gap.want)[:length]

    with pytest.raises(Unreadable):
        open_one(gap, "want")


def test_equal_texts_are_sealed_differently(participation):
    first, second = sealed_gap(participation, "same"), sealed_gap(participation, "same")

    assert bytes(first.want) != bytes(second.want)


def test_open_notices_two_cells_swapped_within_one_owner(participation):
    first, second = sealed_gap(participation, "one"), sealed_gap(participation, "two")
    first.want, second.want = second.want, first.want

    for gap in (first, second):
        with pytest.raises(Unreadable):
            open_one(gap, "want")


def test_open_notices_a_row_given_to_another_owner(participation):
    gap = sealed_gap(participation, "mine")
    gap.participation = make_participation(participation.program)

    with pytest.raises(Unreadable):
        open_one(gap, "want")


def test_open_notices_a_cell_moved_to_another_table(cast):
    talk = seal(
        TalkRequest(
            program=cast.program,
            asked_by=cast.senior,
            counsellor=cast.counsellor,
            data_key=create_data_key(now=NOW),
            asked_at=NOW,
        ),
        text="asked",
    )
    reply = TalkReply(pk=talk.pk, request=talk, sent_at=NOW, text=talk.text)

    assert open_one(talk, "text") == "asked"
    with pytest.raises(Unreadable):
        open_one(reply, "text")


def test_open_many_reads_rows_of_several_owners_and_leaves_out_the_empty(cast, participation):
    theirs = Participation.objects.get(program=cast.program, person=cast.newcomer)
    gaps = [sealed_gap(participation, "a"), sealed_gap(participation, "b"), sealed_gap(theirs, "c")]
    empty = Gap(participation=participation, want=None)

    assert open_many([*gaps, empty], "want") == {gaps[0].pk: "a", gaps[1].pk: "b", gaps[2].pk: "c"}
    assert open_one(empty, "want") == ""


def test_open_many_asks_the_database_nothing_beyond_the_rows(participation, django_assert_num_queries):
    for text in "abc":
        sealed_gap(participation, text)
    rows = list(Gap.objects.filter(participation=participation).with_keys())

    with django_assert_num_queries(0):
        texts = open_many(rows, "want")

    assert sorted(texts.values()) == ["a", "b", "c"]


def test_open_values_reads_rows_of_several_owners_in_two_queries(cast, participation, django_assert_num_queries):
    theirs = Participation.objects.get(program=cast.program, person=cast.newcomer)
    for owner, text in ((participation, "a"), (participation, "b"), (theirs, "c")):
        sealed_gap(owner, text)

    with django_assert_num_queries(2):
        read = sorted(open_values(Gap.objects.all(), "want", "participation_id", sealed_by="participation__data_key"))

    assert read == sorted([("a", participation.pk), ("b", participation.pk), ("c", theirs.pk)])


def test_open_values_notices_two_cells_swapped(participation):
    first, second = sealed_gap(participation, "one"), sealed_gap(participation, "two")
    Gap.objects.filter(pk=first.pk).update(want=second.want)

    with pytest.raises(Unreadable, match=str(first.pk)):
        list(open_values(Gap.objects.all(), "want", sealed_by="participation__data_key"))


def test_open_refuses_what_a_destroyed_key_sealed(participation):
    sealed_gap(participation, "gone for ever")
    DataKey.objects.filter(pk=participation.data_key_id).update(wrapped=None, destroyed_at=NOW)

    with pytest.raises(Unreadable):
        open_one(Gap.objects.get(), "want")


def test_keyed_hash_depends_on_key_and_parts(db):
    one, other = create_data_key(now=NOW), create_data_key(now=NOW)

    assert keyed_hash(one, "person", 1) == keyed_hash(one, "person", 1)
    assert len({keyed_hash(one, "person", 1), keyed_hash(one, "person", 2), keyed_hash(other, "person", 1)}) == 3
