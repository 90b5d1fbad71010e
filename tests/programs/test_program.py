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


def start_values(cast, **values) -> dict[str, object]:
    """What the first page of a new program posts."""
    return {
        "name": "Two Ways Again",
        "starts_on": "2090-01-02",
        "coordinator": str(cast.coordinator.pk),
        "sponsor": str(cast.sponsor.pk),
        "counsellor": str(cast.counsellor.pk),
        **values,
    }


PURPOSE = {
    "name": "Two Ways Again",
    "purpose": "To learn from each other.",
    "outcome_text": "People who speak up",
    "outcome_unit": "%",
    "outcome_baseline": "40",
    "outcome_target": "55",
}
SESSIONS = {
    "starts_on": "2090-01-02",
    "ends_on": "2090-07-03",
    "session_count": "6",
    "session_minutes": "60",
    "cadence_weeks": "4",
}


@pytest.fixture
def post_step(as_person):
    """Post one step of a program as somebody who has just read it, and return the answer."""

    def post(person, program, step, values):
        browser, address = as_person(person), reverse("programs:edit_step", args=[program.pk, step])
        seen = browser.get(address).context["form"].initial["seen"]
        return browser.post(address, {"seen": seen, "sure": "yes", **values})

    return post


def test_create_program_makes_a_draft_out_of_a_template(cast, as_person, told):
    address = reverse("programs:create_program", args=["inclusion"])
    browser = as_person(cast.hr_admin)

    empty = browser.get(address).context["form"]
    answer = browser.post(address, start_values(cast, co_lead=cast.newcomer.email.upper()))

    program = Program.objects.get(name="Two Ways Again")
    step = reverse("programs:edit_step", args=[program.pk, "purpose"])
    assert (list(empty.fields), answer.url) == (
        ["name", "starts_on", "coordinator", "sponsor", "counsellor", "is_pilot", "seen", "co_lead"],
        step,
    )
    assert (program.state, program.template, program.session_minutes, program.co_lead) == (
        "draft",
        "inclusion",
        75,
        cast.newcomer,
    )
    assert [half["teaches"] for half in program.agenda] == ["newcomer", "senior"]
    outcome = browser.get(step).context["form"]["outcome_text"].value()
    assert outcome == "Working practices that leaders changed because of what they learned"
    assert (program.outcomes.count(), told()) == (0, [])


def test_create_program_begins_a_pilot_small(cast, as_person):
    address = reverse("programs:create_program", args=["reverse_mentoring_classic"])

    as_person(cast.hr_admin).post(address, start_values(cast, is_pilot="on"))

    program = Program.objects.get(name="Two Ways Again")
    assert (program.is_pilot, program.session_count, program.cadence_weeks) == (True, 4, 3)
    assert (program.newcomer_places, program.senior_places) == (10, 10)
    assert program.ends_on - program.starts_on == timedelta(days=91)


@pytest.mark.parametrize(
    ("step", "values", "field", "sentence"),
    [
        ("sessions", {"ends_on": "2020-01-01"}, "ends_on", "The last day must come after the first."),
        (
            "sessions",
            {"starts_on": "9999-12-01", "ends_on": "9999-12-31"},
            "ends_on",
            "6 sessions every 4 weeks take 20 weeks. Choose a later day, fewer sessions or fewer weeks between them.",
        ),
        ("sessions", {"session_count": "2"}, "session_count", "Ensure this value is greater than or equal to 3."),
        (
            "sessions",
            {"session_count": "13", "cadence_weeks": "1"},
            "session_count",
            "Ensure this value is less than or equal to 12.",
        ),
        (
            "purpose",
            {"outcome_target": ""},
            "outcome_target",
            "An outcome needs both figures, today and target. Until you know them, leave its words empty.",
        ),
        ("purpose", {"outcome_target": "40"}, "outcome_target", "The target must differ from today."),
    ],
)
def test_edit_step_says_what_does_not_fit(  # noqa: PLR0917
    cast, post_step, draft, step, values, field, sentence
):
    answer = post_step(cast.hr_admin, draft, step, {"purpose": PURPOSE, "sessions": SESSIONS}[step] | values)

    assert answer.context["form"].errors == {field: [sentence]}
    assert draft.changes.count() == 0


@pytest.mark.parametrize(
    ("role", "field", "sentence"),
    [
        ("counsellor", "counsellor", "A counsellor stands outside: not the coordinator, the sponsor or an HR admin."),
        ("sponsor", "sponsor", "Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_create_program_takes_fitting_holders_only(cast, as_person, role, field, sentence):
    grant(cast.coordinator, Role.Name.COUNSELLOR)
    wrong = {"counsellor": cast.coordinator, "sponsor": cast.newcomer}[role]
    browser, address = as_person(cast.hr_admin), reverse("programs:create_program", args=["blank"])

    answer = browser.post(address, start_values(cast, **{role: str(wrong.pk)}))

    assert answer.context["form"].errors == {field: [sentence]}


def test_create_program_knows_its_templates_only(cast, as_person):
    assert as_person(cast.hr_admin).get(reverse("programs:create_program", args=["none"])).status_code == 404


def test_create_program_lets_the_maker_coordinate_where_nobody_is_named(cast):
    values = {"name": "Mine", "starts_on": TODAY, "ends_on": date(2026, 9, 1)}
    holders = {"sponsor": cast.sponsor, "counsellor": cast.counsellor}

    program = create_program(template="blank", values={**values, **holders}, outcome={}, by=cast.hr_admin, now=NOW)

    assert (program.coordinator, program.outcomes.count()) == (cast.hr_admin, 0)


def test_edit_step_is_kept_as_one_goes(cast, as_person, post_step, draft):
    before = as_person(cast.coordinator).get(reverse("programs:edit_step", args=[draft.pk, "purpose"])).context["form"]
    answer = post_step(cast.coordinator, draft, "purpose", {**PURPOSE, "name": "Renamed"})

    draft.refresh_from_db()
    assert answer.url == reverse("programs:edit_step", args=[draft.pk, "people"])
    assert (before["name"].value(), before["outcome_text"].value()) == ("Draft", "Seniors who post in the open")
    assert draft.name == "Renamed"
    assert list(draft.outcomes.values_list("text", flat=True)) == ["People who speak up"]


def test_edit_step_keeps_the_sessions_of_an_open_program(cast, post_step):
    post_step(cast.coordinator, cast.program, "sessions", {**SESSIONS, "session_count": "4", "session_minutes": "30"})
    post_step(cast.coordinator, cast.program, "purpose", {**PURPOSE, "outcome_latest": "12"})

    cast.program.refresh_from_db()
    assert (cast.program.name, cast.program.session_count, cast.program.session_minutes) == ("Two Ways Again", 6, 60)
    assert (cast.program.ends_on, cast.program.outcomes.get().latest) == (date(2090, 7, 3), 12)


def test_edit_step_of_an_open_program_says_first_whom_it_touches(cast, as_person):
    browser, address = as_person(cast.coordinator), reverse("programs:edit_step", args=[cast.program.pk, "purpose"])
    seen = browser.get(address).context["form"].initial["seen"]

    asked = browser.post(address, {**PURPOSE, "seen": seen})
    before = Program.objects.get(pk=cast.program.pk).name
    browser.post(address, {**PURPOSE, "seen": seen, "sure": "yes"})

    assert asked.context["touched"] == [
        "3 people who take part and 1 who was invited read the new words at once.",
        "1 agreement keeps the words they began with.",
    ]
    assert (before, Program.objects.get(pk=cast.program.pk).name) == ("Two Ways", "Two Ways Again")


def test_edit_step_tells_the_second_of_two_editors_and_overwrites_nothing(cast, as_person, draft):
    browsers = [as_person(person) for person in (cast.hr_admin, cast.coordinator)]
    address = reverse("programs:edit_step", args=[draft.pk, "purpose"])
    seen = [browser.get(address).context["form"].initial["seen"] for browser in browsers]

    browsers[0].post(address, {**PURPOSE, "purpose": "First.", "seen": seen[0]})
    told = browsers[1].post(address, {**PURPOSE, "purpose": "Second.", "seen": seen[1]})

    assert Program.objects.get(pk=draft.pk).purpose == "First."
    assert told.context["theirs"] == [("Why are you doing this?", "First.")]
    assert told.context["form"]["purpose"].value() == "Second."
    browsers[1].post(address, {**PURPOSE, "purpose": "Second.", "seen": told.context["form"]["seen"].value()})
    assert Program.objects.get(pk=draft.pk).purpose == "Second."


def test_edit_step_leaves_an_ended_program_as_it_was(cast, as_person, draft):
    Program.objects.filter(pk=draft.pk).update(state=Program.State.CLOSED)

    answer = as_person(cast.coordinator).post(reverse("programs:edit_step", args=[draft.pk, "purpose"]), PURPOSE)

    assert answer.url == reverse("programs:program", args=[draft.pk])
    assert Program.objects.get(pk=draft.pk).name == "Draft"
    with pytest.raises(NotOpen):
        edit_program(draft, values={"name": "Other"})


def test_preview_program_shows_what_the_form_holds_and_keeps_nothing(cast, as_person, draft):
    browser, address = as_person(cast.hr_admin), reverse("programs:preview_program", args=[draft.pk])

    page = browser.post(address, {**PURPOSE, "purpose": "Not kept.", "step": "purpose"})
    part = browser.post(address, {**PURPOSE, "step": "purpose"}, HTTP_HX_REQUEST="true")

    titles = [shown.title for shown in page.context["shown"]]
    assert titles[:2] == ["The invitation by mail", "The page behind it"]
    assert ("Not kept." in page.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert Program.objects.get(pk=draft.pk).name == "Draft"


def test_open_program_asks_first_and_opens_then(cast, as_person, draft, told):
    Program.objects.filter(pk=draft.pk).update(ends_on=date(2090, 1, 2))
    make_participation(draft, cast.outsider)
    browser = as_person(cast.coordinator)
    address = reverse("programs:open_program", args=[draft.pk])

    readiness = browser.get(address).context["readiness"]
    assert (readiness.in_words, [each.words for each in readiness.findings if each.weight == "not_yet"]) == (
        "Not yet",
        [
            "No ground rules: people say yes without knowing what holds.",
            "1 person is invited: 0 pairs at most. A pilot needs 4.",
        ],
    )
    assert told() == []
    browser.post(address)
    assert Program.objects.get(pk=draft.pk).is_draft
    for _ in range(2):
        browser.post(address, {"reason": "A first try with one person."})

    draft.refresh_from_db()
    opening = draft.changes.get()
    assert (opening.by, opening.reason) == (cast.coordinator, "A first try with one person.")
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
    assert not {"sides", "readiness", "invited", "link"} & page.context.keys()
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
