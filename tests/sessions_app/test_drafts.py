"""What is typed for both stays its author's alone until it is given, and a later text is never overwritten unread."""

import re

import pytest
from django.urls import reverse

from programs.models import Side
from record.sealing import open_one
from sessions_app.actions import drop_draft, write_agreement, write_draft
from sessions_app.models import Draft, MeetingNote
from sessions_app.queries import agreement_in_force, draft_of, notes_of
from tests.factories import NOW, later, make_meeting

HTMX = {"HTTP_HX_REQUEST": "true"}
TYPED = "canary-typed"


def page(client, address: str) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "token", client.get(address).content.decode())


@pytest.fixture
def address(cast):
    make_meeting(cast.pair)

    def of(name: str) -> str:
        return reverse(f"sessions_app:{name}", args=[cast.pair.pk, *([1] if name in {"meeting", "write_note"} else [])])

    return of


@pytest.mark.parametrize(
    "way",
    [
        ("write_agreement", "text", ("agreement", "write_agreement"), {"propose": "yes"}),
        ("write_note", "shared-text", ("meeting",), {}),
    ],
)
def test_a_text_for_both_saves_itself_and_shows_the_partner_nothing_before_it_is_given(
    cast, as_person, address, told, way
):
    post_to, field, seen_on, more = way
    mine, theirs = as_person(cast.newcomer), as_person(cast.senior)
    mine.get(address("meeting"))
    write_agreement(cast.pair, side=Side.SENIOR, text="stands", now=NOW)
    before = [page(theirs, address(name)) for name in seen_on]
    letters = told()
    keeping = mine.get(address(seen_on[-1])).context
    version = (keeping.get("keeping") or keeping["shared_keeping"]).version

    answer = mine.post(address(post_to), {field: TYPED, "version": version}, **HTMX)

    assert ("Saved " in answer.content.decode(), answer.context["keeping"].version > version) == (True, True)
    assert (b"canary" in bytes(Draft.objects.get().text), TYPED in page(mine, address(seen_on[-1]))) == (False, True)
    assert [page(theirs, address(name)) for name in seen_on] == before
    assert told() == letters
    mine.post(address(post_to), {field: TYPED, "version": answer.context["keeping"].version, **more})
    assert (TYPED in page(theirs, address(seen_on[0])), Draft.objects.count()) == (True, 0)


def test_a_private_note_saves_itself_as_it_is_its_authors_alone(cast, as_person, address):
    browser = as_person(cast.newcomer)

    first = browser.post(address("write_note"), {"private-text": "one", "version": "0"}, **HTMX)
    version = first.context["keeping"].version
    browser.post(address("write_note"), {"private-text": "two", "version": version}, **HTMX)
    late = browser.post(address("write_note"), {"private-text": "late", "version": version}, **HTMX)
    pressed = browser.post(address("write_note"), {"private-text": "late", "version": version}).content.decode()

    assert open_one(MeetingNote.objects.get(), "text") == "two"
    assert ("Not saved." in late.content.decode(), Draft.objects.count()) == (True, 0)
    assert [words in pressed for words in (">\nlate</textarea>", "<p>two</p>", "Nothing was overwritten")] == [True] * 3


def test_a_draft_begun_on_an_older_agreement_shows_both_texts_and_overwrites_nothing(cast, as_person, address):
    browser, here = as_person(cast.newcomer), address("write_agreement")
    version = browser.get(here).context["keeping"].version
    browser.post(here, {"text": TYPED, "version": version}, **HTMX)
    version = browser.get(here).context["keeping"].version
    write_agreement(cast.pair, side=Side.SENIOR, text="theirs", now=later(days=900))

    by_itself = browser.post(here, {"text": "more typed", "version": version}, **HTMX)
    pressed = browser.post(here, {"text": TYPED, "version": version, "propose": "yes"})
    opened = browser.get(here)

    assert "Not saved." in by_itself.content.decode()
    assert agreement_in_force(cast.pair)[1] == "theirs"
    for answer in (pressed, opened):
        text = answer.content.decode()
        assert [words in text for words in (TYPED, "<p>theirs</p>", "Leave it as it stands")] == [True] * 3
        assert (answer.context["keeping"].changed, "hx-trigger" in text) == (True, False)
    browser.post(here, {"text": TYPED, "version": opened.context["keeping"].version, "propose": "yes"})
    assert agreement_in_force(cast.pair)[1] == TYPED


def test_another_tab_does_not_overwrite_a_draft(cast, as_person, address):
    browser, here = as_person(cast.senior), address("write_agreement")
    version = browser.get(here).context["keeping"].version
    browser.post(here, {"text": "from one tab", "version": version}, **HTMX)

    other = browser.post(here, {"text": "from the other", "version": version}, **HTMX)

    assert "Not saved." in other.content.decode()
    assert draft_of(cast.pair, side=Side.SENIOR)[1] == "from one tab"


def test_drop_draft_leaves_what_stands(cast, as_person, address):
    meeting = cast.pair.meetings.get()
    as_person(cast.senior).post(address("write_note"), {"shared-text": "stands", "version": "0"})
    write_draft(cast.pair, side=Side.SENIOR, meeting=meeting, text=TYPED, now=later(days=900))
    write_draft(cast.pair, side=Side.SENIOR, text=TYPED, now=later(days=900))

    as_person(cast.senior).post(address("write_note"), {"drop": "yes"})

    assert [draft.meeting for draft in Draft.objects.all()] == [None]
    assert notes_of(meeting, side=Side.SENIOR) == {"mine": "stands"}
    drop_draft(cast.pair, side=Side.SENIOR, now=NOW)
    assert Draft.objects.count() == 0


def test_drop_draft_leaves_the_partners(cast, address):
    write_draft(cast.pair, side=Side.NEWCOMER, text="theirs", now=NOW)

    drop_draft(cast.pair, side=Side.SENIOR, now=NOW)

    assert draft_of(cast.pair, side=Side.NEWCOMER)[1] == "theirs"
