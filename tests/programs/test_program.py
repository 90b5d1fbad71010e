"""A program: from a template to its opening, and who sees what of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from people.models import Role
from programs.actions import NotOpen, NotReady, close_program, create_program, edit_program, open_program
from programs.models import Outcome, Program, Side
from tests.factories import NOW, grant, later, make_participation, make_person, make_program

TODAY = date(2026, 3, 2)


@pytest.fixture
def draft(cast) -> Program:
    """A draft by everyone in the cast."""
    return make_program(
        "Draft",
        state=Program.State.DRAFT,
        opened_at=None,
        coordinator=cast.coordinator,
        sponsor=cast.sponsor,
        counsellor=cast.counsellor,
    )


def form_values(cast, **values) -> dict[str, object]:
    """What the form posts for a whole program."""
    starts_on = date(2090, 1, 2)
    return {
        "name": "Two Ways Again",
        "purpose": "To learn from each other.",
        "outcome_text": "People who speak up",
        "outcome_unit": "%",
        "outcome_baseline": "40",
        "outcome_target": "55",
        "starts_on": starts_on.isoformat(),
        "ends_on": (starts_on + timedelta(weeks=26)).isoformat(),
        "session_count": "6",
        "session_minutes": "60",
        "cadence_weeks": "4",
        "entry": "invited",
        "newcomer_label": "Newcomer",
        "senior_label": "Leader",
        "reporting_line": "on",
        "same_team": "on",
        "common_language": "on",
        "grade_distance_min": "3",
        "overlap_minutes_min": "60",
        "department": "different",
        "location": "off",
        "coordinator": str(cast.coordinator.pk),
        "sponsor": str(cast.sponsor.pk),
        "counsellor": str(cast.counsellor.pk),
        "ground_rules": "Both come to learn.",
        **values,
    }


def test_create_program_makes_a_draft_out_of_a_template(cast, as_person, told):
    address = reverse("programs:create_program", args=["inclusion"])
    browser = as_person(cast.hr_admin)

    empty = browser.get(address).context["form"]
    assert empty["session_minutes"].value() == 75
    assert empty["outcome_text"].value() == "Working practices that leaders changed because of what they learned"
    answer = browser.post(address, form_values(cast))

    program = Program.objects.get(name="Two Ways Again")
    assert answer.url == reverse("programs:program", args=[program.pk])
    assert (program.state, program.template, program.senior_label) == ("draft", "inclusion", "Leader")
    assert program.policy == {"grade_distance_min": 3, "department": "different"}
    assert [half["teaches"] for half in program.agenda] == ["newcomer", "senior"]
    assert list(program.outcomes.values_list("text", "unit", "baseline", "target")) == [
        ("People who speak up", "%", 40, 55)
    ]
    assert told() == []


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"ends_on": "2020-01-01"}, "ends_on", "The last day must come after the first."),
        (
            {"starts_on": "9999-12-01", "ends_on": "9999-12-31"},
            "ends_on",
            "6 sessions every 4 weeks take 20 weeks. Choose a later day, fewer sessions or fewer weeks between them.",
        ),
        (
            {"cadence_weeks": "6"},
            "ends_on",
            "6 sessions every 6 weeks take 30 weeks. Choose a later day, fewer sessions or fewer weeks between them.",
        ),
        ({"session_count": "2"}, "session_count", "Ensure this value is greater than or equal to 3."),
        (
            {"session_count": "13", "cadence_weeks": "1"},
            "session_count",
            "Ensure this value is less than or equal to 12.",
        ),
        (
            {"outcome_target": ""},
            "outcome_target",
            "An outcome needs both figures, today and target. Until you know them, leave its words empty.",
        ),
        ({"overlap_minutes_min": ""}, "overlap_minutes_min", "This field is required."),
        ({"outcome_target": "40"}, "outcome_target", "The target must differ from today."),
    ],
)
def test_create_program_says_what_does_not_fit(cast, as_person, values, field, sentence):
    answer = as_person(cast.hr_admin).post(
        reverse("programs:create_program", args=["blank"]), form_values(cast, **values)
    )

    assert answer.context["form"].errors == {field: [sentence]}
    assert Program.objects.count() == 2


def test_create_program_keeps_the_counsellor_outside(cast, as_person):
    grant(cast.coordinator, Role.Name.COUNSELLOR)
    browser = as_person(cast.hr_admin)
    address = reverse("programs:create_program", args=["blank"])

    answer = browser.post(address, form_values(cast, counsellor=str(cast.coordinator.pk)))

    assert answer.context["form"].errors == {
        "counsellor": ["A counsellor stands outside: not the coordinator, the sponsor or an HR admin."]
    }


def test_create_program_takes_holders_of_the_role_only(cast, as_person):
    answer = as_person(cast.hr_admin).post(
        reverse("programs:create_program", args=["blank"]), form_values(cast, sponsor=str(cast.newcomer.pk))
    )

    assert list(answer.context["form"].errors) == ["sponsor"]


def test_create_program_knows_its_templates_only(cast, as_person):
    assert as_person(cast.hr_admin).get(reverse("programs:create_program", args=["none"])).status_code == 404


def test_create_program_lets_the_maker_coordinate_where_nobody_is_named(cast):
    values = {"name": "Mine", "starts_on": TODAY, "ends_on": date(2026, 9, 1)}
    holders = {"sponsor": cast.sponsor, "counsellor": cast.counsellor}

    program = create_program(template="blank", values={**values, **holders}, outcome={}, by=cast.hr_admin, now=NOW)

    assert (program.coordinator, program.outcomes.count()) == (cast.hr_admin, 0)


def test_edit_program_changes_it_in_place(cast, as_person, draft):
    browser = as_person(cast.coordinator)
    address = reverse("programs:edit_program", args=[draft.pk])

    before = browser.get(address).context["form"]
    answer = browser.post(address, form_values(cast, name="Renamed"))

    draft.refresh_from_db()
    assert answer.url == reverse("programs:program", args=[draft.pk])
    assert (before["name"].value(), before["outcome_text"].value()) == ("Draft", "Seniors who post in the open")
    assert draft.name == "Renamed"
    assert list(draft.outcomes.values_list("text", flat=True)) == ["People who speak up"]


def test_edit_program_keeps_the_sessions_of_an_open_program(cast, as_person):
    browser = as_person(cast.coordinator)

    browser.post(
        reverse("programs:edit_program", args=[cast.program.pk]),
        form_values(cast, session_count="4", session_minutes="30", outcome_latest="12"),
    )

    cast.program.refresh_from_db()
    assert (cast.program.name, cast.program.session_count, cast.program.session_minutes) == ("Two Ways Again", 6, 60)
    assert cast.program.outcomes.get().latest == 12


def test_edit_program_keeps_policy_fields_that_no_rule_shows(cast, as_person, draft):
    Program.objects.filter(pk=draft.pk).update(policy={"weight_sum": 5, "department": "same"})

    as_person(cast.coordinator).post(reverse("programs:edit_program", args=[draft.pk]), form_values(cast))

    draft.refresh_from_db()
    assert draft.policy == {"weight_sum": 5, "grade_distance_min": 3, "department": "different"}


def test_edit_program_leaves_an_ended_program_as_it_was(cast, as_person, draft):
    Program.objects.filter(pk=draft.pk).update(state=Program.State.CLOSED)

    answer = as_person(cast.coordinator).post(reverse("programs:edit_program", args=[draft.pk]), form_values(cast))

    assert answer.url == reverse("programs:program", args=[draft.pk])
    assert Program.objects.get(pk=draft.pk).name == "Draft"
    with pytest.raises(NotOpen):
        edit_program(draft, values={"name": "Other"}, outcome={})


def test_open_program_asks_first_and_opens_then(cast, as_person, draft, told):
    Program.objects.filter(pk=draft.pk).update(ends_on=date(2090, 1, 2))
    make_participation(draft, cast.outsider)
    browser = as_person(cast.coordinator)
    address = reverse("programs:open_program", args=[draft.pk])

    assert browser.get(address).context["is_ready"]
    assert told() == []
    for _ in range(2):
        browser.post(address)

    draft.refresh_from_db()
    assert draft.state == Program.State.OPEN
    assert told() == [("invitation", "Oz Outsider")]


def lack_purpose(program, cast):
    Program.objects.filter(pk=program.pk).update(purpose=" ")


def lack_outcome(program, cast):
    Outcome.objects.filter(program=program).delete()


def lack_future(program, cast):
    Program.objects.filter(pk=program.pk).update(starts_on=date(2026, 1, 1), ends_on=TODAY)


def lack_sponsor(program, cast):
    type(cast.sponsor).objects.filter(pk=cast.sponsor.pk).update(is_active=False)


def lack_coordinator(program, cast):
    type(cast.sponsor).objects.filter(pk=cast.coordinator.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("lack", "missing"),
    [
        (lack_purpose, "A purpose"),
        (lack_outcome, "At least one measurable outcome, with baseline and target"),
        (lack_future, "An end date that is still to come"),
        (lack_sponsor, "A sponsor who works here"),
        (lack_coordinator, "A coordinator who works here"),
    ],
)
def test_open_program_refuses_what_is_not_ready(cast, draft, lack, missing):
    lack(draft, cast)

    with pytest.raises(NotReady) as raised:
        open_program(draft, now=NOW)

    assert raised.value.missing == [missing]
    assert Program.objects.get(pk=draft.pk).is_draft


def test_open_program_page_names_what_is_missing(cast, as_person, draft):
    Program.objects.filter(pk=draft.pk).update(purpose="", ends_on=date(2090, 1, 2))

    page = as_person(cast.hr_admin).post(reverse("programs:open_program", args=[draft.pk]), follow=True)

    assert [str(message) for message in page.context["messages"]] == ["It cannot open yet. Missing: A purpose."]


def test_open_program_leaves_an_ended_program_closed(draft):
    Program.objects.filter(pk=draft.pk).update(state=Program.State.CLOSED)

    with pytest.raises(NotOpen):
        open_program(draft, now=NOW)


def test_close_program_asks_first_and_ends_it_once(cast, as_person):
    browser, address = as_person(cast.coordinator), reverse("programs:close_program", args=[cast.program.pk])

    assert "Close Two Ways?" in browser.get(address).content.decode()
    for _ in range(2):
        browser.post(address)

    cast.program.refresh_from_db()
    assert cast.program.is_closed
    closed_at = cast.program.closed_at
    assert close_program(cast.program, now=later(days=1)).closed_at == closed_at
    with pytest.raises(NotOpen):
        open_program(cast.program, now=NOW)


def test_close_program_refuses_a_draft(cast, as_person, draft):
    page = as_person(cast.hr_admin).post(reverse("programs:close_program", args=[draft.pk]), follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said == [f"{draft.name} is a draft: there is nothing to close."]
    assert Program.objects.get(pk=draft.pk).is_draft


def test_programs_says_each_ones_role_and_next_thing(cast, as_person):
    seen = {}
    for name in ("hr_admin", "coordinator", "sponsor", "counsellor", "newcomer", "invited", "outsider"):
        listed = as_person(getattr(cast, name)).get(reverse("programs:programs")).context["listed"]
        seen[name] = [(each.program.name, each.roles, each.view) for each in listed]

    assert seen == {
        "hr_admin": [(name, ("HR admin",), "programs:participants") for name in ("Elsewhere", "Two Ways")],
        "coordinator": [("Two Ways", ("coordinator",), "programs:participants")],
        "sponsor": [("Two Ways", ("sponsor",), "programs:program")],
        "counsellor": [("Two Ways", ("counsellor",), "programs:program")],
        "newcomer": [("Two Ways", ("newcomer",), "programs:program")],
        "invited": [("Two Ways", ("invited",), "programs:enrol")],
        "outsider": [],
    }


def test_programs_asks_the_database_alike_for_1_and_3_rows(cast, as_person, queries_of):
    browser = as_person(cast.newcomer)
    one = queries_of(browser, reverse("programs:programs"))
    for number in range(2):
        make_participation(make_program(f"More {number}"), cast.newcomer, side=Side.SENIOR)

    assert queries_of(browser, reverse("programs:programs")) == one


def test_program_shows_counts_to_organisers_only(cast, as_person):
    shown = {}
    for name in ("hr_admin", "coordinator", "sponsor", "counsellor", "newcomer", "invited"):
        context = as_person(getattr(cast, name)).get(reverse("programs:program", args=[cast.program.pk])).context
        shown[name] = context.get("sides") and [side.enrolled for side in context["sides"]]

    assert shown == {
        "hr_admin": [2, 1],
        "coordinator": [2, 1],
        "sponsor": None,
        "counsellor": None,
        "newcomer": None,
        "invited": None,
    }


@pytest.mark.parametrize("role", ["hr_admin", "coordinator"])
def test_program_leads_its_organisers_everywhere(cast, as_person, role):
    page = as_person(getattr(cast, role)).get(reverse("programs:program", args=[cast.program.pk])).content.decode()

    names = (
        "programs:participants",
        "programs:import_roster",
        "pairing:rounds",
        "pairing:pairs",
        "sessions_app:board",
        "insights:figures",
    )
    assert [name for name in names if f'href="{reverse(name, args=[cast.program.pk])}"' not in page] == []


def test_program_shows_a_visitor_its_public_face_only(cast, as_person):
    browser = as_person(cast.outsider)
    address = reverse("programs:program", args=[cast.program.pk])
    assert browser.get(address).status_code == 404

    Program.objects.filter(pk=cast.program.pk).update(entry=Program.Entry.ANYONE)

    page = browser.get(address)
    assert (page.status_code, page.context["may_enrol"]) == (200, True)
    assert not {"sides", "needs", "invited", "link"} & page.context.keys()
    for view in ("participants", "edit_program", "open_program", "import_roster"):
        assert browser.get(reverse(f"programs:{view}", args=[cast.program.pk])).status_code == 403


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_program_that_takes_anyone_hides_while_it_is_not_open(cast, as_person, state):
    Program.objects.filter(pk=cast.program.pk).update(entry=Program.Entry.ANYONE, state=state)

    assert as_person(cast.outsider).get(reverse("programs:program", args=[cast.program.pk])).status_code == 404
    assert as_person(cast.hr_admin).get(reverse("programs:enrol", args=[cast.program.pk])).status_code == 403


def test_program_that_needs_a_role_says_so(cast, as_person):
    Role.objects.filter(role="sponsor").delete()

    page = as_person(cast.hr_admin).get(reverse("programs:create_program", args=["blank"])).content.decode()

    assert "Nobody holds this role yet: Sponsor." in page


def test_programs_is_empty_for_somebody_new(cast, as_person):
    page = as_person(make_person()).get(reverse("programs:programs")).content.decode()

    assert "When you are invited to one" in page
