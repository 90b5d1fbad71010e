"""What was done about what people said: organisers write it, everybody in the program reads it."""

import pytest
from django.urls import reverse

from insights.actions import edit_reply, remove_reply, write_reply
from insights.models import Release, Reply
from tests.factories import NOW, later

WORDS = {"said": "Sessions begin late.", "did": "They may begin a quarter past."}


@pytest.fixture
def address(cast):
    return lambda view, **more: reverse(f"insights:{view}", kwargs={"program_id": cast.program.pk, **more})


def test_organisers_write_change_and_take_off_what_everybody_in_the_program_reads(cast, as_person, address):
    organiser, page = as_person(cast.coordinator), address("said_and_done")
    release = Release.objects.create(program=cast.program, number=3, state="done", requested_at=NOW, finished_at=NOW)
    assert "Nothing told yet" in as_person(cast.newcomer).get(page).content.decode()

    for _ in range(2):
        assert organiser.post(address("write_reply"), WORDS | {"release": release.pk}).url == page
    reply = Reply.objects.get()
    assert (reply.written_by, reply.release) == (cast.coordinator, release)
    for reader in (cast.newcomer, cast.senior, cast.invited, cast.counsellor, cast.sponsor, cast.hr_admin):
        shown = as_person(reader).get(page).content.decode()
        assert all(words in shown for words in WORDS.values())
        assert (address("write_reply") in shown, "Change it" in shown) == (reader == cast.hr_admin,) * 2
        # Whoever may not see figures is told of the release, without a link that would refuse them.
        assert (address("figures") in shown) == (reader in (cast.sponsor, cast.hr_admin))

    organiser.post(address("edit_reply", reply_id=reply.pk), {"said": WORDS["said"], "did": "They now end earlier."})
    shown = as_person(cast.newcomer).get(page).content.decode()
    assert "They now end earlier." in shown
    assert "changed on" in shown

    assert organiser.get(address("remove_reply", reply_id=reply.pk)).status_code == 200
    assert Reply.objects.count() == 1
    organiser.post(address("remove_reply", reply_id=reply.pk))
    assert Reply.objects.count() == 0


def test_a_reply_names_only_a_release_of_its_own_program_that_is_done(cast, as_person, address):
    elsewhere = Release.objects.create(
        program=cast.stranger.participations.get().program, number=1, state="done", requested_at=NOW
    )
    waiting = Release.objects.create(program=cast.program, number=1, state="requested", requested_at=NOW)

    answers = [
        as_person(cast.coordinator).post(address("write_reply"), WORDS | {"release": release.pk})
        for release in (elsewhere, waiting)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Reply.objects.count() == 0


def test_a_reply_that_stays_as_it_is_does_not_say_that_it_changed(cast):
    reply = write_reply(cast.program, **WORDS, release=None, by=cast.coordinator, now=NOW)

    edit_reply(reply, **WORDS, release=None, now=later(days=1))
    reply.refresh_from_db()

    assert reply.changed_at is None
    remove_reply(reply)
    remove_reply(reply)


def test_said_and_done_asks_the_same_number_of_queries_for_one_and_three_replies(cast, as_person, address, queries_of):
    browser, counts = as_person(cast.coordinator), []
    release = Release.objects.create(program=cast.program, number=1, state="done", requested_at=NOW, finished_at=NOW)
    for texts in (["one"], ["two", "three"]):
        for text in texts:
            write_reply(cast.program, said=text, did=text, release=release, by=cast.coordinator, now=NOW)
        counts.append(queries_of(browser, address("said_and_done")))

    assert counts[0] == counts[1]
