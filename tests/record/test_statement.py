"""The statement lists exactly the rows that exist about a person, in words, and nothing of anybody else."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from counsel.actions import ask_to_talk, reply_to_talk
from ideas.actions import write_idea
from outbox.actions import post
from pairing.models import Proposal, Reason, Round
from profiles.models import Gap, Interest, Profile, Skill, SkillOffered
from programs.models import Side
from record.models import DataKey
from record.registry import HR, ME, kept
from record.sealing import seal
from record.statement import UNREADABLE, seen_by, statement_of
from sessions_app.models import Agreement, MeetingNote, Plan, SharingSheet, SheetLine
from tests.factories import NOW, make_meeting


@pytest.fixture
def told_everything(cast):
    """Let newcomer and senior leave a canary in each sealed field there is, named for who may read it."""
    skill = Skill.objects.order_by("pk").first() or Skill.objects.create(name="Saying no", kind="craft")
    meeting = make_meeting(cast.pair)
    round_ = Round.objects.create(program=cast.program, requested_at=NOW)
    proposal = Proposal.objects.create(
        round=round_, newcomer=cast.pair.newcomer, senior=cast.pair.senior, state="open", lapses_at=NOW
    )
    for place, name, side in ((cast.pair.newcomer, "nia", Side.NEWCOMER), (cast.pair.senior, "sol", Side.SENIOR)):
        sheet, _ = SharingSheet.objects.get_or_create(pair=cast.pair, author=place)
        for row in (
            seal(Gap(participation=place), want=json.dumps({"skill": skill.pk, "urgency": 2})),
            seal(
                Reason(proposal=proposal, told_to=place),
                text=json.dumps({"learn": [f"{name}-reason"], "share": [], "offer": []}),
            ),
            seal(SheetLine(sheet=sheet, kind="learn", position=90), text=f"{name}-sheet"),
            seal(
                Plan(pair=cast.pair, designer=side),
                goals=json.dumps([f"{name}-goal"]),
                themes=json.dumps([f"{name}-theme"]),
            ),
            seal(MeetingNote(meeting=meeting, author=place, is_private=True, written_at=NOW), text=f"{name}-private"),
        ):
            row.save(force_insert=True)
        Profile.objects.create(person=place.person, languages=["en"], workdays=[0, 1], updated_at=NOW)
        SkillOffered.objects.create(person=place.person, skill=skill, level=3)
        Interest.objects.create(person=place.person, name=f"{name}-interest")
        talk = ask_to_talk(cast.program, person=place.person, text=f"{name}-talk", now=NOW)
        reply_to_talk(talk, text=f"{name}-reply", now=NOW)
        write_idea(cast.pair, side=side, title=f"{name}-idea", text=f"{name}-idea-text", now=NOW)
    seal(Agreement(pair=cast.pair, written_at=NOW, version=9), text="both-agreement").save(force_insert=True)
    return cast


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
    alone = [f"{mine}-{what}" for what in ("reason", "sheet", "goal", "theme", "private", "talk", "reply")]

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

    assert without == set(), "Let the fixture told_everything leave a canary in each sealed field."


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
