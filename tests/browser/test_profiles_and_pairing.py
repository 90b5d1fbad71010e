"""From an empty profile to a pair, on a phone and at a desk, with every page looked at."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from leases.actions import claim, report
from mentoring.demo_data import PEOPLE, PROFILES, PROGRAMS
from pairing.actions import publish_round, request_round, run_round
from pairing.models import Proposal, Round
from profiles.actions import load_skills, set_interests, set_offers, set_rhythm, tell_gaps
from profiles.models import Level, Skill, Urgency
from profiles.queries import gaps_of, missing_steps, offers_of
from programs.models import Participation, Program, Side
from tests.browser.conftest import overflow, take_pictures, violations
from tests.factories import make_participation, make_person, make_program

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


def half_hour(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 2 + int(minute) // 30


@pytest.fixture
def depot(db) -> Program:
    """The open program of the demo, its people ready to be paired."""
    load_skills()
    ids = dict(Skill.objects.values_list("name", "pk"))
    people = {person.key: person for person in PEOPLE}
    now = timezone.now()
    program = make_program("Two-way street", senior_label="Leader")
    for taking_part in next(demo for demo in PROGRAMS if demo.phase == "open").participations:
        known, profile = people[taking_part.person], PROFILES[taking_part.person]
        person = make_person(
            known.name, grade=known.grade, team=known.team, department=known.department, location=known.location
        )
        place = make_participation(program, person, side=taking_part.side, capacity=taking_part.capacity)
        set_offers(
            person, levels={ids[s]: Level[w.replace(" ", "_").upper()] for s, w in profile.offers.items()}, now=now
        )
        set_interests(person, names=profile.interests, now=now)
        set_rhythm(
            person,
            languages=profile.languages,
            workdays=[day - 1 for day in profile.days],
            work_from=half_hour(profile.start),
            work_to=half_hour(profile.end),
            zone="Europe/London",
            now=now,
        )
        urgencies = {ids[s]: Urgency[w.replace(" ", "_").upper()] for s, w in taking_part.gaps.items()}
        tell_gaps(place, urgencies=urgencies, now=now)
    return program


def look_at(page, title: str) -> None:
    """Take the pictures and ask axe and the narrowest phone."""
    page.wait_for_load_state("networkidle")  # an answer that arrives under the camera would carry its styles over
    take_pictures(page, title)
    assert (title, violations(page), overflow(page)) == (title, [], 0)
    page.set_viewport_size({"width": 390, "height": 900})


def test_profile_takes_few_taps_on_a_phone(depot, open_browser):
    place = make_participation(depot, make_person("Nia Newcomer"), side=Side.NEWCOMER)
    page = open_browser(place.person)
    page.goto(reverse("profiles:offers", args=[depot.pk]))

    page.get_by_label("Find a skill").press_sequentially("excel")
    page.get_by_role("button", name="Spreadsheets beyond sums").click()
    page.get_by_role("group", name="Spreadsheets beyond sums").get_by_text("can teach").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.locator("#found button").first.click()
    expect(page.locator("#picked fieldset")).to_have_count(2)
    look_at(page, "profile offers")
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("Astronomy").or_(page.locator(".choice").first).first.click()
    look_at(page, "profile interests")
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("Find a skill").press_sequentially("board paper")
    page.get_by_role("button", name="Writing a board paper").click()
    page.get_by_role("group", name="Writing a board paper").get_by_text("now").click()
    expect(page.locator("#picked fieldset")).to_have_count(1)
    look_at(page, "profile gaps")
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("English").check()
    look_at(page, "profile rhythm")
    page.get_by_role("button", name="Finish").click()

    expect(page.get_by_text("Your profile is complete")).to_be_visible()
    names = dict(Skill.objects.values_list("name", "pk"))
    assert offers_of(place.person)[names["Spreadsheets beyond sums"]] == Level.CAN_TEACH
    assert gaps_of([place])[place.pk] == {names["Writing a board paper"]: Urgency.NOW}
    assert missing_steps(place) == []


def test_enter_on_a_word_goes_on_instead_of_adding(depot, open_browser):
    place = make_participation(depot, make_person("Nia Newcomer"), side=Side.NEWCOMER)
    skill = Skill.objects.get(name="Asking a database")
    set_offers(place.person, levels={skill.pk: Level.CAN_DO}, now=timezone.now())
    page = open_browser(place.person, width=1440)
    page.goto(reverse("profiles:offers", args=[depot.pk]))

    page.get_by_label("can do").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("What do you like, apart from work?")
    assert offers_of(place.person) == {skill.pk: Level.CAN_DO}


def test_round_from_the_button_to_a_pair(depot, open_browser):
    desk = open_browser(depot.coordinator, width=1440)
    desk.goto(reverse("pairing:rounds", args=[depot.pk]))
    look_at(desk, "rounds")
    desk.get_by_role("button", name="Run a round").click()
    round_ = claim(Round, now=timezone.now())
    report(round_, stage="Choosing the pairs", done=2, total=6, now=timezone.now())
    expect(desk.get_by_text("2 of 6")).to_be_visible()
    look_at(desk, "round under way")
    run_round(round_, now=timezone.now())
    expect(desk.get_by_role("heading", name="Pairs")).to_be_visible()
    look_at(desk, "round")
    desk.get_by_role("link", name="Publish").click()
    look_at(desk, "publish round")
    desk.get_by_role("button", name="Publish").click()

    proposal = Proposal.objects.with_people().order_by("newcomer__person__name").first()
    phones = []
    for place in (proposal.newcomer, proposal.senior):
        phone = open_browser(place.person)
        phone.goto(reverse("pairing:proposal", args=[proposal.pk]))
        phones.append(phone)
    look_at(phones[0], "proposal")
    for phone in phones:
        phone.get_by_role("button", name="Yes, let us meet").click()
    phones[0].goto(reverse("pairing:proposal", args=[proposal.pk]))
    expect(phones[0].get_by_role("heading", level=1)).to_contain_text("are a pair")
    look_at(phones[0], "proposal paired")
    desk.goto(reverse("pairing:pairs", args=[depot.pk]))
    look_at(desk, "pairs")
    phones[1].goto(reverse("pairing:leave", args=[depot.pk]))
    look_at(phones[1], "leave")


def test_answered_and_ended_proposals_are_calm(depot, open_browser):
    request_round(depot, by=depot.coordinator, now=timezone.now())
    round_ = claim(Round, now=timezone.now())
    run_round(round_, now=timezone.now())
    publish_round(round_, now=timezone.now())
    proposal = Proposal.objects.with_people().first()
    page = open_browser(proposal.senior.person)
    page.goto(reverse("pairing:proposal", args=[proposal.pk]))

    page.get_by_role("button", name="Not this one").click()
    look_at(page, "proposal answered")
    Proposal.objects.filter(pk=proposal.pk).update(lapses_at=timezone.now())
    page.reload()

    look_at(page, "proposal ended")
    assert Participation.objects.get(pk=proposal.senior_id).places_taken == 0
