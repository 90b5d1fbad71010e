"""Notes: a private one is its author's alone, also that it exists."""

import re

from django.urls import reverse

from programs.models import Side
from record.sealing import open_one
from sessions_app.actions import write_note
from sessions_app.models import MeetingNote
from sessions_app.queries import notes_of
from tests.factories import NOW, make_meeting


def page(client, pair) -> str:
    content = client.get(reverse("sessions_app:meeting", args=[pair.pk, 1])).content.decode()
    return re.sub(r"[A-Za-z0-9]{64}", "token", content)


def test_a_private_note_leaves_no_trace_for_the_partner(cast, as_person):
    meeting = make_meeting(cast.pair)
    before = page(as_person(cast.senior), cast.pair)

    write_note(meeting, side=Side.NEWCOMER, text="canary-private", is_private=True, now=NOW)

    assert "canary-private" in page(as_person(cast.newcomer), cast.pair)
    assert page(as_person(cast.senior), cast.pair) == before
    assert notes_of(meeting, side=Side.SENIOR) == {}


def test_a_private_note_is_sealed_with_its_authors_own_key(cast):
    meeting = make_meeting(cast.pair)

    write_note(meeting, side=Side.NEWCOMER, text="canary-private", is_private=True, now=NOW)

    note = MeetingNote.objects.get()
    assert note.sealing_key == cast.pair.newcomer.data_key
    assert (b"canary" in bytes(note.text), open_one(note, "text")) == (False, "canary-private")


def test_a_shared_note_is_read_by_both_and_written_by_its_author(cast, as_person):
    make_meeting(cast.pair)
    address = reverse("sessions_app:write_note", args=[cast.pair.pk, 1])

    as_person(cast.newcomer).post(address, {"shared-text": "we try standing meetings"})
    as_person(cast.senior).post(address, {"shared-text": "agreed"})
    version = MeetingNote.objects.get(author=cast.pair.newcomer).version
    as_person(cast.newcomer).post(address, {"shared-text": "we try walking meetings", "version": version})

    meeting = cast.pair.meetings.get()
    assert notes_of(meeting, side=Side.SENIOR) == {"theirs": "we try walking meetings", "mine": "agreed"}


def test_write_note_of_nothing_removes_it(cast):
    meeting = make_meeting(cast.pair)
    write_note(meeting, side=Side.SENIOR, text="later gone", is_private=True, now=NOW)

    write_note(meeting, side=Side.SENIOR, text="  ", is_private=True, now=NOW)

    assert MeetingNote.objects.count() == 0


def test_a_note_of_a_megabyte_is_refused_in_words_and_stands_in_the_form_again(cast, as_person):
    make_meeting(cast.pair)

    response = as_person(cast.senior).post(
        reverse("sessions_app:write_note", args=[cast.pair.pk, 1]), {"private-text": "x" * 1_000_000}, follow=True
    )

    page = response.content.decode()
    assert ("This note is too long to be kept." in page, "x" * 1_000_000 in page) == (True, True)
    assert MeetingNote.objects.count() == 0
