"""The statement lists exactly the rows that exist about a person, in words, and nothing of anybody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox.actions import post
from pairing.models import Round
from profiles.models import Interest
from record.models import DataKey
from record.registry import HR, ME, kept
from record.statement import UNREADABLE, seen_by, statement_of
from tests.factories import NOW


def words_of(person) -> str:
    """Everything the statement says to a person."""
    return "\n".join(
        value.text for section in statement_of(person) for entry in section.entries for value in entry.values
    )


def rows_of(person) -> set[tuple[str, object]]:
    return {(section.model, entry.key) for section in statement_of(person) for entry in section.entries}


def test_statement_lists_exactly_the_rows_that_exist(told_everything):
    cast = told_everything
    post("test_mail", to=cast.newcomer, fact="1", about=cast.newcomer.pk, now=NOW)
    Round.objects.update(requested_by=cast.coordinator)
    everyone = type(cast.newcomer).objects.all()

    listed = set().union(*(rows_of(person) for person in everyone))

    stored = {
        (entry.model._meta.label, key)
        for entry in kept()
        for key in entry.model._base_manager.values_list("pk", flat=True)
    }
    assert listed == stored


def test_statement_of_a_stranger_has_only_their_own_rows(told_everything):
    cast = told_everything

    assert rows_of(cast.outsider) == {("people.User", cast.outsider.pk)}
    assert rows_of(cast.stranger) & rows_of(cast.newcomer) == set()


@pytest.mark.parametrize(("mine", "theirs"), [("nia", "sol"), ("sol", "nia")])
def test_canaries_in_my_sealed_fields_are_on_my_page_and_nobody_elses(told_everything, mine, theirs):
    cast = told_everything
    me = cast.newcomer if mine == "nia" else cast.senior
    alone = [f"{mine}-{what}" for what in ("reason", "sheet", "goal", "theme", "private", "talk", "reply", "answer")]

    page = words_of(me)

    assert [canary for canary in alone if canary not in page] == []
    assert [f"{name}-idea-text" in page for name in (mine, theirs)] == [True, True]
    assert "both-agreement" in page
    for person in type(me).objects.exclude(pk=me.pk):
        said = words_of(person)
        assert [canary for canary in alone if canary in said] == []
        if person not in (cast.newcomer, cast.senior):
            assert "both-agreement" not in said
            assert "idea-text" not in said


def test_every_sealed_field_has_a_canary(told_everything):
    sealed = {
        (entry.model, line.field)
        for entry in kept()
        for line in entry.lines
        if entry.model._meta.get_field(line.field).__class__.__name__ == "SealedField"
    }
    without = {
        (model._meta.label, field)
        for model, field in sealed
        if not model._base_manager.exclude(**{f"{field}__isnull": True}).exists()
    }

    assert without == set(), "Let tests.canaries leave a canary in each sealed field."


def test_statement_says_calmly_what_can_no_longer_be_read(told_everything):
    cast = told_everything
    DataKey.objects.filter(pk=cast.pair.senior.data_key_id).update(wrapped=None, destroyed_at=timezone.now())

    page = words_of(cast.senior)

    assert UNREADABLE in page
    assert [canary in page for canary in ("sol-private", "sol-reason", "sol-sheet")] == [False, False, True]


def test_statement_names_people_and_choices_and_hours_in_words(told_everything):
    cast = told_everything
    with timezone.override("Asia/Tokyo"):
        page = words_of(cast.senior)

    assert cast.newcomer.name in page
    assert "Mon 2 March 2026, 18:00 (your time)" in page
    assert "can teach" in page
    assert not [word for word in ("UUID", "None", "Decimal", "{", "datetime", "memory at") if word in page]


def test_seen_by_leaves_me_out_and_speaks_only_of_what_is_stored(told_everything):
    cast = told_everything
    everything, little = (seen_by(statement_of(person)) for person in (cast.senior, cast.outsider))

    assert ME not in everything
    assert HR in everything
    assert {title for titles in little.values() for title in titles} <= {
        section.title for section in statement_of(cast.outsider) if section.entries
    }


def test_statement_asks_as_many_queries_for_one_row_as_for_three(told_everything):
    me = told_everything.senior

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            statement_of(me)
        return len(asked)

    before = count()
    for number in range(2):
        Interest.objects.create(person=me, name=f"another {number}")
        post("test_mail", to=me, fact=str(number), about=me.pk, now=NOW)

    assert count() == before
