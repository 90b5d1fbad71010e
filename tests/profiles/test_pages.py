"""The four steps: every press saves, nothing is asked twice, and gaps stay out of addresses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.actions import set_offers, tell_gaps
from profiles.models import Profile, Skill, SkillOffered
from profiles.queries import gaps_of, missing_steps, offers_of
from programs.models import Participation
from record.registry import kept
from tests.factories import NOW
from tests.profiles.test_actions import place_of, skill

PARTIAL = {"HX-Request": "true"}


@pytest.fixture
def browser(cast, as_person):
    return as_person(cast.newcomer)


@pytest.fixture
def place(cast) -> Participation:
    return place_of(cast, cast.newcomer)


def address(cast, step: str) -> str:
    return reverse(f"profiles:{step}", args=[cast.program.pk])


def test_offers_adds_names_the_word_and_removes_with_a_press_each(cast, browser):
    knots, maps = skill("Knots"), skill("Maps")
    page = address(cast, "offers")

    added = [browser.post(page, {"add": each}).url for each in (knots, maps)]
    after_adding = offers_of(cast.newcomer)
    browser.post(page, {f"word-{knots}": "3", f"word-{maps}": "0"}, headers=PARTIAL)
    after_words = offers_of(cast.newcomer)
    browser.post(page, {f"word-{knots}": "1", "remove": maps})

    assert added == [page, page]
    assert after_adding == {knots: 2, maps: 2}
    assert after_words == {knots: 3, maps: 0}
    assert offers_of(cast.newcomer) == {knots: 1}


def test_continue_saves_and_leads_through_the_steps_home(cast, browser, place):
    knots, maps = skill("Knots"), skill("Maps")
    set_offers(cast.newcomer, levels={knots: 2}, now=NOW)
    tell_gaps(place, urgencies={maps: 2}, now=NOW)
    rhythm = {
        "languages": ["en", "pl"],
        "workdays": ["0", "4"],
        "work_from": "16",
        "work_to": "32",
        "zone": "Europe/Warsaw",
    }

    answers = [
        browser.post(address(cast, step), data).url
        for step, data in (
            ("offers", {f"word-{knots}": "3"}),
            ("interests", {"chosen": ["Chess"], "own": "Slow trains, rain"}),
            ("gaps", {f"word-{maps}": "3"}),
            ("rhythm", rhythm),
        )
    ]

    assert answers == [address(cast, step) for step in ("interests", "gaps", "rhythm")] + [reverse("desk:home")]
    assert (offers_of(cast.newcomer), gaps_of([place])[place.pk]) == ({knots: 3}, {maps: 3})
    assert sorted(interest.name for interest in cast.newcomer.interests.all()) == ["Chess", "Slow trains", "rain"]
    profile = Profile.objects.values_list("languages", "workdays", "work_from", "work_to").get()
    assert profile == (["en", "pl"], [0, 4], 16, 32)
    assert missing_steps(place) == []


def test_rhythm_leads_back_to_what_is_missing(cast, browser):
    data = {"languages": ["en"], "workdays": ["0"], "work_from": "16", "work_to": "32", "zone": "Europe/London"}

    response = browser.post(address(cast, "rhythm"), data, follow=True)

    assert response.redirect_chain[-1][0] == address(cast, "offers")
    assert [str(message) for message in response.context["messages"]] == [
        "Choose at least one skill that you could show somebody."
    ]


def test_rhythm_refuses_a_day_that_ends_first_and_keeps_what_was_typed(cast, browser):
    data = {"languages": ["en"], "workdays": ["0"], "work_from": "32", "work_to": "16", "zone": "Europe/London"}

    response = browser.post(address(cast, "rhythm"), data)

    assert response.context["form"].errors == {"work_to": ["Choose an end after the beginning."]}
    assert Profile.objects.count() == 0


def test_pressing_saves_and_stays_with_script(cast, browser):
    response = browser.post(address(cast, "interests"), {"chosen": ["Chess"], "own": ""}, headers=PARTIAL)

    assert response.url == address(cast, "interests")
    assert [str(interest) for interest in cast.newcomer.interests.all()] == ["Chess"]


def test_saved_says_when(cast, browser):
    browser.post(address(cast, "offers"), {"add": skill("Knots")})

    page = browser.get(address(cast, "offers"))
    today = page.context["saved"]
    Profile.objects.update(updated_at=NOW)
    older = browser.get(address(cast, "offers")).context["saved"]

    assert (len(today), today[2]) == (5, ":")
    assert older == "Mon 2 March"


def test_search_of_offers_works_by_plain_get_and_while_typing(cast, browser):
    plain = browser.get(address(cast, "offers"), {"q": "postgre"}).context["found"]
    typed = browser.get(address(cast, "skill_search"), {"q": "postgre"}, headers=PARTIAL).context["found"]

    assert [each.name for each in plain] == [each.name for each in typed] == ["Asking a database"]


def test_search_of_gaps_never_stands_in_an_address(cast, browser, place):
    page = browser.get(address(cast, "gaps")).content.decode()
    plain = browser.post(address(cast, "gaps"), {"q": "postgre"})
    typed = browser.post(address(cast, "skill_search"), {"q": "postgre"}, headers=PARTIAL)

    assert ('method="get"' in page, "hx-get" in page) == (False, False)
    assert [each.name for each in plain.context["found"]] == ["Asking a database"]
    assert [each.name for each in typed.context["found"]] == ["Asking a database"]
    assert gaps_of([place]) == {place.pk: {}}


def test_searching_gaps_leaves_what_was_told(cast, browser, place):
    maps = skill("Maps")
    tell_gaps(place, urgencies={maps: 3}, now=NOW)

    browser.post(address(cast, "gaps"), {"q": ""})

    assert gaps_of([place]) == {place.pk: {maps: 3}}


def test_gaps_are_shown_to_their_owner_alone(cast, browser, place, as_person):
    tell_gaps(place, urgencies={skill("Canary singing"): 3}, now=NOW)

    own = browser.get(address(cast, "gaps")).content.decode()
    others = [as_person(person).get(address(cast, "gaps")) for person in (cast.senior, cast.bystander)]

    assert "Canary singing" in own
    assert ["Canary" in page.content.decode() for page in others if page.context["form"].picked] == []


def test_skill_that_left_the_list_goes_silently(cast, browser, place):
    knots, maps = skill("Knots"), skill("Maps")
    tell_gaps(place, urgencies={knots: 3, maps: 1}, now=NOW)
    Skill.objects.filter(pk=knots).delete()

    response = browser.post(address(cast, "gaps"), {f"word-{maps}": "2"})

    assert response.status_code == 302
    assert gaps_of([place]) == {place.pk: {maps: 2}}


def test_record_words_a_gap_and_a_profile(cast, browser, place):
    tell_gaps(place, urgencies={skill("Maps"): 3}, now=NOW)
    browser.post(
        address(cast, "rhythm"),
        {"languages": ["en", "zh"], "workdays": ["0"], "work_from": "17", "work_to": "32", "zone": "Europe/London"},
    )

    said = {
        line.label: entry.show(row, line)
        for entry in kept()
        if entry.model.__name__ in {"Gap", "Profile"}
        for row in entry.of(cast.newcomer)
        for line in entry.lines
        if line.field != "updated_at"
    }

    assert said == {
        "What, and when": "Maps, now",
        "Languages": "English, Chinese",
        "Working days": "Monday",
        "Your day begins": "08:30",
        "Your day ends": "16:00",
    }


@pytest.mark.parametrize("step", ["offers", "gaps"])
def test_picker_costs_the_same_with_one_and_three_skills(cast, browser, place, step):
    def pick(*names: str) -> None:
        SkillOffered.objects.all().delete()
        set_offers(cast.newcomer, levels={skill(name): 2 for name in names}, now=NOW)
        tell_gaps(place, urgencies={skill(name): 2 for name in names}, now=NOW)

    counts = []
    for names in (["Knots"], ["Knots", "Maps", "Tea"]):
        pick(*names)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(cast, step))
        counts.append(len(queries))

    assert counts[0] == counts[1]
