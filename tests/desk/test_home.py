"""Home answers what is next: one step, then the rest, in a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from counsel.actions import ask_to_talk, reply_to_talk
from desk.queries import NextStep, Urgency, next_steps
from feedback.models import SurveyRequest
from ideas.actions import release_idea, take_idea, write_idea
from insights.models import Release
from pairing.models import Pair, Proposal, Round
from people.models import Role
from profiles.models import Gap, Level, Profile, Skill, SkillOffered
from programs.actions import read_pieces
from programs.models import Participation, Program, RosterError, RosterImport, Side
from record.sealing import seal
from sessions_app.models import Meeting
from sessions_app.queries import workspaces_of
from tests.factories import (
    NOW,
    grant,
    later,
    make_meeting,
    make_organisation,
    make_pair,
    make_participation,
    make_person,
    make_program,
    make_pulse,
)


def steps_of(person, now=NOW) -> list[NextStep]:
    pairs = Pair.objects.of(person).live().with_people()
    return next_steps(person, workspaces=workspaces_of(pairs).values(), now=now)


def titles_of(person, now=NOW) -> list[str]:
    return [step.title for step in steps_of(person, now)]


def complete(participation: Participation) -> None:
    """Let somebody finish their profile."""
    skill = Skill.objects.first() or Skill.objects.create(name="Saying no", kind="craft")
    Profile.objects.create(person=participation.person, languages=["en"], workdays=[0], updated_at=NOW)
    SkillOffered.objects.create(person=participation.person, skill=skill, level=3)
    seal(Gap(participation=participation), want="{}").save(force_insert=True)


def propose(newcomer: Participation, senior: Participation, **fields) -> Proposal:
    round_ = Round.objects.create(
        program=newcomer.program, requested_at=NOW, state=Round.State.DONE, published_at=NOW, finished_at=NOW
    )
    return Proposal.objects.create(
        round=round_, newcomer=newcomer, senior=senior, **{"state": "open", "lapses_at": later(days=10), **fields}
    )


# Joining --------------------


def test_an_invitation_comes_first_and_leads_to_enrolling(cast):
    (step,) = steps_of(cast.invited)

    assert step.title == "You are invited to Two Ways"
    assert step.url == reverse("programs:enrol", args=[cast.program.pk])
    assert step.urgency is Urgency.NOW


def test_the_profile_is_asked_for_one_page_at_a_time(cast):
    place = Participation.objects.get(person=cast.bystander)
    seen = [(step.url, step.minutes) for step in steps_of(cast.bystander)]
    skill = Skill.objects.first() or Skill.objects.create(name="Saying no", kind="craft")

    SkillOffered.objects.create(person=cast.bystander, skill=skill, level=3)
    seen += [(step.url, step.minutes) for step in steps_of(cast.bystander)]
    seal(Gap(participation=place), want="{}").save(force_insert=True)
    seen += [(step.url, step.minutes) for step in steps_of(cast.bystander)]
    Profile.objects.create(person=cast.bystander, languages=["en"], workdays=[0], updated_at=NOW)
    (last,) = steps_of(cast.bystander)

    here = [cast.program.pk]
    assert seen == [
        (reverse("profiles:offers", args=here), 3),
        (reverse("profiles:gaps", args=here), 2),
        (reverse("profiles:rhythm", args=here), 1),
    ]
    assert last.waits
    assert last.title == "Your profile for Two Ways is complete"


def test_being_curious_is_no_offer_at_home_either(cast):
    skill = Skill.objects.first() or Skill.objects.create(name="Saying no", kind="craft")
    SkillOffered.objects.create(person=cast.bystander, skill=skill, level=Level.CURIOUS)

    (step,) = steps_of(cast.bystander)

    assert step.url == reverse("profiles:offers", args=[cast.program.pk])


def test_a_closed_program_asks_nothing(cast):
    Program.objects.update(state=Program.State.CLOSED)

    assert titles_of(cast.invited) == titles_of(cast.bystander) == []


# Answers that wait --------------------


def test_a_proposal_waits_until_it_is_answered_and_then_looks_the_same_to_nobody(cast):
    senior = make_participation(cast.program, side=Side.SENIOR)
    newcomer = Participation.objects.get(person=cast.bystander)
    proposal = propose(newcomer, senior)

    (step,) = steps_of(senior.person)
    assert step.url == reverse("pairing:proposal", args=[proposal.pk])
    assert step.due == "Before Thu 12 March"
    assert newcomer.person.name not in step.title + step.text

    Proposal.objects.update(senior_says=True)
    assert [step.url for step in steps_of(senior.person)] == [reverse("profiles:offers", args=[cast.program.pk])]
    assert [step.url for step in steps_of(newcomer.person)] == [reverse("pairing:proposal", args=[proposal.pk])]


@pytest.mark.parametrize("state", ["draft", "paired", "lapsed"])
def test_a_proposal_that_is_not_open_is_not_spoken_of(cast, state):
    senior = make_participation(cast.program, side=Side.SENIOR)
    propose(Participation.objects.get(person=cast.bystander), senior, state=state)

    assert "Somebody is proposed to you" not in titles_of(senior.person)


def test_a_pulse_waits_until_it_is_answered(cast):
    meeting = make_meeting(cast.pair, state=Meeting.State.HELD, logged_by=Side.NEWCOMER, logged_at=NOW)
    request = make_pulse(meeting, Side.SENIOR)

    assert reverse("feedback:answer_survey", args=[request.pk]) in [step.url for step in steps_of(cast.senior)]
    SurveyRequest.objects.update(is_answered=True)
    assert reverse("feedback:answer_survey", args=[request.pk]) not in [step.url for step in steps_of(cast.senior)]


def test_a_talk_waits_for_the_counsellor_and_its_answer_for_the_one_who_asked(cast):
    talk = ask_to_talk(cast.program, person=cast.senior, text="", now=NOW)
    address = reverse("counsel:talk", args=[talk.pk])

    assert [step.url for step in steps_of(cast.counsellor)] == [address, reverse("counsel:queue")]
    assert address not in [step.url for step in steps_of(cast.senior)]

    reply_to_talk(talk, text="Tuesday", now=NOW)

    assert [step.url for step in steps_of(cast.counsellor) if not step.waits] == []
    assert address in [step.url for step in steps_of(cast.senior)]
    assert address not in [step.url for step in steps_of(cast.senior, later(days=15))]


def test_an_idea_waits_for_its_owner_and_presses_when_its_day_is_near(cast):
    idea = write_idea(cast.pair, side=Side.NEWCOMER, title="Half-hour Fridays", text="Try it", now=NOW)
    for side in Side:
        release_idea(idea, side=side, now=NOW)
    take_idea(idea, owner=cast.outsider, answer_due=later(days=10).date(), now=NOW)

    (calm,), (pressing,) = steps_of(cast.outsider), steps_of(cast.outsider, later(days=7))

    assert (calm.title, calm.due) == ("Answer the idea “Half-hour Fridays”", "Before Thu 12 March")
    assert [calm.urgency, pressing.urgency] == [Urgency.ANY_DAY, Urgency.RUNS_OUT]


# The pair --------------------


def test_a_pair_has_the_step_of_its_workspace_and_nothing_to_join(cast):
    (step,) = steps_of(cast.senior)

    assert step.title == "Write and share your sheet"
    assert step.text == f"With {cast.newcomer.name}, in Two Ways."
    assert step.url == reverse("sessions_app:sheet", args=[cast.pair.pk])


def test_a_session_to_confirm_goes_before_everything_that_waits_for_nobody(cast):
    make_meeting(cast.pair, state=Meeting.State.LOGGED, logged_by=Side.NEWCOMER, logged_at=NOW)
    elsewhere = make_program("Third")
    make_participation(elsewhere, cast.senior)

    assert [step.urgency for step in steps_of(cast.senior)] == [Urgency.OTHERS_WAIT, Urgency.NOW]


# Those who run programs --------------------


def test_an_organisation_without_programs_asks_its_hr_admin_for_the_first(db):
    make_organisation()
    admin = grant(make_person(), Role.Name.HR_ADMIN)

    (step,) = steps_of(admin)

    assert step.url == reverse("programs:choose_template")
    assert steps_of(make_person()) == []


def test_a_draft_asks_its_organisers_to_open_it_and_nobody_else(cast):
    Program.objects.update(state=Program.State.DRAFT)

    assert titles_of(cast.hr_admin) == ["Open Elsewhere", "Open Two Ways"]
    assert titles_of(cast.coordinator) == ["Open Two Ways"]
    assert titles_of(cast.sponsor) == []
    assert titles_of(cast.counsellor) == ["Talks"]


def test_a_roster_with_bad_rows_is_told_until_a_better_one_came(cast):
    def roster(hours: int) -> RosterImport:
        return RosterImport.objects.create(
            program=cast.program,
            file_name="roster.csv",
            state="done",
            requested_at=later(hours=hours),
            finished_at=later(hours=hours),
        )

    faulty = roster(0)
    for line in (2, 3):
        RosterError.objects.create(roster_import=faulty, line=line, sentence="No name.")
    address = reverse("programs:roster_import", args=[cast.program.pk, faulty.pk])

    assert [step.url for step in steps_of(cast.coordinator)] == [address]
    roster(1)
    assert steps_of(cast.coordinator) == []


def test_people_ready_on_both_sides_ask_for_a_round_and_a_round_for_publishing(cast):
    newcomer = Participation.objects.get(person=cast.bystander)
    senior = make_participation(cast.program, side=Side.SENIOR)
    complete(newcomer)
    assert steps_of(cast.coordinator) == []

    complete(senior)
    assert titles_of(cast.coordinator) == ["People in Two Ways can be paired"]

    round_ = Round.objects.create(program=cast.program, requested_at=NOW)
    assert steps_of(cast.coordinator) == []

    Round.objects.update(state=Round.State.DONE, finished_at=NOW)
    (step,) = steps_of(cast.coordinator)
    assert step.url == reverse("pairing:round", args=[cast.program.pk, round_.pk])

    Round.objects.update(published_at=NOW)
    Proposal.objects.create(round=round_, newcomer=newcomer, senior=senior, state="open", lapses_at=later(days=9))
    assert steps_of(cast.coordinator) == []


def test_an_open_program_without_people_asks_to_invite_them(cast):
    empty = make_program("Empty", coordinator=cast.coordinator)

    (step,) = steps_of(cast.coordinator)

    assert (step.title, step.url) == ("Invite people to Empty", reverse("programs:import_roster", args=[empty.pk]))


def test_a_sponsor_sees_the_newest_release(cast):
    for number in (1, 2):
        Release.objects.create(program=cast.program, number=number, requested_at=NOW, state=Release.State.DONE)
    Release.objects.create(program=cast.program, number=3, requested_at=NOW)

    (step,) = steps_of(cast.sponsor)

    assert step.title == "Release 2 of Two Ways"
    assert step.url == reverse("insights:figures", args=[cast.program.pk])


# The page --------------------


def test_home_shows_one_next_step_and_the_rest_below(cast, as_person):
    third = make_program("Third")
    make_participation(third, cast.senior)

    page = as_person(cast.senior).get(reverse("desk:home"))

    text = page.content.decode()
    assert page.context["next_step"].title == "You are invited to Third"
    assert [step.title for step in page.context["later"]] == ["Write and share your sheet"]
    assert text.count("btn-primary") == 1
    assert "0 of 6 sessions held" in text
    assert f"Hello {cast.senior.first_name}" in text


def test_home_of_somebody_with_nothing_says_what_will_happen(cast, as_person):
    page = as_person(cast.outsider).get(reverse("desk:home")).content.decode()

    assert "Nothing waits for you" in page


def test_home_of_those_who_run_programs_leads_to_them_when_nothing_waits(cast, as_person):
    for person in (cast.coordinator, cast.sponsor):
        page = as_person(person).get(reverse("desk:home")).content.decode()

        assert f'<a class="btn btn-primary" href="{reverse("programs:programs")}">Look at the programs</a>' in page


def labels(page) -> list[str]:
    return [item["label"] for item in page.context["nav_items"]]


def test_navigation_shows_each_what_they_can_use(cast, as_person, settings):
    def nav(person) -> list[str]:
        return labels(as_person(person).get(reverse("desk:home")))

    assert nav(cast.newcomer) == ["Home", f"With {cast.senior.first_name}", "Ideas", "On record"]
    assert nav(cast.outsider) == ["Home", "Ideas", "On record"]
    assert nav(cast.coordinator) == nav(cast.sponsor) == ["Home", "Programs", "Figures", "Ideas", "On record"]
    assert nav(cast.hr_admin) == ["Home", "People", "Programs", "Figures", "Ideas", "Delivery", "On record"]
    assert nav(cast.counsellor) == ["Home", "Talks", "Ideas", "On record"]
    settings.DEMO = True
    assert nav(cast.outsider) == ["Home", "Ideas", "On record", "Mailbox"]


def test_footer_offers_a_talk_where_somebody_takes_part(cast, as_person):
    def footer(person) -> list[str]:
        return [item["url"] for item in as_person(person).get(reverse("desk:home")).context["footer_items"]]

    always = [reverse(f"desk:{name}") for name in ("on_record", "privacy_notice", "message_log")] + [
        reverse("mfa_index")
    ]
    talk = reverse("counsel:ask_to_talk", args=[cast.program.pk])
    assert footer(cast.senior) == [*always, talk]
    assert footer(cast.invited) == always


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_thirteen_queries_of_the_busiest_person(cast, as_person, rows):
    busy = grant(make_person("Bea Busy"), Role.Name.HR_ADMIN, Role.Name.COUNSELLOR)
    for number in range(rows):
        program = make_program(f"Busy {number}", counsellor=busy)
        pair = make_pair(program, make_participation(program, busy, side=Side.NEWCOMER))
        meeting = make_meeting(pair, state=Meeting.State.HELD, logged_by=Side.NEWCOMER, logged_at=NOW)
        make_pulse(meeting, Side.NEWCOMER)
        ask_to_talk(program, person=pair.senior.person, text="", now=NOW)
        invited = make_program(f"Invited {number}")
        make_participation(invited, busy)
        other = make_program(f"Other {number}")
        propose(make_participation(other, busy, side=Side.NEWCOMER), make_participation(other, side=Side.SENIOR))
    browser = as_person(busy)

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse("desk:home"))

    assert len(page.context["later"]) + 1 >= 4 * rows
    assert len(asked) <= 13, "\n".join(query["sql"][:150] for query in asked)


def test_on_record_says_who_reads_and_ends_with_what_is_not_stored(cast, as_person):
    page = as_person(cast.senior).get(reverse("desk:on_record")).content.decode()

    assert "Who can read this: " in page
    assert "What others can see of you" in page
    assert "Nothing stored" in page
    assert cast.program.name in page


def test_due_dates_are_in_the_readers_own_zone(cast):
    senior = make_participation(cast.program, make_person("Tui", zone="Pacific/Auckland"), side=Side.SENIOR)
    propose(Participation.objects.get(person=cast.bystander), senior, lapses_at=later(hours=14))

    with timezone.override("Pacific/Auckland"):
        (step,) = steps_of(senior.person)

    assert step.due == "Before Tue 3 March"


def test_the_orientation_comes_after_the_profile_and_before_waiting(cast):
    place = make_participation(cast.program, side=Side.SENIOR, oriented_at=None)
    seen = [titles_of(place.person)]
    complete(place)
    (step,) = steps_of(place.person)
    read_pieces(place, pieces=cast.program.orientation_pieces.track(Side.SENIOR), now=NOW)
    seen.append(titles_of(place.person))

    assert seen == [["Say what you could show somebody"], ["Your profile for Two Ways is complete"]]
    assert (step.title, step.minutes, step.url) == (
        "Read the orientation",
        8,
        reverse("programs:orientation", args=[cast.program.pk]),
    )
