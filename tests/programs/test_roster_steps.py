"""The steps before a roster is applied: its columns, the order of its grades, a summary that changes nothing."""

import pytest

from leases.actions import claim
from mentoring.real_input.adventureworks import roster as adventureworks
from people.models import User
from programs.actions import (
    MOST_GRADES,
    AlreadyRequested,
    TooManyGrades,
    apply_roster,
    forget_old_uploads,
    map_roster,
    order_grades,
    rosters,
    upload_roster,
)
from programs.models import Participation, RosterImport
from tests.factories import NOW, later, make_person, make_program
from tests.programs.test_roster import GOOD, counts, hr_admin, sweep
from tests.programs.test_roster_sheets import FORMS_EXPORT, spreadsheet
from tests.real_data import real_data

OWN_NAMES = b"Contact,Who,Chief,Rank\nada@x.example,Ada,,Head\nben@x.example,Ben,ada@x.example,Clerk\n"
OWN_COLUMNS = {"email": 0, "name": 1, "manager": 2, "grade_name": 3}
State = RosterImport.State


def upload(program, content: bytes, *, now=NOW) -> RosterImport:
    return upload_roster(program, file_name="r.csv", content=content, by=hr_admin(), now=now)


def test_upload_roster_of_known_columns_is_checked_and_changes_nothing(db):
    program = make_program()
    make_person("Cyd Old", email="cyd@x.example", team="Red", grade=1)
    hr_admin()
    before = list(User.objects.order_by("pk").values())

    work = upload(program, (GOOD + "nobody,No Mail,,1,,,,\n").encode())
    work.refresh_from_db()

    assert (work.state, work.rows_read, counts(work)) == (State.CHECKED, 4, (2, 1, 0, 3))
    assert work.changes == {"name": 1, "team": 1, "department": 1, "location": 1, "manager": 1}
    assert list(work.errors.values_list("line", "column")) == [(5, "email")]
    assert list(User.objects.order_by("pk").values()) == before
    sweep()
    work.refresh_from_db()
    assert (Participation.objects.count(), work.state) == (0, State.CHECKED)


def test_apply_roster_does_what_the_summary_said_and_once(db):
    program = make_program()
    work = upload(program, (GOOD + "nobody,No Mail,,1,,,,\n").encode())
    said = counts(RosterImport.objects.get())

    apply_roster(work)
    apply_roster(work)
    sweep()
    apply_roster(work)

    work.refresh_from_db()
    assert (work.state, counts(work), work.parts.count()) == (State.DONE, said, 0)
    assert list(work.errors.values_list("line", flat=True)) == [5]


def test_map_roster_asks_for_the_order_of_grade_names_and_order_grades_lists_the_unordered(db):
    work = upload(make_program(), OWN_NAMES)
    assert (work.state, work.columns) == (State.UPLOADED, {})

    work = map_roster(work, sheet="", columns=OWN_COLUMNS)
    assert (work.state, work.grade_order) == (State.MAPPED, {"Head": None, "Clerk": None})

    work = order_grades(work, order={"Head": 5, "Clerk": None})
    assert work.state == State.CHECKED
    assert list(work.errors.values_list("line", "column", "sentence")) == [
        (3, "Rank", "Kept without a grade: Clerk has no place in the order.")
    ]
    apply_roster(work)
    sweep()
    assert list(User.objects.filter(email__endswith="@x.example").order_by("email").values_list("name", "grade")) == [
        ("Ada", 5),
        ("Ben", None),
    ]


def test_upload_roster_remembers_columns_and_order_of_the_same_first_line(db):
    program = make_program()
    work = order_grades(
        map_roster(upload(program, OWN_NAMES), sheet="", columns=OWN_COLUMNS), order={"Head": 5, "Clerk": 1}
    )
    apply_roster(work)
    sweep()

    again = upload(program, OWN_NAMES, now=later(days=1))
    again.refresh_from_db()

    assert (again.state, again.columns, counts(again)) == (State.CHECKED, OWN_COLUMNS, (0, 0, 2, 0))
    assert again.errors.count() == 0


def test_map_roster_without_managers_leaves_them_as_they_are(db):
    boss = make_person("Boss")
    make_person("Ada", email="ada@x.example", manager=boss)
    work = upload(make_program(), OWN_NAMES)

    apply_roster(map_roster(work, sheet="", columns={"email": 0, "name": 1}))
    sweep()

    assert User.objects.get(email="ada@x.example").manager == boss


def test_map_roster_refuses_what_is_under_way(db):
    program = make_program()
    work = upload(program, GOOD.encode())
    apply_roster(work)

    with pytest.raises(AlreadyRequested):
        map_roster(work, sheet="", columns={"email": 0, "name": 1})


def test_map_roster_refuses_more_grade_names_than_anyone_orders(db):
    rows = "".join(f"p{n}@x.example,P,Grade {n}\n" for n in range(MOST_GRADES + 1))
    work = upload(make_program(), f"email,name,grade name\n{rows}".encode())

    with pytest.raises(TooManyGrades) as raised:
        map_roster(work, sheet="", columns={"email": 0, "name": 1, "grade_name": 2})

    assert str(raised.value) == (
        "The column grade name holds 61 different grade names, and at most 60 can be put in order. "
        "Choose another column."
    )


def test_upload_roster_asks_which_sheet_when_there_are_several(db):
    header, row = ["email", "name", "manager", "grade"], ["a@x.example", "Ann", None, 3]

    one = upload(make_program(), spreadsheet(header, row))
    several = upload(make_program(), spreadsheet(header, row, also="Left us"))

    assert [(work.state, work.sheet) for work in (one, several)] == [
        (State.CHECKED, "Staff"),
        (State.UPLOADED, "Staff"),
    ]


def test_forget_old_uploads_forgets_after_a_week_what_nobody_applied(db):
    program = make_program()
    applied = upload(program, GOOD.encode())
    apply_roster(applied)
    upload(program, OWN_NAMES)
    fresh = upload(program, OWN_NAMES, now=later(days=1))

    forget_old_uploads(now=later(days=7, hours=1))

    assert set(RosterImport.objects.all()) == {applied, fresh}


def test_a_published_forms_export_goes_in_by_its_columns(db):
    program = make_program()
    work = upload(program, real_data(FORMS_EXPORT).read_bytes())
    columns = {"email": 10, "first_name": 5, "last_name": 7, "grade_name": 16, "department": 12, "location": 13}

    work = map_roster(work, sheet="mentee", columns=columns)
    ranks = ["Professional", "Manager", "Director", "Vice President", "President"]
    order = {name: 1 + ranks.index(name.partition(" Level")[0]) for name in work.grade_order}
    apply_roster(order_grades(work, order=order))
    sweep()

    work.refresh_from_db()
    assert (work.is_done, work.rows_read, counts(work)) == (True, 7, (6, 0, 0, 6))
    assert list(work.errors.values_list("line", "column", "sentence")) == [
        (8, "J&J Email Address", "uupton@its.jnj.com stands in line 7 already.")
    ]
    assert list(User.objects.filter(email__endswith="jnj.com").order_by("email").values_list("name", "grade")) == [
        ("Ursula Upton", 1),
        ("Vivian Vuitton", 5),
        ("Wednesday Wickers", 4),
        ("Xavier Xanders", 3),
        ("Yngvar Yalda", 2),
        ("Zarek Zabroski", 1),
    ]


def test_an_hr_admins_roster_of_everybody_marks_who_is_not_in_it(db):
    program = make_program()
    gone, misspelt = make_person("Gus Gone"), make_person("Mia", email="mia@x.example")
    back = make_person("Ada", email="ada@x.example", is_active=False, left_at=NOW)
    work = upload(program, (GOOD + "mia@x.example,,,1,,,,\n").encode())
    work.refresh_from_db()
    roles = [program.coordinator.name, program.counsellor.name, program.sponsor.name]

    assert (work.absent, work.absent_names) == (4, sorted([*roles, "Gus Gone"]))
    assert work.changes["is_active"] == 1
    apply_roster(work, is_everybody=True)
    sweep(now=later(days=1))

    work.refresh_from_db()
    assert (work.absent, work.absent_names) == (4, [])
    left = User.objects.filter(is_active=False)
    assert sorted(left.values_list("name", flat=True)) == sorted([*roles, "Gus Gone"])
    assert left.values("left_at").distinct().count() == 1  # one mark for all, by which it is undone
    assert set(User.objects.active().filter(pk__in=[gone.pk, misspelt.pk, back.pk])) == {misspelt, back}


def test_a_coordinators_roster_adds_people_and_changes_nobody(db):
    program = make_program()
    known = make_person("Cyd Old", email="cyd@x.example", team="Red", grade=9)
    left = make_person("Ada", email="ada@x.example", is_active=False, left_at=NOW)
    work = upload_roster(program, file_name="r", content=GOOD.encode(), by=program.coordinator, now=NOW)

    work.refresh_from_db()
    assert (counts(work), work.changes, work.absent) == ((1, 0, 2, 3), {}, 0)
    apply_roster(work, is_everybody=True)
    sweep()

    work.refresh_from_db()
    assert counts(work) == (1, 0, 2, 2)
    assert list(
        User.objects.filter(pk__in=[known.pk, left.pk]).order_by("name").values_list("name", "team", "grade", "left_at")
    ) == [("Ada", "", None, NOW), ("Cyd Old", "Red", 9, None)]
    assert User.objects.active().filter(pk=program.sponsor.pk).exists()


def test_a_large_roster_is_checked_by_a_sweep_and_shows_that_it_reads(db, monkeypatch):
    monkeypatch.setattr("programs.actions.rosters.CHECKED_AT_ONCE", 10)
    program = make_program()

    work = upload_roster(program, file_name="r", content=GOOD.encode(), by=hr_admin(), now=NOW, invites=False)
    before = (work.state, work.people_new)
    sweep()
    work.refresh_from_db()

    assert (before, (work.state, work.people_new, work.tries)) == (("requested", 0), ("checked", 3, 1))
    apply_roster(work)
    sweep()
    work.refresh_from_db()
    assert (work.is_done, counts(work), program.participations.count()) == (True, (3, 0, 0, 0), 0)


def test_a_roster_whose_worker_died_after_storing_keeps_its_counts(db):
    program = make_program()
    work = upload(program, GOOD.encode())
    apply_roster(work)
    claimed = claim(RosterImport, now=NOW)
    roster = rosters._read(claimed, order={})
    rosters._store_roster(claimed, roster, now=NOW)

    sweep(now=later(hours=1))

    work.refresh_from_db()
    assert (work.is_done, work.tries, counts(work)) == (True, 2, (3, 0, 0, 3))


def test_adventureworks_goes_in_by_the_same_door(db):
    program = make_program()
    work = upload(program, adventureworks(real_data("adventureworks")))

    apply_roster(work)
    sweep()
    again = upload(program, adventureworks(real_data("adventureworks")))
    again.refresh_from_db()

    work.refresh_from_db()
    assert (work.errors.count(), counts(work), counts(again)) == (0, (290, 0, 0, 290), (0, 0, 290, 0))
