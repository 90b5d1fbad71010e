"""The orientation: read piece by piece, written by the organisers, and what becomes of one while the other goes on."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from programs.actions import (
    ChangedMeanwhile,
    LastPiece,
    NotOpen,
    TooManyPieces,
    add_piece,
    create_program,
    edit_piece,
    enrol,
    leave,
    move_piece,
    read_pieces,
    remove_piece,
    restore_orientation,
)
from programs.data.orientation import MINUTES, TRACKS
from programs.models import OrientationPiece, OrientationRead, Participation, Program, Side
from programs.queries import reading
from record.registry import kept
from tests.factories import NOW, later, make_participation

WORDS = {"title": "Our own", "text": "One.\n\nTwo.", "question": "And you?"}


@pytest.fixture
def place(cast) -> Participation:
    """A newcomer who has read nothing yet."""
    return make_participation(cast.program, side=Side.NEWCOMER, oriented_at=None)


def track_of(program: Program, side: str = Side.NEWCOMER) -> list[OrientationPiece]:
    return list(program.orientation_pieces.track(side))


def titles_of(program: Program, side: str = Side.NEWCOMER) -> list[str]:
    return [piece.title for piece in track_of(program, side)]


def read(place: Participation, *pieces: OrientationPiece) -> bool:
    return read_pieces(place, pieces=pieces, now=NOW)


def sentences(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.?!])”?\s+", text)


# What ships --------------------


@pytest.mark.parametrize("side", Side)
def test_the_shipped_tracks_keep_to_the_rules_of_copy(side):
    track = TRACKS[side]
    whole = "\n".join(f"{piece.title}.\n{piece.text}\n{piece.question}" for piece in track)
    avoided = r"mentor|mentee|weakness|digital native|optimal|\badmit|!|\bold\b|\byoung|generation|newcomer|senior"

    assert len(track) == len({piece.key for piece in track}) == 6
    assert [piece.key for piece in track if not 120 <= len(piece.text.split()) <= 200] == []
    assert [line for line in sentences(whole) if len(line.split()) > 18] == []
    assert [piece.key for piece in track if not piece.question.endswith("?")] == []
    assert re.findall(avoided, whole, re.IGNORECASE) == []


@pytest.mark.parametrize("side", Side)
def test_the_shipped_tracks_take_as_long_as_home_says(cast, side):
    assert reading(track_of(cast.program, side)).minutes == MINUTES


def test_a_new_program_has_both_tracks(cast):
    values = {
        name: getattr(cast.program, name)
        for name in ("name", "purpose", "starts_on", "ends_on", "coordinator", "sponsor", "counsellor")
    }

    made = create_program(template="blank", values=values, outcome={}, by=cast.hr_admin, now=NOW)

    assert {side: titles_of(made, side) for side in Side} == {
        side: [piece.title for piece in TRACKS[side]] for side in Side
    }


# Reading --------------------


def test_the_orientation_is_done_with_the_last_piece_and_only_that_is_kept(cast, place):
    pieces = track_of(cast.program)

    assert [read(place, piece) for piece in pieces] == [False] * 5 + [True]

    place.refresh_from_db()
    assert place.oriented_at == NOW
    assert OrientationRead.objects.count() == 0


def test_reading_again_changes_nothing(cast, place):
    first, *rest = track_of(cast.program)
    read(place, first)
    read(place, first)
    assert OrientationRead.objects.count() == 1

    read(place, *rest)
    assert read_pieces(place, pieces=[first], now=later(days=1))

    place.refresh_from_db()
    assert (place.oriented_at, OrientationRead.objects.count()) == (NOW, 0)


def test_the_other_sides_pieces_do_not_count(cast, place):
    assert not read(place, *track_of(cast.program, Side.SENIOR))


def test_progress_stays_while_the_pieces_change(cast, place):
    pieces = track_of(cast.program)
    read(place, *pieces[:3])

    edit_piece(pieces[0], version=pieces[0].version, values=WORDS)
    move_piece(pieces[2], up=False)
    remove_piece(pieces[1])
    restore_orientation(cast.program, side=Side.NEWCOMER)

    kept_reads = set(place.pieces_read.values_list("piece__key", flat=True))
    assert kept_reads == {pieces[0].key, pieces[2].key}


def test_who_has_finished_stays_finished(cast, place):
    read(place, *track_of(cast.program))

    add_piece(cast.program, side=Side.NEWCOMER, values=WORDS)

    place.refresh_from_db()
    assert place.is_oriented


def test_who_comes_back_on_the_other_side_reads_the_other_track(cast, place):
    read(place, *track_of(cast.program))
    place.refresh_from_db()
    seen = []
    for side in (Side.NEWCOMER, Side.SENIOR):
        leave(place, now=NOW)
        seen.append(enrol(place, side=side, capacity=1, now=NOW).is_oriented)

    assert seen == [True, False]


def test_the_page_leads_through_all_pieces_and_home(cast, place, as_person):
    browser, here = as_person(place.person), reverse("programs:orientation", args=[cast.program.pk])
    pieces, seen = track_of(cast.program), []
    page = browser.get(here)
    for piece in pieces:
        seen.append(page.context["reading"].piece)
        response = browser.post(here, {"piece": piece.pk})
        page = browser.get(response.url)

    assert seen == pieces
    assert response.url == reverse("desk:home")
    assert "You have read the orientation. Others see only that you did." in page.content.decode()


def test_the_page_opens_where_one_stopped_and_back_is_safe(cast, place, as_person):
    browser, here = as_person(place.person), reverse("programs:orientation", args=[cast.program.pk])
    pieces = track_of(cast.program)
    read(place, *pieces[:2])

    steps = [
        browser.get(here + query).context["reading"].step
        for query in ("", "?step=1", "?step=6", "?step=7", "?step=0", "?step=x", "?step=²", "?step=-1")
    ]

    assert steps == [3, 1, 6, 3, 3, 3, 3, 3]


def test_a_piece_that_was_passed_over_is_what_finishing_leads_to(cast, place, as_person):
    browser, here = as_person(place.person), reverse("programs:orientation", args=[cast.program.pk])
    pieces = track_of(cast.program)
    read(place, pieces[0], *pieces[2:5])

    page = browser.post(here, {"piece": pieces[5].pk}, follow=True)

    assert page.context["reading"].piece == pieces[1]
    assert "You passed over this piece" in page.content.decode()
    page = browser.post(here, {"piece": pieces[1].pk}, follow=True)
    place.refresh_from_db()
    assert place.is_oriented


def test_a_piece_taken_out_while_it_is_read_leads_on(cast, place, as_person):
    browser, here = as_person(place.person), reverse("programs:orientation", args=[cast.program.pk])
    pieces = track_of(cast.program)
    read(place, *pieces[:5])
    remove_piece(pieces[5])

    gone = browser.post(here, {"piece": pieces[5].pk}, follow=True)
    assert gone.context["reading"].piece == pieces[0]

    browser.post(here, {"piece": pieces[4].pk})
    place.refresh_from_db()
    assert place.is_oriented


def test_the_page_takes_no_answer_and_no_other_tracks_piece(cast, place, as_person):
    browser, here = as_person(place.person), reverse("programs:orientation", args=[cast.program.pk])

    browser.post(here, {"piece": track_of(cast.program, Side.SENIOR)[0].pk})

    assert OrientationRead.objects.count() == 0
    page = browser.get(here).content.decode()
    assert re.findall(r"<(?:textarea|input type=\"(?:text|radio|checkbox))", page) == []
    assert "none is stored" in page


def test_what_is_kept_stands_on_the_record(cast, place, as_person):
    read(place, track_of(cast.program)[0])
    page = as_person(place.person).get(reverse("desk:on_record")).content.decode()

    assert "An hour in two halves" in page
    (entry,) = [entry for entry in kept() if entry.model is OrientationRead]
    assert list(entry.of(cast.newcomer)) == []


def test_organisers_see_only_done_or_not_yet(cast, place, as_person):
    read(place, *track_of(cast.program)[:3])

    page = as_person(cast.coordinator).get(reverse("programs:participants", args=[cast.program.pk]))

    cells = re.findall(r'data-label="Orientation">([^<]+)<', page.content.decode())
    # Bo, the invited, Nia, the new person, Sol.
    assert sorted(cells) == ["done", "done", "done", "not yet", "–"]


# Writing --------------------


def test_a_piece_is_added_at_the_end_up_to_a_limit(cast):
    for _ in range(OrientationPiece.MOST - 6):
        added = add_piece(cast.program, side=Side.SENIOR, values=WORDS)

    assert (added.position, titles_of(cast.program, Side.SENIOR)[-1]) == (12, "Our own")
    with pytest.raises(TooManyPieces):
        add_piece(cast.program, side=Side.SENIOR, values=WORDS)
    assert len(titles_of(cast.program)) == 6


def test_of_two_editors_the_second_is_told_and_nothing_is_overwritten(cast):
    piece = track_of(cast.program)[0]
    edit_piece(piece, version=piece.version, values=WORDS)

    with pytest.raises(ChangedMeanwhile):
        edit_piece(piece, version=piece.version, values={**WORDS, "title": "Mine"})

    piece.refresh_from_db()
    assert piece.title == "Our own"


def test_pieces_change_places_and_stop_at_the_ends(cast):
    first, second, *_, last = track_of(cast.program)
    before = titles_of(cast.program)

    move_piece(first, up=True)
    move_piece(last, up=False)
    assert titles_of(cast.program) == before
    move_piece(second, up=True)
    assert titles_of(cast.program) == [before[1], before[0], *before[2:]]
    move_piece(second, up=False)
    assert titles_of(cast.program) == before


def test_a_side_keeps_its_last_piece(cast):
    *others, last = track_of(cast.program)
    for piece in others:
        remove_piece(piece)

    with pytest.raises(LastPiece):
        remove_piece(last)

    assert titles_of(cast.program) == [last.title]
    assert len(titles_of(cast.program, Side.SENIOR)) == 6


def test_restoring_brings_back_one_sides_words_order_and_pieces(cast):
    pieces = track_of(cast.program)
    add_piece(cast.program, side=Side.NEWCOMER, values=WORDS)
    edit_piece(pieces[0], version=pieces[0].version, values=WORDS)
    move_piece(pieces[0], up=False)
    remove_piece(pieces[3])
    theirs = track_of(cast.program, Side.SENIOR)[0]
    edit_piece(theirs, version=theirs.version, values=WORDS)

    restore_orientation(cast.program, side=Side.NEWCOMER)

    shipped = [(piece.title, piece.text) for piece in TRACKS[Side.NEWCOMER]]
    assert [(piece.title, piece.text) for piece in track_of(cast.program)] == shipped
    assert titles_of(cast.program, Side.SENIOR)[0] == "Our own"


def test_the_orientation_of_a_program_that_has_ended_stays(cast):
    Program.objects.update(state=Program.State.CLOSED)
    piece = track_of(cast.program)[0]

    for verb in (
        lambda: add_piece(cast.program, side=Side.NEWCOMER, values=WORDS),
        lambda: edit_piece(piece, version=piece.version, values=WORDS),
        lambda: move_piece(piece, up=False),
        lambda: remove_piece(piece),
        lambda: restore_orientation(cast.program, side=Side.NEWCOMER),
    ):
        with pytest.raises(NotOpen):
            verb()


# The organisers' pages --------------------


def test_organisers_write_move_take_out_and_restore_without_script(cast, as_person):
    browser, piece = as_person(cast.coordinator), track_of(cast.program)[1]
    here, one = [cast.program.pk], [cast.program.pk, piece.pk]
    track = [cast.program.pk, Side.NEWCOMER.value]
    listed = reverse("programs:edit_orientation", args=here)
    said = []
    for name, args, data in (
        ("add_piece", track, WORDS),
        ("edit_piece", one, {**WORDS, "title": "Changed", "version": piece.version}),
        ("move_piece", one, {"direction": "up"}),
        ("remove_piece", [cast.program.pk, track_of(cast.program)[5].pk], {}),
    ):
        response = browser.post(reverse(f"programs:{name}", args=args), data, follow=True)
        assert response.redirect_chain[0][0].split("#")[0] == listed
        said += [str(message) for message in response.context["messages"]]

    titles = titles_of(cast.program)
    assert (titles[0], titles[1], titles[-1], len(titles)) == ("Changed", "An hour in two halves", "Our own", 6)
    assert said == [
        "“Our own” is the last piece now.",
        "“Changed” is changed.",
        "“Nothing is held against you” is taken out.",
    ]
    browser.post(reverse("programs:restore_orientation", args=track))
    assert titles_of(cast.program) == [shipped.title for shipped in TRACKS[Side.NEWCOMER]]


def test_asking_changes_nothing(cast, as_person):
    browser, before = as_person(cast.coordinator), titles_of(cast.program)
    piece = track_of(cast.program)[0]

    statuses = [
        browser.get(reverse("programs:remove_piece", args=[cast.program.pk, piece.pk])).status_code,
        browser.get(reverse("programs:restore_orientation", args=[cast.program.pk, "newcomer"])).status_code,
        browser.get(reverse("programs:move_piece", args=[cast.program.pk, piece.pk])).status_code,
    ]

    assert (statuses, titles_of(cast.program)) == ([200, 200, 405], before)


def test_the_second_editor_keeps_their_words_and_sees_the_others(cast, as_person):
    browser, piece = as_person(cast.coordinator), track_of(cast.program)[0]
    address = reverse("programs:edit_piece", args=[cast.program.pk, piece.pk])
    edit_piece(piece, version=piece.version, values={**WORDS, "title": "Theirs"})

    page = browser.post(address, {**WORDS, "title": "Mine", "version": piece.version})

    text = page.content.decode()
    assert ("Theirs" in text, "Mine" in text, titles_of(cast.program)[0]) == (True, True, "Theirs")
    again = {**WORDS, "title": "Mine", "version": page.context["form"]["version"].value()}
    browser.post(address, again)
    assert titles_of(cast.program)[0] == "Mine"


def test_a_preview_shows_what_they_read_and_keeps_nothing(cast, as_person):
    browser = as_person(cast.coordinator)
    address = reverse("programs:preview_orientation", args=[cast.program.pk, "senior"])

    pages = [browser.get(f"{address}?step={step}").content.decode() for step in range(1, 7)]

    assert [piece.question in page for piece, page in zip(TRACKS["senior"], pages, strict=True)] == [True] * 6
    assert OrientationRead.objects.count() == 0


def test_pieces_of_another_program_are_out_of_reach(cast, as_person):
    theirs = Program.objects.get(name="Elsewhere").orientation_pieces.first()

    page = as_person(cast.coordinator).get(reverse("programs:edit_piece", args=[cast.program.pk, theirs.pk]))

    assert page.status_code == 404


def test_a_program_that_has_ended_is_not_written_any_more(cast, as_person):
    Program.objects.update(state=Program.State.CLOSED)

    page = as_person(cast.coordinator).get(reverse("programs:edit_orientation", args=[cast.program.pk]), follow=True)

    assert "has ended, so it stays as it was." in page.content.decode()


def test_words_are_shown_as_text(cast, place, as_person):
    piece = track_of(cast.program)[0]
    edit_piece(piece, version=piece.version, values={**WORDS, "text": "<script>x</script>"})

    page = as_person(place.person).get(reverse("programs:orientation", args=[cast.program.pk])).content.decode()

    assert ("<script>x" in page, "&lt;script&gt;x" in page) == (False, True)


def test_the_list_costs_the_same_with_twelve_pieces_and_with_twenty(cast, as_person, queries_of):
    browser, address = as_person(cast.coordinator), reverse("programs:edit_orientation", args=[cast.program.pk])
    browser.get(address)
    few = queries_of(browser, address)
    for side in Side:
        for _ in range(4):
            add_piece(cast.program, side=side, values=WORDS)

    assert queries_of(browser, address) == few
    assert few <= 8


# Programs made before --------------------


def test_programs_made_before_are_given_what_ships_and_others_keep_their_own(cast):
    before = Program.objects.get(name="Elsewhere")
    before.orientation_pieces.all().delete()
    piece = track_of(cast.program)[0]
    edit_piece(piece, version=piece.version, values=WORDS)

    import_module("programs.migrations.0006_shipped_orientation").give(apps, None)

    assert {side: titles_of(before, side) for side in Side} == {
        side: [shipped.title for shipped in TRACKS[side]] for side in Side
    }
    assert titles_of(cast.program)[0] == "Our own"
