"""The history of what is set for a program: who changed what, one change taken back, a copy and a file of it all."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.actions import CannotUndo, edit_piece, edit_program, keep_history, open_program, undo_change
from programs.models import Program, ProgramChange, Side
from programs.parts import settings_of
from programs.queries import history_of
from tests.factories import NOW, later, make_participation, make_program


@pytest.fixture
def draft(cast) -> Program:
    holders = {name: getattr(cast, name) for name in ("coordinator", "sponsor", "counsellor")}
    return make_program("Draft", state=Program.State.DRAFT, opened_at=None, **holders)


def change(program, by, *, now=NOW, **values) -> ProgramChange:
    keep_history(program, edit_program, program, values=values, by=by, now=now)
    return program.changes.first()


def test_history_tells_who_changed_what_in_words(cast, draft):
    change(draft, cast.hr_admin, name="Renamed", pulse_on=False, purpose="Why " * 30)
    change(draft, cast.coordinator, now=later(hours=1), sponsor=cast.hr_admin)
    piece = draft.orientation_pieces.track(Side.SENIOR)[0]
    words = {"title": "New", "text": "Text", "question": "Why?"}
    keep_history(draft, edit_piece, piece, version=piece.version, values=words, by=cast.hr_admin, now=later(hours=2))
    change(draft, cast.hr_admin, now=later(hours=3), name="Renamed")

    told = [(each.change.by.name, each.sentences) for each in history_of(draft)]

    assert told == [
        ("Hal Admin", ("A piece of the orientation was rewritten: “New”.",)),
        (cast.coordinator.name, ("Sponsor: Hal Admin instead of Sponsor of Two Ways.",)),
        (
            "Hal Admin",
            ("Name: “Renamed” instead of “Draft”.", "Purpose: rewritten.", "Ask a pulse after each session: off."),
        ),
    ]
    assert list(ProgramChange.objects.of_setting("pulse_on").values_list("program__name", flat=True)) == ["Renamed"]


def test_undo_change_takes_one_change_back_and_leaves_the_others(cast, draft):
    first = change(draft, cast.hr_admin, name="Renamed")
    change(draft, cast.hr_admin, now=later(hours=1), cadence_weeks=2)

    for _ in range(2):
        undo_change(first, by=cast.coordinator, now=later(hours=2))

    draft.refresh_from_db()
    assert (draft.name, draft.cadence_weeks, draft.changes.count()) == ("Draft", 2, 3)
    assert [each.may_be_undone for each in history_of(draft)] == [True, True, False]


def test_undo_change_of_an_orientation_keeps_what_was_read(cast):
    piece = cast.program.orientation_pieces.track(Side.NEWCOMER)[0]
    words = {"title": "New", "text": "Text", "question": "Why?"}
    keep_history(cast.program, edit_piece, piece, version=piece.version, values=words, by=cast.hr_admin, now=NOW)

    undo_change(cast.program.changes.get(), by=cast.hr_admin, now=NOW)

    assert cast.program.orientation_pieces.get(pk=piece.pk).title == piece.title


def test_undo_change_refuses_what_was_changed_again_or_holds_for_good(cast, draft):
    first = change(draft, cast.hr_admin, name="Renamed")
    change(draft, cast.hr_admin, now=later(hours=1), name="Again")
    count = change(draft, cast.hr_admin, now=later(hours=2), session_count=5)
    with pytest.raises(CannotUndo, match="changed again since: name"):
        undo_change(first, by=cast.hr_admin, now=NOW)
    open_program(draft, by=cast.hr_admin, reason="Ground rules follow.", now=NOW)
    with pytest.raises(CannotUndo, match="hold since the program opened"):
        undo_change(count, by=cast.hr_admin, now=NOW)

    assert Program.objects.get(pk=draft.pk).name == "Again"


def test_history_asks_the_database_alike_for_1_and_3_rows(cast, as_person, queries_of, draft):
    browser, address = as_person(cast.hr_admin), reverse("programs:history", args=[draft.pk])
    change(draft, cast.hr_admin, sponsor=cast.hr_admin)
    one = queries_of(browser, address)
    change(draft, cast.hr_admin, now=later(hours=1), sponsor=cast.sponsor)
    change(draft, cast.hr_admin, now=later(hours=2), purpose="Other")

    assert queries_of(browser, address) == one


def file_of(browser, program) -> dict:
    return json.loads(browser.get(reverse("programs:export_program", args=[program.pk])).content)


def bring_in(browser, cast, told, **values):
    """Post a program's file, and return the faults of the form."""
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    roles = {name: str(getattr(cast, name).pk) for name in ("coordinator", "sponsor", "counsellor")}
    form = {"file": SimpleUploadedFile("p.json", content), "starts_on": "2090-01-02", **roles, **values}
    answer = browser.post(reverse("programs:import_program"), form)
    return answer.context["form"].errors if answer.context else {}


def test_a_program_goes_out_as_a_file_and_comes_in_again_without_its_people(cast, as_person):
    browser = as_person(cast.hr_admin)
    change(cast.program, cast.hr_admin, policy={"department": "same"}, reminders={"sheet": 9}, cadence_weeks=2)

    cast.program.refresh_from_db()
    told = file_of(browser, cast.program)
    faults = bring_in(browser, cast, told)

    made = Program.objects.get(name="Two Ways", state=Program.State.DRAFT)
    same = {"starts_on", "ends_on", "orientation_newcomer", "orientation_senior"}
    before, after = settings_of(cast.program), settings_of(made)
    assert (faults, [name for name in before if before[name] != after[name] and name not in same]) == ({}, [])
    assert made.ends_on - made.starts_on == cast.program.ends_on - cast.program.starts_on
    assert [piece["title"] for piece in after["orientation_senior"]] == [
        piece["title"] for piece in before["orientation_senior"]
    ]
    people = {str(person.pk) for person in (cast.coordinator, cast.sponsor, cast.counsellor, cast.newcomer)}
    assert [key for key in people if key in json.dumps(told)] == []
    assert made.participations.count() == 0


BREAKS = [
    (lambda told: told.update(version=2), "“version” is 2, from a newer Viceversa. This one reads up to 1."),
    (lambda told: told.update(kind="roster"), "It is no file of a program: at its start, “kind” says something else."),
    (lambda told: told.update(template="none"), "“template” names none of the templates here."),
    (lambda told: told["parts"].update(x={}), "“parts → x” is nothing that a program has."),
    (
        lambda told: told["parts"]["programs"].update(coordinator="x"),
        "“parts → programs → coordinator” is nothing that a program has.",
    ),
    (
        lambda told: told["parts"]["programs"].update(session_count=13),
        "Number of sessions (session_count) is refused: Ensure this value is less than or equal to 12..",
    ),
    (
        lambda told: told["parts"]["programs"].update(session_count="six"),
        "Number of sessions (session_count) must be a whole number.",
    ),
    (
        lambda told: told["parts"]["programs"]["orientation_senior"][2].update(text=""),
        "Orientation of the seniors (orientation_senior) piece 3: needs a text of 1 to 3000 characters.",
    ),
    (
        lambda told: told["parts"]["pairing"]["policy"].update(department="near"),
        "Rules of pairing (policy) cannot take 'near' for department.",
    ),
    (
        lambda told: told["parts"]["programs"].update(ends_on="2020-01-01"),
        "“parts → programs → ends_on” must come after “starts_on”, within ten years.",
    ),
    (
        lambda told: told["parts"]["programs"].update(name="a\x00b"),
        "“parts → programs → name” holds a letter that no text can hold.",
    ),
]


def test_a_broken_file_is_refused_with_the_place_and_makes_nothing(cast, as_person):
    browser, count = as_person(cast.hr_admin), Program.objects.count()
    faults = {}
    for spoil, sentence in BREAKS:
        told = file_of(browser, cast.program)
        spoil(told)
        faults[sentence] = bring_in(browser, cast, told).get("file")
    faults["It must be one JSON object."] = bring_in(browser, cast, b"[]").get("file")
    faults["It is no text in UTF-8."] = bring_in(browser, cast, b"\xff\xfe\x00").get("file")
    nested = bring_in(browser, cast, b"[" * 100_000).get("file")

    assert faults == {sentence: [f"{sentence} Nothing was made."] for sentence in faults}
    assert len(nested) == 1
    assert Program.objects.count() == count


def test_duplicate_program_copies_what_is_set_and_no_people(cast, as_person):
    make_participation(cast.program)
    change(cast.program, cast.hr_admin, ground_rules="Be kind.", policy={"same_team": False})
    browser, address = as_person(cast.hr_admin), reverse("programs:duplicate_program", args=[cast.program.pk])
    form = browser.get(address).context["form"]
    roles = {name: str(getattr(cast, name).pk) for name in ("coordinator", "sponsor", "counsellor")}

    browser.post(address, {"name": form["name"].value(), "starts_on": "2090-01-02", **roles})

    made = Program.objects.get(name="Two Ways (copy)")
    assert (made.ground_rules, made.policy, made.state) == ("Be kind.", {"same_team": False}, "draft")
    assert (made.starts_on, made.outcomes.get().target) == (date(2090, 1, 2), 40)
    assert (made.participations.count(), made.changes.count()) == (0, 0)
