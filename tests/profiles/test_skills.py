"""The skill list: people's own words, skills that are one and the same, and what people alike offer."""

import json

import pytest
from django.urls import reverse

from pairing.queries.cast import _offers
from people.models import User
from profiles.actions import (
    MOST_OWN_WORDS,
    CannotUndoMerge,
    MergedMeanwhile,
    TooManyOwnWords,
    accept_words,
    change_gaps,
    change_offers,
    load_skills,
    merge_skills,
    set_offers,
    tell_gaps,
    undo_merge,
)
from profiles.models import Gap, Level, Skill, SkillMerge
from profiles.queries import find_skills, gaps_of, offers_of, often_offered, probably_twice, wants_of
from record.actions import erase_rows
from record.sealing import open_one
from tests.factories import NOW, make_person
from tests.profiles.test_actions import place_of, skill


def nothing(**told):
    return {"words": {}, "add": {}, "remove": set(), "now": NOW, **told}


# Merging --------------------
def test_merge_skills_keeps_what_offers_and_sealed_gaps_mean_and_undo_merge_loses_nothing(cast):
    excel, sheets, maps = skill("Excel canary"), skill("Spread sheet canary"), skill("Maps")
    place = place_of(cast, cast.senior)
    set_offers(cast.newcomer, levels={excel: 1, sheets: 3}, now=NOW)
    tell_gaps(place, urgencies={excel: 3, maps: 1}, now=NOW)
    before = set(Gap.objects.filter(participation=place).values_list("want", flat=True))

    merge = merge_skills([excel], into=sheets, by=cast.hr_admin, now=NOW)

    assert offers_of(cast.newcomer) == _offers([cast.newcomer])[cast.newcomer.pk] == {sheets: 3}
    assert gaps_of([place])[place.pk] == wants_of([place])[place.pk] == {sheets: 3, maps: 1}
    assert [each.pk for each in find_skills("excel canary", without=[])] == [sheets]
    assert [each.pk for each in find_skills("exell canary", without=[])] == [sheets]
    assert set(Gap.objects.filter(participation=place).values_list("want", flat=True)) == before
    load_skills()
    assert [each.pk for each in find_skills("excel canary", without=[])] == [sheets]

    undo_merge(merge)
    undo_merge(merge)

    assert offers_of(cast.newcomer) == {excel: 1, sheets: 3}
    assert gaps_of([place])[place.pk] == {excel: 3, maps: 1}
    assert [each.pk for each in find_skills("excel canary", without=[])] == [excel]


def test_a_merge_that_another_stands_on_is_undone_after_it(cast):
    one, two, three = skill("One canary"), skill("Two canary"), skill("Three canary")
    first = merge_skills([one], into=two, by=cast.hr_admin, now=NOW)
    second = merge_skills([two], into=three, by=cast.hr_admin, now=NOW)

    for merged in ({"skills": [one], "into": three}, {"skills": [three], "into": two}, {"skills": [], "into": three}):
        with pytest.raises(MergedMeanwhile):
            merge_skills(**merged, by=cast.hr_admin, now=NOW)
    with pytest.raises(CannotUndoMerge):
        undo_merge(first)
    assert dict(Skill.objects.filter(pk__in=[one, two]).values_list("pk", "merged_into")) == {one: three, two: three}

    undo_merge(second)
    assert Skill.objects.get(pk=one).merged_into_id == two
    undo_merge(first)
    assert Skill.objects.filter(name__endswith="canary", merged_into=None).count() == 3


def test_merge_skills_walks_from_the_list_to_undo(cast, as_person):
    hr = as_person(cast.hr_admin)
    one, two = skill("Night trains"), skill("Night train")
    twice = [[each.name for each in group] for group in probably_twice()]

    page = hr.get(reverse("profiles:skills")).content.decode()
    asked = hr.get(reverse("profiles:merge_skills"), {"chosen": [one, two]})
    address = reverse("profiles:merge_skills", query={"chosen": [one, two]})
    hr.post(address, {"into": two})
    shown = hr.get(reverse("profiles:skills"), {"show": "merged"}).content.decode()
    alone = hr.get(reverse("profiles:merge_skills"), {"chosen": [one, "x", 9**30]})
    hr.post(reverse("profiles:undo_merge", args=[SkillMerge.objects.get().pk]))

    assert twice == [["Night train", "Night trains"]]
    assert ("Probably on the list twice" in page, asked.status_code) == (True, 200)
    assert "“Night train” stands for Night trains." in shown
    assert alone.url == reverse("profiles:skills")
    assert Skill.objects.get(pk=one).merged_into is None


# Own words --------------------
def test_an_own_word_for_an_offer_is_private_until_it_is_on_the_list(cast, as_person):
    known = skill("Knots")
    for word in ("Bee  keeping canary", "knots"):
        change_offers(cast.newcomer, **nothing(own={word: Level.CAN_DO}))
    bees = Skill.objects.get(name="Bee keeping canary")
    hr = as_person(cast.hr_admin)

    assert offers_of(cast.newcomer) == {bees.pk: Level.CAN_DO, known: Level.CAN_DO}
    assert find_skills("bee keeping", without=[]) == []
    assert bees.name not in hr.get(reverse("profiles:skills"), {"q": "bee"}).content.decode()
    assert bees.name in hr.get(reverse("profiles:skills"), {"show": "own"}).content.decode()

    address = reverse("profiles:accept_words", query={"chosen": [bees.pk, known]})
    assert hr.get(address).context["chosen"] == [bees]
    hr.post(address, {"kind": "craft"})

    assert find_skills("bee keeping", without=[]) == [bees]
    assert accept_words([bees.pk], kind="craft") == 0
    assert hr.get(address).status_code == 302


def test_an_own_word_for_a_gap_stands_in_its_seal_alone_and_finds_whoever_offers_it(cast, as_person, dumped):
    place = place_of(cast, cast.newcomer)
    before = dumped("Welding")

    change_gaps(place, **nothing(own={" Welding": 3}))

    assert (dumped("Welding"), Skill.objects.filter(name__icontains="welding").count()) == (before, 0)
    assert json.loads(open_one(Gap.objects.get(participation=place), "want")) == {"word": "Welding", "urgency": 3}
    assert wants_of([place])[place.pk] == {"Welding": 3}
    assert gaps_of([place])[place.pk] == {}
    for show in ("", "own", "merged", "off"):
        assert b"elding" not in as_person(cast.hr_admin).get(reverse("profiles:skills"), {"show": show}).content
    change_offers(cast.senior, **nothing(own={"welding": Level.CAN_TEACH}))
    assert gaps_of([place])[place.pk] == {Skill.objects.get(name="welding").pk: 3}


def test_own_words_end_with_whoever_has_them(cast):
    change_offers(cast.newcomer, **nothing(own={"Mine canary": 2, "Ours canary": 2}))
    change_offers(cast.senior, **nothing(own={"Ours canary": 2, "Gone canary": 2}))
    gone = Skill.objects.get(name="Gone canary").pk
    change_offers(cast.senior, **nothing(remove={gone}))

    erase_rows(cast.newcomer, now=NOW)

    assert [each.name for each in Skill.objects.own()] == ["Ours canary"]


def test_nobody_has_more_own_words_than_ten(cast):
    words = {f"Word {number}": 2 for number in range(MOST_OWN_WORDS)}
    place = place_of(cast, cast.newcomer)
    change_offers(cast.newcomer, **nothing(own=words))
    change_gaps(place, **nothing(own=dict.fromkeys([f"Gap {n}" for n in range(MOST_OWN_WORDS)], 2)))

    with pytest.raises(TooManyOwnWords):
        change_offers(cast.newcomer, **nothing(own={"One more": 2}))
    with pytest.raises(TooManyOwnWords):
        change_gaps(place, **nothing(own={"One more": 2}))

    assert (len(offers_of(cast.newcomer)), len(wants_of([place])[place.pk])) == (MOST_OWN_WORDS, MOST_OWN_WORDS)


def test_own_words_are_added_said_and_removed_in_the_wizard(cast, as_person):
    browser, place = as_person(cast.newcomer), place_of(cast, cast.newcomer)
    offers, gaps = (reverse(f"profiles:{step}", args=[cast.program.pk]) for step in ("offers", "gaps"))

    found = browser.get(offers, {"q": "zither"}).content.decode()
    browser.post(offers, {"own_word": "Zither"})
    browser.post(gaps, {"own_word": "Lute"})
    [(slot, field, is_own)] = browser.get(gaps).context["form"].rows()
    browser.post(gaps, {field.html_name: "3"})
    told = wants_of([place])[place.pk]
    shown = browser.get(gaps).content.decode()
    browser.post(gaps, {"remove": slot})

    assert "Add “zither” as my own word" in found
    assert (is_own, told, wants_of([place])[place.pk]) == (True, {"Lute": 3}, {})
    assert "It stays sealed, and nobody puts it on a list." in shown
    assert [str(each) for each in Skill.objects.own()] == ["Zither"]
    assert browser.get(offers, {"q": "postgresql"}).context["own"] == "postgresql"
    assert browser.get(offers, {"q": "Asking a database"}).context["own"] == ""


# What people alike offer --------------------
def test_often_offered_needs_five_others_in_a_group_of_ten_and_reads_offers_alone(cast):
    knots, rare = skill("Knots"), skill("Rare")
    gaps = skill("Wanted")
    User.objects.filter(pk=cast.newcomer.pk).update(department="Harbour", grade=None)
    cast.newcomer.refresh_from_db()
    others = [make_person(department="Harbour") for _ in range(10)]
    for number, person in enumerate(others[:9]):
        set_offers(person, levels={rare if number > 4 else knots: Level.CAN_DO}, now=NOW)
    tell_gaps(place_of(cast, cast.senior), urgencies={gaps: 3}, now=NOW)
    in_a_group_of_nine = often_offered(cast.newcomer)

    set_offers(others[9], levels={skill("Tea"): Level.CAN_DO}, now=NOW)
    in_a_group_of_ten = often_offered(cast.newcomer)
    User.objects.filter(pk=cast.newcomer.pk).update(department="", grade=3)
    User.objects.filter(pk__in=[each.pk for each in others]).update(grade=4)
    cast.newcomer.refresh_from_db()
    by_grade = often_offered(cast.newcomer)
    set_offers(cast.newcomer, levels={rare: Level.CAN_DO, knots: Level.CAN_DO}, now=NOW)

    assert (in_a_group_of_nine, [each.pk for each in in_a_group_of_ten]) == ([], [knots])
    assert [each.pk for each in by_grade] == [knots]
    assert often_offered(cast.newcomer) == []  # with oneself a fifth person would be told
