"""Rosters: what is read, what is said of bad rows, and that good ones are applied once."""

import pytest

from leases.actions import run_waiting
from people.models import Role, User
from programs.actions import open_program, request_roster_import, run_roster_import
from programs.models import Participation, Program, RosterImport
from programs.roster import FileFault, Roster, columns_by_name, open_book, preview, read_roster, settle_managers
from tests.factories import NOW, grant, later, make_person, make_program

HEADER = "email,name,manager,grade,team,department,location,time zone\n"
GOOD = HEADER + (
    "ada@x.example,Ada Boss,,8,Board,Top,Leeds,Europe/London\n"
    "ben@x.example,Ben Lead,ada@x.example,5,Blue,Ops,Leeds,Europe/Berlin\n"
    "cyd@x.example,Cyd New,ben@x.example,1,Blue,Ops,Leeds,\n"
)


def read(content: bytes) -> Roster:
    book = open_book(content)
    return read_roster(book, sheet="", columns=columns_by_name(preview(book, "").header), order={})


def faults_of(text: str, managers_now=None) -> list[tuple[int, str, str]]:
    roster = settle_managers(read(text.encode()), managers_now or {})
    return [(fault.line, fault.column, fault.sentence) for fault in roster.faults]


def hr_admin() -> User:
    return User.objects.holding(Role.Name.HR_ADMIN).first() or grant(make_person("Hal Admin"), Role.Name.HR_ADMIN)


def sweep(*, now=NOW) -> None:
    run_waiting(RosterImport, run_roster_import, clock=lambda: now)


def bring_in(program: Program, content: bytes, *, now=NOW) -> RosterImport:
    work = request_roster_import(program, file_name="roster.csv", content=content, by=hr_admin(), now=now)
    sweep(now=now)
    work.refresh_from_db()
    return work


def counts(work: RosterImport) -> tuple[int, int, int, int]:
    return work.people_new, work.people_changed, work.people_unchanged, work.invited


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Its first line must name the columns."),
        (HEADER.encode(), "The file has a line of column names and no rows below it."),
        (
            b"email;team;grade\na@x.example;Blue;2\n",
            "These columns are missing: name, manager. The first line of the file holds: email, team, grade.",
        ),
        (
            b"email,name,manager\na@x.example,A,\n",
            "These columns are missing: grade (or grade name). The first line of the file holds: email, name, manager.",
        ),
        (b"\x00\x01", "This is not a text file. Save the sheet as CSV or XLSX and upload that."),
        (
            b"PK\x03\x04\x00\x00",
            "This spreadsheet cannot be read. Save it again as .xlsx, or as CSV, and upload that.",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "This spreadsheet is of the old kind, or has a password. Save it as .xlsx without a password.",
        ),
        (b"x" * (100 * 1024 * 1024 + 1), "The file is larger than 100 MB. Upload it in parts."),
        (b"email,mail,name,manager,grade\na,,,,\n", "Two columns name the email: email and mail. Keep one."),
        (
            HEADER.encode() + b'a@x.example,"A,,,\nb@x.example,B,,,\n',
            "The row that starts in line 2 has a quotation mark that is never closed.",
        ),
    ],
)
def test_request_roster_import_refuses_an_unusable_file_and_stores_nothing(db, content, sentence):
    program = make_program()

    with pytest.raises(FileFault) as raised:
        request_roster_import(program, file_name="r.csv", content=content, by=program.coordinator, now=NOW)

    assert str(raised.value) == sentence
    assert RosterImport.objects.count() == 0


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (",Nobody,,1\n", [(2, "email", "The email is missing.")]),
        ("not-a-mail,Ann,,1\n", [(2, "email", "not-a-mail is not a mail address.")]),
        ("a@x.example,,,1\n", [(2, "name", "The name is missing.")]),
        ("a@x.example,Ann,,1\n\nA@X.example,Ann,,1\n", [(4, "email", "a@x.example stands in line 2 already.")]),
        ("a@x.example,Ann,b@x.example,1\n", [(2, "manager", "Nobody has the mail address b@x.example.")]),
        ("a@x.example,Ann,,high\n", [(2, "grade", "high is not a whole number.")]),
        (
            "a@x.example,Ann,,1,,,,Mars/Base\n",
            [(2, "time zone", "Mars/Base is not a time zone such as Europe/London.")],
        ),
        (
            "a@x.example,Ann,,1,,,,,extra\n",
            [(2, "", "This row has 9 cells and the first line 8. Put quotation marks around commas.")],
        ),
        (f"a@x.example,{'n' * 121},,1\n", [(2, "name", "This is longer than 120 characters.")]),
        (
            "a@x.example,Ann,,high\nb@x.example,Bo,a@x.example,1\n",
            [
                (2, "grade", "high is not a whole number."),
                (3, "manager", "Kept without a manager: the manager’s own row in line 2 was left out."),
            ],
        ),
        (
            "a@x.example,Ann,b@x.example,1\nb@x.example,Bo,a@x.example,1\nc@x.example,Cy,b@x.example,1\n",
            [
                (line, "manager", "Kept without a manager: these report to each other in a circle: Ann, Bo.")
                for line in (2, 3)
            ],
        ),
        (
            "a@x.example,Ann,a@x.example,1\n",
            [(2, "manager", "Kept without a manager: these report to each other in a circle: Ann.")],
        ),
    ],
)
def test_settle_managers_names_line_and_column_of_each_fault(rows, faults):
    assert faults_of(HEADER + rows) == faults


def test_settle_managers_takes_a_manager_who_is_known_already():
    assert faults_of(HEADER + "a@x.example,Ann,boss@x.example,1\n", {"boss@x.example": None}) == []


def test_settle_managers_sees_a_circle_through_people_outside_the_file():
    faults = faults_of(HEADER + "a@x.example,Ann,b@x.example,1\n", {"b@x.example": "a@x.example", "a@x.example": None})

    assert faults == [
        (2, "manager", "Kept without a manager: these report to each other in a circle: Ann, b@x.example.")
    ]


def test_read_roster_knows_windows_by_its_quotation_marks_and_undoes_our_own_exports_mark():
    content = (HEADER + "a@x.example,Zoë “Zo” O’Neill,,1,'=Blue,,,\n").encode("cp1252")

    roster = read(content)
    values = dict(zip(roster.fields_beside, roster.rows[0].values, strict=True))

    assert open_book(content).read_as == "Windows-1252"
    assert (values["name"], values["team"]) == ("Zoë “Zo” O’Neill", "=Blue")


def test_read_roster_believes_a_first_line_that_says_the_separator():
    [row] = read(b'sep=|\n"email"|"name, in full"|name|manager|grade\na@x.example|x,x,x,x|Ann||3\n').rows

    assert (row.email, row.name, row.line) == ("a@x.example", "Ann", 3)


def test_open_book_holds_no_line_without_an_end():
    with pytest.raises(FileFault, match="a line of a million letters"):
        list(open_book(b"x" * 1_000_001).lines(""))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_read_roster_takes_other_separators_and_names_of_columns(delimiter):
    text = "E-Mail,Full Name,Line_Manager,LEVEL\na@x.example,Ann,,3\n".replace(",", delimiter)

    roster = read(text.encode("utf-8-sig"))
    [row] = roster.rows

    assert (row.email, row.manager, row.name) == ("a@x.example", None, "Ann")
    assert (roster.fields, row.values) == (["manager", "grade", "name"], (3, "Ann"))


def test_read_roster_reads_plain_rows_as_it_reads_those_it_looks_at_closely():
    header = "email,name,manager,grade,team,location,time zone\n"
    plain = "{0}@X.example,{1},Boss@x.example,{2}, Red ,{3},{4}\n"
    told = [("a", "Ann", "4", "Lodz", "Europe/London"), ("b", "Bo", "", "", ""), ("c", "Cy", "0012", "x" * 58, "")]
    rows = [plain.format(*each) for each in told]

    # A longer name than any plain one, or a mark that a plain one has not, asks for the closer look.
    quick = read((header + "".join(rows)).encode())
    close = read((header + "".join(row.replace(" Red ", " 'Red ") for row in rows)).encode())

    assert [row._replace(values=row.values[:-2]) for row in quick.rows] == [
        row._replace(values=row.values[:-2]) for row in close.rows
    ]
    assert [row.values[-2:] for row in quick.rows] == [("Red", "Europe/London"), ("Red", None), ("Red", None)]
    assert [row.values[-2:] for row in close.rows] == [("'Red", "Europe/London"), ("'Red", None), ("'Red", None)]


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("latin-1", "Latin-1"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_read_roster_reads_letters_and_says_how(encoding, read_as):
    content = (HEADER + "a@x.example,Zoë Müller,,1\n").encode(encoding)

    assert (open_book(content).read_as, read(content).rows[0].name) == (read_as, "Zoë Müller")


def test_run_roster_import_makes_the_tree_and_invites(db, told):
    program = make_program(state=Program.State.DRAFT)

    work = bring_in(program, GOOD.encode())

    assert (work.is_done, work.parts.count(), *counts(work)) == (True, 0, 3, 0, 0, 3)
    assert list(
        User.objects.filter(email__endswith="@x.example")
        .order_by("email")
        .values_list("name", "manager__name", "grade", "zone")
    ) == [
        ("Ada Boss", None, 8, "Europe/London"),
        ("Ben Lead", "Ada Boss", 5, "Europe/Berlin"),
        ("Cyd New", "Ben Lead", 1, "Europe/London"),
    ]
    assert set(program.participations.values_list("state", flat=True)) == {Participation.State.INVITED}
    assert told() == []


def test_run_roster_import_a_second_time_changes_nothing(db, told):
    program = make_program()
    bring_in(program, GOOD.encode())
    before = list(User.objects.order_by("pk").values())

    again = bring_in(program, GOOD.encode(), now=later(days=1))

    assert counts(again) == (0, 0, 3, 0)
    assert list(User.objects.order_by("pk").values()) == before
    assert told() == [("invitation", name) for name in ("Ada Boss", "Ben Lead", "Cyd New")]


def test_run_roster_import_keeps_good_rows_and_lists_bad_ones(db):
    bad = "dan@x.example,Dan,nobody@x.example,1,,,,\nada@x.example,Ada Twin,,1,,,,\n"

    work = bring_in(make_program(), (GOOD + bad).encode())

    assert (work.rows_read, *counts(work)) == (5, 3, 0, 0, 3)
    assert list(work.errors.values_list("line", "column")) == [(5, "manager"), (6, "email")]


def test_run_roster_import_counts_who_changed(db):
    program = make_program()
    make_person("Cyd Old", email="cyd@x.example", team="Red")

    work = bring_in(program, GOOD.encode())

    assert counts(work) == (2, 1, 0, 3)
    assert User.objects.get(email="cyd@x.example").team == "Blue"


def test_a_second_sweep_does_not_apply_a_roster_again(db):
    program = make_program()
    request_roster_import(program, file_name="r.csv", content=GOOD.encode(), by=program.coordinator, now=NOW)

    sweep()
    sweep()

    assert RosterImport.objects.get().tries == 1
    assert program.participations.count() == 3


def test_run_roster_import_stops_when_the_program_has_ended(db):
    program = make_program()
    work = request_roster_import(program, file_name="r.csv", content=GOOD.encode(), by=program.coordinator, now=NOW)
    Program.objects.filter(pk=program.pk).update(state=Program.State.CLOSED)

    sweep()

    work.refresh_from_db()
    assert (work.has_failed, work.failure) == (True, "The program has ended, so nobody was invited.")
    assert User.objects.filter(email__endswith="@x.example").count() == 0


def test_open_program_posts_the_invitations_that_waited(db, told):
    program = make_program(state=Program.State.DRAFT, opened_at=None)
    bring_in(program, GOOD.encode())

    open_program(program, reason="A first try.", now=NOW)
    open_program(program, now=later(days=1))

    assert told() == [("invitation", name) for name in ("Ada Boss", "Ben Lead", "Cyd New")]


def test_run_roster_import_asks_the_database_no_more_for_more_rows(db, django_assert_max_num_queries):
    rows = "".join(f"p{n}@x.example,P {n},{f'p{n // 2}@x.example' if n else ''},1,,,,\n" for n in range(290))
    program = make_program()

    with django_assert_max_num_queries(90):
        work = bring_in(program, (HEADER + rows).encode())

    assert counts(work) == (290, 0, 0, 290)
