"""An idea leaves its pair when both release it, and gets an answer by a date."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.utils import timezone

from ideas.actions import (
    AlreadyAnswered,
    AlreadyReleased,
    answer_idea,
    release_idea,
    take_back_idea,
    take_idea,
    write_idea,
)
from ideas.models import Idea
from ideas.queries import open_draft
from outbox.models import Message
from programs.models import Side
from tests.factories import NOW, later, make_pair, make_program

DUE = NOW.date() + timedelta(days=14)


def test_write_idea_keeps_nothing_in_clear(kept):
    kept.refresh_from_db()

    assert (kept.title, kept.text, kept.state) == ("", "", Idea.State.DRAFT)
    assert b"canary" not in bytes(kept.draft)
    assert open_draft(kept) == ("canary-title", "canary-text")


def test_write_idea_twice_keeps_it_once(cast, kept):
    again = write_idea(cast.pair, side=Side.NEWCOMER, title="canary-title", text="canary-text", now=later(seconds=1))

    assert again == kept
    assert Idea.objects.count() == 1


def test_release_idea_by_one_keeps_it_sealed_and_asks_the_other(cast, kept, told):
    release_idea(kept, side=Side.NEWCOMER, now=NOW)
    release_idea(kept, side=Side.NEWCOMER, now=later(hours=1))

    kept.refresh_from_db()
    assert (kept.is_released, kept.title, kept.draft is None) == (False, "", False)
    assert told() == [("idea_waits", cast.senior.name)]


def test_release_idea_by_both_opens_it_and_tells_the_three(cast, released, told):
    released.refresh_from_db()

    assert (released.title, released.text, released.draft) == ("canary-title", "canary-text", None)
    assert (released.state, released.released_at) == (Idea.State.DISCUSSION, NOW)
    assert [entry for entry in told() if entry[0] == "idea_released"] == [
        ("idea_released", name) for name in sorted([cast.coordinator.name, cast.newcomer.name, cast.senior.name])
    ]


def test_release_idea_after_it_is_out_changes_nothing(released):
    release_idea(released, side=Side.SENIOR, now=later(days=1))

    released.refresh_from_db()
    assert released.released_at == NOW
    assert Message.objects.filter(kind="idea_released").count() == 3


@pytest.mark.django_db(transaction=True)
def test_release_idea_by_both_at_once_opens_it_once(kept):
    start = Barrier(2)

    def let_go(side):
        start.wait()
        release_idea(kept, side=side, now=NOW)
        connections.close_all()

    threads = [Thread(target=let_go, args=[side]) for side in Side]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept.refresh_from_db()
    assert (kept.is_released, kept.title) == (True, "canary-title")
    assert Message.objects.filter(kind="idea_released").count() == 3


def test_take_back_idea_works_until_the_other_has_released(kept):
    release_idea(kept, side=Side.NEWCOMER, now=NOW)
    take_back_idea(kept, side=Side.NEWCOMER)
    release_idea(kept, side=Side.SENIOR, now=NOW)
    kept.refresh_from_db()
    assert not kept.is_released

    release_idea(kept, side=Side.NEWCOMER, now=NOW)

    with pytest.raises(AlreadyReleased):
        take_back_idea(kept, side=Side.NEWCOMER)


def test_release_idea_names_the_program_only_among_three_pairs_and_five_people(cast, kept):
    make_pair(cast.program)
    release_idea(kept, side=Side.NEWCOMER, now=NOW)
    assert not release_idea(kept, side=Side.SENIOR, now=NOW).names_program

    make_pair(cast.program)
    second = write_idea(cast.pair, side=Side.SENIOR, title="Another", text="Idea", now=NOW)
    release_idea(second, side=Side.NEWCOMER, now=NOW)
    assert release_idea(second, side=Side.SENIOR, now=NOW).names_program


def test_release_idea_does_not_name_three_pairs_around_one_senior(cast):
    program = make_program("Few")
    first = make_pair(program)
    for _ in range(2):
        make_pair(program, senior=first.senior)
    idea = write_idea(first, side=Side.SENIOR, title="One", text="Idea", now=NOW)
    release_idea(idea, side=Side.NEWCOMER, now=NOW)

    assert not release_idea(idea, side=Side.SENIOR, now=NOW).names_program


def test_take_idea_tells_the_owner_and_may_name_another(cast, released, told):
    take_idea(released, owner=cast.bystander, answer_due=DUE, now=NOW)
    take_idea(released, owner=cast.bystander, answer_due=DUE, now=NOW)
    take_idea(released, owner=cast.sponsor, answer_due=DUE, now=NOW)

    released.refresh_from_db()
    assert (released.owner, released.answer_due, released.state) == (cast.sponsor, DUE, Idea.State.REVIEW)
    assert [name for kind, name in told() if kind == "idea_owned"] == [cast.bystander.name, cast.sponsor.name]


def test_answer_idea_twice_keeps_the_first_answer(cast, released, told):
    take_idea(released, owner=cast.bystander, answer_due=DUE, now=NOW)
    answer_idea(released, state=Idea.State.PARKED, answer="After the audit.", now=NOW)

    with pytest.raises(AlreadyAnswered):
        answer_idea(released, state=Idea.State.ADOPTED, answer="Yes.", now=later(days=1))
    with pytest.raises(AlreadyAnswered):
        take_idea(released, owner=cast.sponsor, answer_due=DUE, now=NOW)

    released.refresh_from_db()
    assert (released.state, released.answer, released.owner) == (Idea.State.PARKED, "After the audit.", cast.bystander)
    assert [name for kind, name in told() if kind == "idea_answered"] == [cast.newcomer.name, cast.senior.name]


def test_mails_about_ideas_carry_no_words_of_theirs(cast, released, post_round, mailoutbox):
    take_idea(released, owner=cast.bystander, answer_due=timezone.localdate(NOW), now=NOW)
    letters = post_round(mailoutbox, NOW)
    answer_idea(released, state=Idea.State.DECLINED, answer="canary-answer", now=NOW)

    letters += post_round(mailoutbox, NOW)

    assert sorted(letter.subject for letter in letters) == sorted(
        ["An idea has left its pair"] * 3 + ["You are asked to answer an idea"] + ["Your idea has its answer"] * 2
    )
    assert "canary" not in "".join(letter.message().as_string() for letter in letters)


def test_idea_waits_is_dropped_when_it_was_taken_back(kept, post_round, mailoutbox):
    release_idea(kept, side=Side.NEWCOMER, now=NOW)
    take_back_idea(kept, side=Side.NEWCOMER)

    assert post_round(mailoutbox, NOW) == []


def test_drafts_are_nowhere_in_the_database_in_clear(kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(ideas_idea)::text FROM ideas_idea")
        rows = "".join(row[0] for row in cursor.fetchall())

    assert "canary" not in rows
    assert b"canary".hex() not in rows


def test_on_record_shows_an_idea_to_both_of_the_pair_and_opens_its_draft(cast, kept, recorded):
    (mine,) = recorded(cast.newcomer, Idea)

    assert mine[:4] == ("canary-title\n\ncanary-text", "Newcomer", "no", "no")
    assert (recorded(cast.senior, Idea), recorded(cast.bystander, Idea)) == ([mine], [])
