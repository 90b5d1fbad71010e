"""The rules page, rehearsals and ways: what the rules do, told out of open facts alone."""

import pytest
from django.urls import reverse

from leases.actions import claim
from pairing.actions import request_rehearsal, request_way, run_rehearsal, run_way
from pairing.engine import Instance, Person, Policy, pair, rules_broken
from pairing.models import Rehearsal, Round, Way
from pairing.queries import reached
from pairing.reach import reach
from pairing.tasks import find_ways, run_rehearsals
from people.models import Role, User
from profiles.actions import tell_gaps
from programs.models import Participation, Program, Side
from tests.factories import NOW, grant, make_participation, make_person
from tests.pairing.conftest import enrol, skill
from tests.pairing.test_rounds import run_and_look
from tests.pairing.test_what_ifs import said, try_out

EVERY_RULE = Policy(grade_distance_min=1, grade_distance_max=4, department="different", location="same")


def address(name: str, *keys) -> str:
    return reverse(f"pairing:{name}", args=keys)


def motley(count: int) -> Instance:
    """Two sides in which every rule forbids something, told by arithmetic alone."""

    def person(number: int, grade: int | None) -> Person:
        return Person(
            id=number,
            offers={},
            gaps={},
            grade=grade,
            team=number % 5,
            department=number % 3 if number % 7 else None,
            location=number % 2,
            managers=((number * 5) % (2 * count),),
            languages=frozenset({number % 4}) if number % 6 else frozenset(),
            hours=frozenset(range(number % 40, number % 40 + 20)),
        )

    return Instance(
        newcomers=[person(number, number % 4 or None) for number in range(count)],
        seniors=[person(number, 2 + number % 5) for number in range(count, 2 * count)],
    )


def test_reach_counts_what_the_engine_forbids():
    instance, policy = motley(40), EVERY_RULE
    broken = {
        (one.id, other.id): set(rules_broken(one, other, policy))
        for one in instance.newcomers
        for other in instance.seniors
    }

    found = reach(instance, policy)

    fine = {two for two, rules in broken.items() if not rules}
    seen = {who for two in fine for who in two}
    assert (found.possible, found.left) == (1600, len(fine))
    assert found.stranded == set(range(80)) - seen
    counts = {name: sum(name in rules for rules in broken.values()) for name in found.forbids}
    grades = sum("grade_distance" in rules for rules in broken.values())
    assert found.forbids["grade_distance_min"] + found.forbids["grade_distance_max"] == grades
    for name, engines in (("overlap_minutes_min", "overlap_minutes"),):
        counts[name] = sum(engines in rules for rules in broken.values())
    assert {name: count for name, count in found.forbids.items() if "grade" not in name} == {
        name: count for name, count in counts.items() if "grade" not in name
    }
    assert min(found.forbids.values()) > 0


def test_policy_page_says_what_each_rule_does_and_saves(workshop, as_person):
    program = workshop.program
    browser = as_person(program.coordinator)
    page = address("policy", program.pk)
    shown = browser.get(page)
    values = {
        name: value
        for name, value in ((field.name, field.value()) for field in shown.context["form"])
        if value not in {None, False}
    }

    looked = browser.post(page, {**values, "grade_distance_min": 5, "weight_grade": 4, "do": "preview"})
    program.refresh_from_db()
    untouched = program.policy
    browser.post(page, {**values, "grade_distance_min": 5, "weight_grade": 4, "do": "save"})
    program.refresh_from_db()

    assert looked.context["reached"].rules["grade_distance_min"] == (
        "Forbids 2 pairs of 4. It leaves Cleo without anyone."
    )
    assert (looked.context["reached"].left_out, untouched) == ("Together these rules leave Cleo without anyone.", {})
    assert program.policy == {"grade_distance_min": 5, "weight_grade": 4}


def test_policy_page_tries_without_saving_and_refuses_nonsense(workshop, as_person):
    program = workshop.program
    browser = as_person(program.coordinator)
    page = address("policy", program.pk)
    values = {"overlap_minutes_min": 60, "department": "off", "location": "off", "same_team": "on"}
    wishes = {name: 3 for name in Policy().to_dict() if name.startswith("weight_")}

    wrong = browser.post(page, {**values, **wishes, "grade_distance_min": 5, "grade_distance_max": 2, "do": "save"})
    tried = browser.post(page, {**values, **wishes, "do": "try"})

    round_ = Round.objects.get()
    program.refresh_from_db()
    assert wrong.context["form"].errors == {
        "grade_distance_max": ["This must not be under 5, the least number of grades."]
    }
    assert tried.url == address("round", program.pk, round_.pk)
    assert (program.policy, round_.policy["weight_sum"], round_.policy["grade_distance_min"]) == ({}, 3, None)


def test_policy_page_begins_with_a_template_or_a_round(workshop, as_person):
    program = workshop.program
    browser = as_person(program.coordinator)
    round_ = try_out(program, policy={"location": "same"})
    page = address("policy", program.pk)

    begun = [
        browser.get(page, query).context["form"].policy.get("location")
        for query in ({"preset": "mutual_mentoring"}, {"from": round_.pk})
    ]

    assert begun == [None, "same"]
    assert [browser.get(page, {key: "nonsense"}).status_code for key in ("preset", "from")] == [400, 400]


def test_reach_does_not_follow_gaps(workshop):
    before = reached(workshop.program, {}, now=NOW)
    for place in (workshop.ada, workshop.cleo):
        tell_gaps(place, urgencies={skill("Quiet"): 3}, now=NOW)

    assert reached(workshop.program, {}, now=NOW) == before


def test_rehearsal_counts_whom_the_rules_strand(workshop, as_person):
    program = workshop.program
    boss = make_person("Boss", grade=5)
    make_participation(program, make_person("Low", grade=1, manager=boss))
    make_participation(program, boss)
    User.objects.filter(pk=workshop.cleo.person_id).update(grade=1)
    browser = as_person(program.coordinator)
    values = {"is_whole_roster": "program", "newcomer_grade_most": 2, "senior_grade_least": 5}

    asked = browser.post(address("rehearsals", program.pk), values)
    waiting = browser.get(asked.url, headers={"HX-Request": "true"})
    run_rehearsals()
    page = browser.get(asked.url)

    found = Rehearsal.objects.get()
    assert (found.state, found.newcomers, found.seniors, found.placed) == ("done", 3, 3, 2)
    assert [(row.person.name, row.why) for row in found.stranded.all()] == [("Cleo", "grade_distance")]
    assert b"Waiting to start" in waiting.content
    assert b"Your hard rules leave 1 of 6 without anyone they may meet." in page.content


def test_rehearsal_of_the_whole_roster_tells_names_to_hr_admins_only(workshop, as_person):
    program = workshop.program
    make_person("Outside", grade=9)
    make_person("Inside", grade=0)
    found = request_rehearsal(
        program,
        by=program.coordinator,
        now=NOW,
        policy={"grade_distance_max": 3},
        is_whole_roster=True,
        newcomer_grade_most=0,
        senior_grade_least=9,
    )
    run_rehearsal(claim(Rehearsal, now=NOW), now=NOW)
    page = address("rehearsal", program.pk, found.pk)

    names = [
        {name for group in as_person(reader).get(page).context["stranded"] for name in group.names}
        for reader in (program.coordinator, grant(make_person("Hal"), Role.Name.HR_ADMIN))
    ]

    assert names == [{"Ada", "Ben", "Cleo", "Dora"}, {"Ada", "Ben", "Cleo", "Dora", "Inside", "Outside"}]


def test_rehearsal_with_an_empty_side_says_so(workshop):
    Participation.objects.update(state=Participation.State.LEFT)
    request_rehearsal(workshop.program, by=workshop.program.coordinator, now=NOW, newcomer_grade_most=1)

    run_rehearsals()

    assert Rehearsal.objects.get().failure == "These grades leave one side empty. Choose others and try again."


def test_way_for_somebody_left_over_is_one_more_place(workshop, as_person):
    program = workshop.program
    eve = enrol(program, "Eve", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=2)
    round_ = run_and_look(program)
    browser = as_person(program.coordinator)
    page = address("way", program.pk, round_.pk, eve.pk)

    browser.post(page)
    browser.post(page)
    find_ways()
    shown = browser.get(page).context["shown"]
    browser.post(address("blind_review", program.pk, round_.pk))
    blind = browser.get(page).content.decode()
    browser.post(address("blind_review", program.pk, round_.pk))
    empty = browser.post(address("try_way", program.pk, round_.pk, eve.pk), follow=True)
    tried = browser.post(address("try_way", program.pk, round_.pk, eve.pk), {"partner": workshop.dora.pk}, follow=True)

    assert Way.objects.count() == 1
    assert [partner.name for partner in shown.partners] == ["Cleo", "Dora"]
    assert [name for name in ("Eve", "Cleo", "Dora") if name in blind] == []
    assert shown.sentence == (
        "One more place with one of the people below would do. Only they can give it, in their own profile."
    )
    assert said(empty) == ["Choose who might have one place more."]
    assert tried.context["round"].more_place_with == workshop.dora


@pytest.mark.parametrize(("grade", "sentence"), [(5, "at least 2 grades higher"), (7, "at most 0 grades lower")])
def test_way_for_somebody_the_rules_keep_is_a_threshold(workshop, as_person, grade, sentence):
    program = workshop.program
    Program.objects.filter(pk=program.pk).update(policy={"grade_distance_min": 3})
    eve = enrol(program, "Eve", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=grade)
    enrol(program, "Fay", Side.SENIOR, {"Budgets": 1}, {"Knots": 1}, grade=6)
    round_ = run_and_look(program)
    waiting = round_.waiting.get(participation=eve)

    request_way(waiting, by=program.coordinator, now=NOW)
    run_way(claim(Way, now=NOW), now=NOW)
    page = as_person(program.coordinator).get(address("way", program.pk, round_.pk, eve.pk))
    as_person(program.coordinator).post(address("try_way", program.pk, round_.pk, eve.pk))

    way = Way.objects.get()
    assert (way.field, sentence in page.context["shown"].sentence) == ("grade_distance_min", True)
    assert Round.objects.filter(tried_from=round_).get().policy.get("grade_distance_min", 2) == way.value


def test_way_is_the_same_whatever_people_would_like_to_learn(workshop):
    """The words follow from rules, open facts and the round's pairs alone."""
    program = workshop.program
    eve = enrol(program, "Eve", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=2)
    round_ = run_and_look(program)
    waiting = round_.waiting.get(participation=eve)
    found = []
    for gap in ("Budgets", "Speeches"):
        Way.objects.all().delete()
        for place in (workshop.ada, workshop.cleo, eve):
            tell_gaps(place, urgencies={skill(gap): 3}, now=NOW)
        request_way(waiting, by=program.coordinator, now=NOW)
        run_way(claim(Way, now=NOW), now=NOW)
        way = Way.objects.get()
        found.append((way.field, way.value, set(way.partners.all())))

    assert found[0] == found[1]


def test_stranded_by_rules_are_those_whom_the_engine_cannot_place():
    instance = motley(30)

    left = {each.person for each in pair(instance, EVERY_RULE).unpaired}

    assert reach(instance, EVERY_RULE).stranded <= left
